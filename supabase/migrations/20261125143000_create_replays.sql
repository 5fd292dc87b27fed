create table public.replays (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  asked_by bigint references public.agents (id) on delete set null,
  days integer not null check (days between 1 and 90),
  draft jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'stopped', 'failed')),
  progress real not null default 0 check (progress between 0 and 1),
  is_stop_asked boolean not null default false,
  result jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index replays_account on public.replays (account_id, id desc);
create index replays_asked_by on public.replays (asked_by);
comment on table public.replays is 'Drafts of routing that were run against the past. Kept 90 days.';

create table public.history_imports (
  account_id bigint primary key references public.accounts (id) on delete cascade,
  days integer not null check (days between 1 and 365),
  since timestamptz not null,
  page integer not null default 1,
  conversations integer not null default 0,
  failures integer not null default 0,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'stopped', 'failed')),
  progress real not null default 0 check (progress between 0 and 1),
  is_stop_asked boolean not null default false,
  updated_at timestamptz not null default now()
);
comment on table public.history_imports is 'How far the past of an account was read from Chatwoot; `page` is where it goes on after a pause or a crash.';

alter table public.replays enable row level security;
alter table public.history_imports enable row level security;
revoke all on public.replays, public.history_imports from anon, authenticated;
grant select on public.replays, public.history_imports to authenticated;
grant select, insert, update, delete on public.replays, public.history_imports to service_role;
create policy "admins and supervisors read the replays of their accounts" on public.replays for select to authenticated
  using ((select private.has_role(account_id, '{admin,supervisor}')));
create policy "admins and supervisors read the imports of their accounts" on public.history_imports for select to authenticated
  using ((select private.has_role(account_id, '{admin,supervisor}')));

create function public.renew_job(p_id bigint, p_attempt integer, p_until timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.jobs set locked_until = p_until where id = p_id and attempts = p_attempt and done_at is null and dead_at is null;
  return found;
end $$;
comment on function public.renew_job(bigint, integer, timestamptz) is 'Long work keeps its job to itself; false when another runner has taken it.';

create function public.import_facts(p_account_id bigint, p_contacts jsonb, p_conversations jsonb, p_messages jsonb, p_now timestamptz default now())
returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform public.fold_facts(p_account_id, p_contacts, p_conversations, p_messages, p_now);
  -- Who wrote a month ago needs no answer: the shop is not asked who they are.
  delete from public.jobs j using jsonb_to_recordset(p_conversations) as f (conversation_id bigint, status text)
  where j.account_id = p_account_id and j.kind = 'learn_customer' and j.attempts = 0 and j.done_at is null and f.status <> 'open'
    and j.dedupe_key = f.conversation_id::text;
end $$;
comment on function public.import_facts(bigint, jsonb, jsonb, jsonb, timestamptz) is 'Folds the past: no promises are made and nobody is assigned.';

create function public.replay_events(p_account_id bigint, p_from timestamptz, p_to timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  with past as (
    select c.*, coalesce(p.customer_tags, '{}') as tags, p.lifetime_value_minor
    from public.conversations c
    left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
    where c.account_id = p_account_id and c.opened_at >= p_from and c.opened_at < p_to and c.deleted_at is null
  )
  select coalesce(jsonb_agg(e.event order by e.at), '[]') from (
    select opened_at as at, jsonb_build_object(
      'type', 'arrival', 'at', floor(extract(epoch from opened_at) * 1000), 'conversationId', conversation_id, 'contactId', contact_id,
      'inboxId', inbox_id, 'teamId', team_id, 'category', category, 'categoryConfidence', category_confidence, 'language', language,
      'labels', to_jsonb(labels), 'customerTags', to_jsonb(tags), 'lifetimeValueMinor', lifetime_value_minor) as event
    from past
    union all
    select m.created_at, jsonb_build_object(
      'type', case m.direction when 'incoming' then 'customer_message' else 'agent_reply' end,
      'at', floor(extract(epoch from m.created_at) * 1000), 'conversationId', m.conversation_id)
      || case when m.direction = 'outgoing' then jsonb_build_object('agentId', a.id) else '{}' end
    from past c
    join public.messages m on m.account_id = c.account_id and m.conversation_id = c.conversation_id
    left join public.agents a on a.account_id = m.account_id and a.chatwoot_user_id = m.sender_id
    where not m.is_private and (m.direction = 'incoming' or (m.direction = 'outgoing' and m.sender_kind = 'agent' and not m.is_automated))
    union all
    select last_activity_at, jsonb_build_object(
      'type', 'resolved', 'at', floor(extract(epoch from last_activity_at) * 1000), 'conversationId', conversation_id)
    from past where status = 'resolved'
  ) e
$$;
comment on function public.replay_events(bigint, timestamptz, timestamptz) is
  'The past of an account as a replay reads it: one value, because lists are cut off at a thousand rows.';

create function public.save_routing(
  p_account_id bigint, p_version integer, p_policy jsonb, p_people jsonb, p_inboxes jsonb, p_agent_id bigint, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.routing_policies (account_id, policy, version) values (p_account_id, p_policy, 0) on conflict (account_id) do nothing;
  update public.routing_policies set policy = p_policy, version = version + 1, updated_at = p_now, updated_by = p_agent_id
  where account_id = p_account_id and version = p_version;
  if not found then return false; end if;

  insert into public.agent_routing as r (agent_id, account_id, is_routed, capacity, languages, shift, updated_at)
  select a.id, a.account_id, p.is_routed, p.capacity, p.languages, nullif(p.shift, 'null'), p_now
  from jsonb_to_recordset(p_people) as p (agent_id bigint, is_routed boolean, capacity integer, languages text[], shift jsonb)
  join public.agents a on a.id = p.agent_id and a.account_id = p_account_id
  order by a.id
  on conflict (agent_id) do update set is_routed = excluded.is_routed, capacity = excluded.capacity, languages = excluded.languages,
    shift = excluded.shift, updated_at = excluded.updated_at;
  delete from public.agent_skills k using jsonb_to_recordset(p_people) as p (agent_id bigint)
  where k.account_id = p_account_id and k.agent_id = p.agent_id;
  insert into public.agent_skills (agent_id, account_id, skill, level)
  select a.id, a.account_id, s.skill, max(s.level)
  from jsonb_to_recordset(p_people) as p (agent_id bigint, skills jsonb)
  join public.agents a on a.id = p.agent_id and a.account_id = p_account_id
  cross join lateral jsonb_to_recordset(p.skills) as s (skill text, level smallint)
  group by a.id, a.account_id, s.skill;

  insert into public.routing_inboxes as r (account_id, inbox_id, is_enabled)
  select i.account_id, i.inbox_id, n.is_enabled
  from jsonb_to_recordset(p_inboxes) as n (inbox_id bigint, is_enabled boolean)
  join public.inboxes i on i.account_id = p_account_id and i.inbox_id = n.inbox_id
  on conflict (account_id, inbox_id) do update set is_enabled = excluded.is_enabled;
  return true;
end $$;
comment on function public.save_routing(bigint, integer, jsonb, jsonb, jsonb, bigint, timestamptz) is
  'Saves a whole draft of routing, or nothing: false when somebody saved another one since `p_version`.';

revoke execute on function public.renew_job, public.import_facts, public.replay_events, public.save_routing from public, anon, authenticated;
grant execute on function public.renew_job, public.import_facts, public.replay_events, public.save_routing to service_role;
