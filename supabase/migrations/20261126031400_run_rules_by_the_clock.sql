drop function public.rule_facts(bigint, bigint[], timestamptz);
create function public.rule_facts(p_account_id bigint, p_conversation_ids bigint[], p_now timestamptz default now())
returns table (
  conversation_id bigint, category text, is_category_decided boolean, language text, mood text, is_frustrated boolean, tier_id bigint,
  customer_tags text[], lifetime_value_minor bigint, labels text[], inbox_id bigint, channel text, team_id bigint, priority text,
  assignee_id bigint, contact_name text, opened_at timestamptz, status text, spoke_last_at timestamptz, spoke_last text, is_shop_asked boolean, happenings jsonb, done text[]
)
language sql stable security definer set search_path = '' as $$
  select c.conversation_id, c.category, c.category_decided_by is not null, c.language, c.mood,
    case when c.frustration_version is not null then c.is_frustrated end,
    (select s.tier_id from public.sla_promises s
      where s.account_id = c.account_id and s.conversation_id = c.conversation_id order by s.tier_position limit 1),
    case when p.customer_seen_at is not null then p.customer_tags end,
    case when p.customer_seen_at is not null then p.lifetime_value_minor end,
    c.labels, c.inbox_id, i.channel, c.team_id, c.priority, c.assignee_id, coalesce(p.name, ''), c.opened_at, c.status, l.created_at,
    case l.sender_kind when 'contact' then 'customer' when 'agent' then 'shop' end,
    exists (
      select from public.jobs j
      where j.account_id = c.account_id and j.kind = 'learn_customer' and j.dedupe_key = c.conversation_id::text
        and j.done_at is null and j.dead_at is null and j.created_at > p_now - interval '10 minutes'
    ),
    coalesce((select jsonb_agg(h) from (
      select 'created' as key, 'conversation_created' as "on", c.opened_at as at
      union all
      (select 'message:' || m.message_id, 'message_received', m.created_at from public.messages m
        where m.account_id = c.account_id and m.conversation_id = c.conversation_id and m.direction = 'incoming'
          and not m.is_deleted and m.created_at > p_now - interval '1 day'
        order by m.created_at desc, m.message_id desc limit 50)
      union all
      select 'judged:' || c.category, 'judged', coalesce(
        (select max(v.decided_at) from public.verdicts v
          where v.account_id = c.account_id and v.conversation_id = c.conversation_id and v.judge = 'category'),
        (select min(m.created_at) from public.messages m
          where m.account_id = c.account_id and m.conversation_id = c.conversation_id and m.direction = 'incoming'))
      where c.category is not null
      union all
      select 'warned:' || k.id, 'clock_warned', k.warned_at from public.sla_clocks k
      where k.account_id = c.account_id and k.conversation_id = c.conversation_id and k.warned_at is not null and k.warn_at >= k.valid_from
      union all
      select 'breached:' || k.id, 'clock_breached', k.breached_at from public.sla_clocks k
      where k.account_id = c.account_id and k.conversation_id = c.conversation_id and k.breached_at is not null and k.due_at >= k.valid_from
    ) h where h.at > p_now - interval '1 day'), '[]'),
    coalesce((select array_agg(r.rule_id || ' ' || r.event_key) from public.rule_runs r
      where r.account_id = c.account_id and r.conversation_id = c.conversation_id), '{}')
  from public.conversations c
  left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
  left join public.inboxes i on i.account_id = c.account_id and i.inbox_id = c.inbox_id
  left join lateral (
    select m.created_at, m.sender_kind from public.messages m
    where m.account_id = c.account_id and m.conversation_id = c.conversation_id and m.direction in ('incoming', 'outgoing')
      and m.sender_kind in ('contact', 'agent') and not m.is_private and not m.is_deleted
    order by m.created_at desc, m.message_id desc limit 1
  ) l on true
  where c.account_id = p_account_id and c.conversation_id = any (p_conversation_ids) and c.deleted_at is null
$$;
comment on function public.rule_facts(bigint, bigint[], timestamptz) is
  'What rules look at: conversations as they stand, what happened in them within a day, and which rules have dealt with it.';


create index automation_rules_of_the_clock on public.automation_rules (account_id) where is_enabled and definition #>> '{event,on}' = 'time';

create table public.rule_occurrences (
  rule_id bigint not null references public.automation_rules (id) on delete cascade,
  key text not null check (length(key) <= 100),
  account_id bigint not null references public.accounts (id) on delete cascade,
  due_at timestamptz not null,
  opened_at timestamptz not null default now(),
  primary key (rule_id, key)
);
create index rule_occurrences_account_id on public.rule_occurrences (account_id);
comment on table public.rule_occurrences is 'When rules of the clock have come round: each time is begun once, whoever knocks how often. For the service only.';
alter table public.rule_occurrences enable row level security;
revoke all on public.rule_occurrences from anon, authenticated;
grant select, insert, update, delete on public.rule_occurrences to service_role;

create function public.timed_rules()
returns table (id bigint, account_id bigint, "position" integer, enabled_at timestamptz, definition jsonb, time_zone text)
language sql stable security definer set search_path = '' as $$
  select r.id, r.account_id, r.position, r.enabled_at, r.definition, coalesce(b.time_zone, 'UTC')
  from public.automation_rules r
  left join public.business_calendars b on b.account_id = r.account_id
  where r.is_enabled and r.definition #>> '{event,on}' = 'time'
  order by r.account_id, r.position, r.id
$$;
comment on function public.timed_rules() is 'The rules of the clock that are on, with the zone in which it is read.';

create function public.open_rule_occurrence(p_account_id bigint, p_rule_id bigint, p_key text, p_at timestamptz, p_now timestamptz default now())
returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.rule_occurrences (rule_id, key, account_id, due_at, opened_at)
  select p_rule_id, p_key, p_account_id, p_at, p_now
  where exists (select from public.automation_rules r where r.id = p_rule_id and r.account_id = p_account_id)
  on conflict (rule_id, key) do nothing;
  if not found then return false; end if;
  insert into public.jobs (account_id, kind, payload, run_at)
  values (p_account_id, 'run_timed_rule', jsonb_build_object(
    'ruleId', p_rule_id, 'key', p_key, 'at', floor(extract(epoch from p_at) * 1000)::bigint, 'after', 0
  ), p_now);
  delete from public.rule_occurrences where rule_id = p_rule_id and due_at < p_now - interval '30 days';
  return true;
end $$;
comment on function public.open_rule_occurrence(bigint, bigint, text, timestamptz, timestamptz) is
  'Begins a time of a rule once, with the job that looks at the first conversations.';

create function public.timed_conversations(p_account_id bigint, p_statuses text[], p_after bigint, p_limit integer, p_now timestamptz default now())
returns setof bigint
language sql stable security definer set search_path = '' as $$
  select c.conversation_id from public.conversations c
  where c.account_id = p_account_id and c.conversation_id > p_after and c.status = any (p_statuses) and c.deleted_at is null
    and c.last_activity_at > p_now - interval '90 days'
  order by c.conversation_id limit p_limit
$$;
comment on function public.timed_conversations(bigint, text[], bigint, integer, timestamptz) is
  'The next conversations that a rule of the clock looks at; what has been quiet for 90 days is left alone.';

revoke execute on function public.rule_facts, public.timed_rules, public.open_rule_occurrence, public.timed_conversations
  from public, anon, authenticated;
grant execute on function public.rule_facts, public.timed_rules, public.open_rule_occurrence, public.timed_conversations to service_role;
