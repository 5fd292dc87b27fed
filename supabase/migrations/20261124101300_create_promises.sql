create function private.is_open_blocks(p_blocks jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select jsonb_typeof(p_blocks) = 'array' and coalesce(bool_and(
    jsonb_typeof(b) = 'object'
    and (b ->> 'weekday') ~ '^[1-7]$'
    and (b ->> 'fromMinute') ~ '^\d{1,4}$' and (b ->> 'toMinute') ~ '^\d{1,4}$'
    and (b ->> 'fromMinute')::integer < (b ->> 'toMinute')::integer and (b ->> 'toMinute')::integer <= 1440
  ), true) from jsonb_array_elements(case when jsonb_typeof(p_blocks) = 'array' then p_blocks else '[]' end) b
$$;
create function private.is_time_zone(p_name text) returns boolean
language plpgsql stable set search_path = '' as $$
begin
  perform now() at time zone p_name;
  return p_name <> '';
exception when others then
  return false;
end $$;
create function private.is_tier_conditions(p_conditions jsonb) returns boolean
language sql immutable set search_path = '' as $$
  select jsonb_typeof(p_conditions) = 'array' and coalesce(bool_and(
    case
      when c ->> 'on' = 'always' then true
      when c ->> 'on' = 'lifetime_value' then (c ->> 'atLeastMinor') ~ '^[1-9]\d{0,14}$'
      when c ->> 'on' in ('customer_tag', 'category', 'label', 'inbox') then jsonb_typeof(c -> 'anyOf') = 'array' and c -> 'anyOf' <> '[]'
      else false
    end
  ), false) from jsonb_array_elements(case when jsonb_typeof(p_conditions) = 'array' then p_conditions else '[]' end) c
$$;
revoke execute on function private.is_open_blocks, private.is_time_zone, private.is_tier_conditions from public;
grant execute on function private.is_open_blocks, private.is_time_zone, private.is_tier_conditions to authenticated, service_role;

create table public.business_calendars (
  account_id bigint primary key references public.accounts (id) on delete cascade,
  time_zone text not null default 'UTC' constraint business_calendars_known_time_zone check (private.is_time_zone(time_zone)),
  blocks jsonb not null constraint business_calendars_blocks_end_after_start check (private.is_open_blocks(blocks)),
  holidays date[] not null default '{}',
  updated_at timestamptz not null default now()
);
comment on table public.business_calendars is 'When an account''s promises run: {weekday, fromMinute, toMinute} in wall time of `time_zone`.';

create table public.sla_tiers (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  name text not null check (char_length(trim(name)) between 1 and 60),
  position integer not null,
  target_seconds integer not null check (target_seconds between 60 and 2592000),
  conditions jsonb not null constraint sla_tiers_readable_conditions check (private.is_tier_conditions(conditions)),
  is_enabled boolean not null default true,
  updated_at timestamptz not null default now()
);
create index sla_tiers_in_order on public.sla_tiers (account_id, position, id);
comment on table public.sla_tiers is 'Promises of a first response. Tried by `position`, then `id`, lowest first; a tier applies when any of its conditions holds.';

create table public.sla_clocks (
  id bigint generated always as identity primary key,
  account_id bigint not null,
  conversation_id bigint not null,
  kind text not null default 'first_response' check (kind = 'first_response'),
  tier_id bigint references public.sla_tiers (id) on delete set null,
  tier_name text not null,
  tier_position integer not null,
  target_seconds integer not null check (target_seconds > 0),
  calendar jsonb not null,
  because jsonb not null,
  started_at timestamptz not null,
  warn_at timestamptz not null,
  due_at timestamptz not null,
  stopped_at timestamptz,
  warned_at timestamptz,
  breached_at timestamptz,
  constraint sla_clocks_one_per_kind unique (account_id, conversation_id, kind),
  constraint sla_clocks_in_order check (started_at <= warn_at and warn_at <= due_at),
  foreign key (account_id, conversation_id) references public.conversations (account_id, conversation_id) on delete cascade
);
create index sla_clocks_to_warn on public.sla_clocks (warn_at) where stopped_at is null and warned_at is null;
create index sla_clocks_to_breach on public.sla_clocks (due_at) where stopped_at is null and breached_at is null;
create index sla_clocks_running on public.sla_clocks (account_id, due_at) where stopped_at is null;
create index sla_clocks_tier_id on public.sla_clocks (tier_id);
comment on table public.sla_clocks is 'One promise per conversation, its moments fixed when the conversation was first seen.';
comment on column public.sla_clocks.target_seconds is 'Copied from the tier, as are its name and the calendar: editing a policy never rewrites a promise.';
comment on column public.sla_clocks.because is 'The condition that chose the tier.';
comment on column public.sla_clocks.tier_position is 'A running promise may become a more urgent one when more is known of the customer, never a less urgent one.';

alter table public.business_calendars enable row level security;
alter table public.sla_tiers enable row level security;
alter table public.sla_clocks enable row level security;

revoke all on public.business_calendars, public.sla_tiers, public.sla_clocks from anon, authenticated;
grant select on public.business_calendars, public.sla_tiers, public.sla_clocks to authenticated;
grant insert (account_id, time_zone, blocks, holidays), update (time_zone, blocks, holidays, updated_at) on public.business_calendars to authenticated;
grant insert (account_id, name, position, target_seconds, conditions, is_enabled),
  update (name, position, target_seconds, conditions, is_enabled, updated_at), delete on public.sla_tiers to authenticated;
grant select, insert, update, delete on public.business_calendars, public.sla_tiers, public.sla_clocks to service_role;

create policy "members read the calendar of their accounts" on public.business_calendars for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "admins add a calendar to their account" on public.business_calendars for insert to authenticated
  with check ((select private.has_role(account_id, '{admin}')));
create policy "admins edit the calendar of their account" on public.business_calendars for update to authenticated
  using ((select private.has_role(account_id, '{admin}'))) with check ((select private.has_role(account_id, '{admin}')));
create policy "members read the tiers of their accounts" on public.sla_tiers for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "admins add tiers to their account" on public.sla_tiers for insert to authenticated
  with check ((select private.has_role(account_id, '{admin}')));
create policy "admins edit the tiers of their account" on public.sla_tiers for update to authenticated
  using ((select private.has_role(account_id, '{admin}'))) with check ((select private.has_role(account_id, '{admin}')));
create policy "admins remove tiers from their account" on public.sla_tiers for delete to authenticated
  using ((select private.has_role(account_id, '{admin}')));
create policy "members read the clocks of their accounts" on public.sla_clocks for select to authenticated
  using (account_id in (select private.current_account_ids()));

create function public.create_default_policies(p_account_id bigint) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.business_calendars (account_id, blocks)
  select p_account_id, jsonb_agg(jsonb_build_object('weekday', d, 'fromMinute', 0, 'toMinute', 1440)) from generate_series(1, 7) d
  on conflict (account_id) do nothing;
  if exists (select from public.sla_tiers where account_id = p_account_id) then return; end if;
  insert into public.sla_tiers (account_id, name, position, target_seconds, conditions)
  select p_account_id, t.name, t.position, t.target_seconds, t.conditions
  from public.accounts a, lateral (values
    ('VIP', 1, 5 * 60, jsonb_build_array(
      jsonb_build_object('on', 'customer_tag', 'anyOf', to_jsonb(case when a.vip_tags = '{}' then '{vip}' else a.vip_tags end)),
      jsonb_build_object('on', 'label', 'anyOf', jsonb_build_array('vip')),
      jsonb_build_object('on', 'lifetime_value', 'atLeastMinor', 200000))),
    ('Order issues', 2, 15 * 60, jsonb_build_array(
      jsonb_build_object('on', 'category', 'anyOf',
        jsonb_build_array('order_status', 'shipping_issues', 'returns_refunds', 'billing_questions')),
      jsonb_build_object('on', 'label', 'anyOf', jsonb_build_array('order', 'shipping', 'return', 'refund', 'billing')))),
    ('General', 3, 60 * 60, jsonb_build_array(jsonb_build_object('on', 'always')))
  ) as t (name, position, target_seconds, conditions)
  where a.id = p_account_id;
end $$;
comment on function public.create_default_policies(bigint) is
  'The first policies of a new account: three tiers, open around the clock until an admin says otherwise. Leaves existing ones alone.';

create function public.open_clocks(p_account_id bigint, p_clocks jsonb) returns void
language sql security definer set search_path = '' as $$
  insert into public.sla_clocks as k (
    account_id, conversation_id, tier_id, tier_name, tier_position, target_seconds, calendar, because, started_at, warn_at, due_at, stopped_at
  )
  select p_account_id, n.conversation_id, n.tier_id, n.tier_name, n.tier_position, n.target_seconds, n.calendar, n.because,
    n.started_at, n.warn_at, n.due_at, case when c.first_reply_at is not null then greatest(n.started_at, c.first_reply_at) end
  from jsonb_to_recordset(p_clocks) as n (
    conversation_id bigint, tier_id bigint, tier_name text, tier_position integer, target_seconds integer, calendar jsonb, because jsonb,
    started_at timestamptz, warn_at timestamptz, due_at timestamptz
  )
  join public.conversations c on c.account_id = p_account_id and c.conversation_id = n.conversation_id
  order by n.conversation_id
  for update of c
  on conflict (account_id, conversation_id, kind) do update set
    tier_id = excluded.tier_id, tier_name = excluded.tier_name, tier_position = excluded.tier_position,
    target_seconds = excluded.target_seconds, calendar = excluded.calendar, because = excluded.because,
    warn_at = excluded.warn_at, due_at = excluded.due_at
  where k.stopped_at is null and excluded.tier_position < k.tier_position
$$;
comment on function public.open_clocks(bigint, jsonb) is
  'Opens promises, already stopped where the reply is known, and turns a running one into a more urgent one. The start never moves.';

create function public.mark_due_clocks(p_now timestamptz, p_limit integer default 500) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_warned integer;
  v_breached integer;
begin
  update public.sla_clocks set warned_at = p_now where id in (
    select id from public.sla_clocks where stopped_at is null and warned_at is null and warn_at <= p_now
    order by warn_at limit p_limit for update skip locked);
  get diagnostics v_warned = row_count;
  update public.sla_clocks set breached_at = p_now where id in (
    select id from public.sla_clocks where stopped_at is null and breached_at is null and due_at < p_now
    order by due_at limit p_limit for update skip locked);
  get diagnostics v_breached = row_count;
  return v_warned + v_breached;
end $$;
comment on function public.mark_due_clocks(timestamptz, integer) is 'Notes, once each, the clocks that turned yellow or red; touches only what is due.';

revoke execute on function public.create_default_policies, public.open_clocks, public.mark_due_clocks from public, anon, authenticated;
grant execute on function public.create_default_policies, public.open_clocks, public.mark_due_clocks to service_role;
