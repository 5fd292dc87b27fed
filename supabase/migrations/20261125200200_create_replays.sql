create table public.replays (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  asked_by bigint references public.agents (id) on delete set null,
  days integer not null check (days between 1 and 365),
  draft jsonb not null,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'stopped', 'failed')),
  code text check (code ~ '^[a-z_]{1,60}$'),
  progress real not null default 0 check (progress between 0 and 1),
  is_stop_asked boolean not null default false,
  result jsonb,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index replays_account on public.replays (account_id, id desc);
create index replays_asked_by on public.replays (asked_by);
create index replays_updated_at on public.replays (updated_at);
create unique index replays_one_at_a_time on public.replays (account_id) where state in ('queued', 'running');
comment on table public.replays is 'Drafts of routing, roster and promises that were run against the past. Kept 90 days.';
comment on column public.replays.result is 'Before and after, and what it was run against; the contract is ReplayOutcome.';

alter table public.replays enable row level security;
revoke all on public.replays from anon, authenticated;
grant select on public.replays to authenticated;
grant select, insert, update, delete on public.replays to service_role;
create policy "admins and supervisors read the replays of their accounts" on public.replays for select to authenticated
  using ((select private.has_role(account_id, '{admin,supervisor}')));

create function public.stop_replay(p_account_id bigint, p_id bigint, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.replays set
    is_stop_asked = is_stop_asked or state in ('queued', 'running'),
    state = case when state = 'queued' then 'stopped' else state end,
    updated_at = case when state in ('queued', 'running') then p_now else updated_at end
  where account_id = p_account_id and id = p_id;
  return found;
end $$;
comment on function public.stop_replay(bigint, bigint, timestamptz) is 'Asks a replay to stop; one that never began is stopped at once. False when there is none.';

create function public.renew_job(p_id bigint, p_attempt integer, p_until timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.jobs set locked_until = p_until where id = p_id and attempts = p_attempt and done_at is null and dead_at is null;
  return found;
end $$;
comment on function public.renew_job(bigint, integer, timestamptz) is 'Long work keeps its job to itself; false when another runner has taken it.';

create function public.replay_events(p_account_id bigint, p_from timestamptz, p_to timestamptz) returns jsonb
language sql stable security definer set search_path = '' as $$
  with opened as (
    select c.* from public.conversations c
    where c.account_id = p_account_id and c.opened_at >= p_from and c.opened_at < p_to and c.deleted_at is null
  ), said as materialized (
    select m.conversation_id, m.message_id, m.direction, m.created_at, m.sender_id
    from opened o
    join public.messages m on m.account_id = o.account_id and m.conversation_id = o.conversation_id
    where not m.is_private and (m.direction = 'incoming' or (m.direction = 'outgoing' and m.sender_kind = 'agent' and not m.is_automated))
  ), ends as (
    select s.conversation_id, min(s.created_at) filter (where s.direction = 'incoming') as asked_at,
      min(s.created_at) filter (where s.direction = 'outgoing') as replied_at, max(s.created_at) as last_at
    from said s group by s.conversation_id
  ), past as (
    select o.*, e.asked_at, e.replied_at, e.last_at, coalesce(p.customer_tags, '{}') as tags, p.lifetime_value_minor
    from opened o
    join ends e on e.conversation_id = o.conversation_id
    left join public.contacts p on p.account_id = o.account_id and p.contact_id = o.contact_id
    where e.asked_at is not null and (e.replied_at is null or e.replied_at >= e.asked_at)
      and not (e.replied_at is null and o.status = 'resolved')
  )
  select jsonb_build_object(
    'leftOut', (select count(*) from opened) - (select count(*) from past),
    'events', (select coalesce(jsonb_agg(e.event order by e.at, e.turn, e.id), '[]') from (
      select p.asked_at as at, 0 as turn, p.conversation_id as id, jsonb_build_object(
        'type', 'arrival', 'at', floor(extract(epoch from p.asked_at) * 1000), 'conversationId', p.conversation_id, 'contactId', p.contact_id,
        'inboxId', p.inbox_id, 'teamId', p.team_id, 'category', p.category, 'categoryConfidence', p.category_confidence,
        'language', p.language, 'labels', to_jsonb(p.labels), 'customerTags', to_jsonb(p.tags), 'lifetimeValueMinor', p.lifetime_value_minor
      ) as event
      from past p
      union all
      select s.created_at, 1, s.message_id, jsonb_build_object(
        'type', case s.direction when 'incoming' then 'customer_message' else 'agent_reply' end,
        'at', floor(extract(epoch from s.created_at) * 1000), 'conversationId', s.conversation_id)
        || case when s.direction = 'outgoing' then jsonb_build_object('agentId', a.id) else '{}' end
      from said s
      join past p on p.conversation_id = s.conversation_id
      left join public.agents a on a.account_id = p_account_id and a.chatwoot_user_id = s.sender_id
      union all
      select r.at, 2, r.conversation_id, jsonb_build_object(
        'type', 'resolved', 'at', floor(extract(epoch from r.at) * 1000), 'conversationId', r.conversation_id)
      from (
        select p.conversation_id, greatest(p.last_at, coalesce((
          select to_timestamp(min(w.version) / 1000000.0) from public.conversation_statuses w
          where w.account_id = p_account_id and w.conversation_id = p.conversation_id and w.status = 'resolved'
            and to_timestamp(w.version / 1000000.0) >= p.last_at
        ), p.last_activity_at)) as at
        from past p where p.status = 'resolved'
      ) r
    ) e)
  )
$$;
comment on function public.replay_events(bigint, timestamptz, timestamptz) is
  'The past of an account as a replay reads it, by when conversations were opened. Left out: what the shop began, what nobody asked in, and what ended without a person.';

create function public.history_extent(p_account_id bigint, p_now timestamptz default now())
returns table (conversations integer, oldest_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select count(*)::integer, min(c.opened_at) from public.conversations c
  where c.account_id = p_account_id and c.deleted_at is null and c.opened_at > p_now - interval '365 days'
$$;
comment on function public.history_extent(bigint, timestamptz) is 'How many conversations of the last year an account has here, and since when.';

create or replace function public.purge_history(p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  delete from public.webhook_events e
  where e.received_at < p_now - interval '30 days'
    and not exists (select from public.jobs j where j.done_at is null and (j.payload ->> 'eventId')::bigint = e.id);
  delete from public.jobs where done_at < p_now - interval '7 days';
  delete from public.shop_views where as_of < p_now - interval '1 day';
  delete from public.replays where updated_at < p_now - interval '90 days';
  delete from public.history_imports where state in ('done', 'stopped', 'failed') and updated_at < p_now - interval '90 days';
$$;
comment on function public.purge_history(timestamptz) is
  'Forgets deliveries after 30 days, finished jobs after 7, views of the shop after one, replays and imports after 90; dead jobs keep their event.';

revoke execute on function public.stop_replay, public.renew_job, public.replay_events, public.history_extent from public, anon, authenticated;
grant execute on function public.stop_replay, public.renew_job, public.replay_events, public.history_extent to service_role;
