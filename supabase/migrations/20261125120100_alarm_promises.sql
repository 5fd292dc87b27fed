create function private.current_agent_ids() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select id from public.agents where user_id = (select auth.uid()) and removed_at is null
$$;
comment on function private.current_agent_ids() is 'The people that the signed-in user is today, one per account.';
revoke execute on function private.current_agent_ids from public;
grant execute on function private.current_agent_ids to authenticated, service_role;

alter table public.accounts
  add column alarms_slack boolean not null default true,
  add column alarms_raise_priority boolean not null default true;
comment on column public.accounts.alarms_slack is 'Whether Slack hears of promises in danger, where an address is configured.';
comment on column public.accounts.alarms_raise_priority is 'Whether a promise in danger raises its conversation''s priority by one step.';
grant update (alarms_slack, alarms_raise_priority) on public.accounts to authenticated;

create table public.notification_preferences (
  agent_id bigint primary key references public.agents (id) on delete cascade,
  account_id bigint not null references public.accounts (id) on delete cascade,
  on_yellow boolean not null default true,
  on_red boolean not null default true,
  by_mail boolean not null default true
);
create index notification_preferences_account_id on public.notification_preferences (account_id);
comment on table public.notification_preferences is 'What a supervisor wants to hear of, and whether by mail too. Without a row: everything.';

create table public.notifications (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  agent_id bigint not null references public.agents (id) on delete cascade,
  conversation_id bigint not null,
  clock_id bigint not null,
  level text not null check (level in ('yellow', 'red')),
  kind text not null check (kind in ('first_response', 'next_response', 'resolution')),
  tier_name text not null,
  contact_name text not null,
  due_at timestamptz,
  mail text not null default 'off' check (mail in ('off', 'waiting', 'sent', 'failed', 'not_configured')),
  created_at timestamptz not null default now(),
  read_at timestamptz,
  constraint notifications_one_per_turn unique (agent_id, clock_id, level)
);
create index notifications_newest on public.notifications (agent_id, created_at desc);
create index notifications_unread on public.notifications (agent_id) where read_at is null;
create index notifications_conversation on public.notifications (account_id, conversation_id);
comment on table public.notifications is 'What a person was told of promises in danger. `clock_id` is remembered, not referenced: a notice outlives what it was about.';
comment on column public.notifications.mail is 'What became of the mail that goes with it.';

alter table public.notification_preferences enable row level security;
alter table public.notifications enable row level security;
revoke all on public.notification_preferences, public.notifications from anon, authenticated;
grant select, insert (agent_id, account_id, on_yellow, on_red, by_mail), update (agent_id, account_id, on_yellow, on_red, by_mail)
  on public.notification_preferences to authenticated;
grant select, update (read_at) on public.notifications to authenticated;
grant select, insert, update, delete on public.notification_preferences, public.notifications to service_role;
create policy "people read their own preferences" on public.notification_preferences for select to authenticated
  using (agent_id in (select private.current_agent_ids()));
create policy "people set their own preferences" on public.notification_preferences for insert to authenticated
  with check (exists (
    select from public.agents a
    where a.id = agent_id and a.account_id = notification_preferences.account_id and a.id in (select private.current_agent_ids())
  ));
create policy "people change their own preferences" on public.notification_preferences for update to authenticated
  using (agent_id in (select private.current_agent_ids()))
  with check (exists (
    select from public.agents a
    where a.id = agent_id and a.account_id = notification_preferences.account_id and a.id in (select private.current_agent_ids())
  ));
create policy "people read their own notices" on public.notifications for select to authenticated
  using (agent_id in (select private.current_agent_ids()));
create policy "people mark their own notices as read" on public.notifications for update to authenticated
  using (agent_id in (select private.current_agent_ids())) with check (agent_id in (select private.current_agent_ids()));

create function private.announce_notices() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.announce(account_id, 'notification_created', '{}') from (select distinct account_id from added) a;
  return null;
end $$;
revoke execute on function private.announce_notices from public;
create trigger announce_notices after insert on public.notifications
  referencing new table as added for each statement execute function private.announce_notices();

alter table public.outbox
  add column effect text not null default 'message',
  add column payload jsonb not null default '{}',
  add column asked_at timestamptz,
  alter column agent_id drop not null,
  alter column content set default '',
  drop constraint outbox_reason_check,
  add constraint outbox_known_effect check (effect in ('message', 'priority', 'mail', 'slack')),
  add constraint outbox_known_reason check (reason in ('agent_reply', 'agent_note', 'sla_yellow', 'sla_red')),
  add constraint outbox_message_has_author check (effect not in ('message', 'mail') or agent_id is not null);
comment on table public.outbox is
  'Intent rows: each effect toward the outside, who asked for it and why, written before it happens, so that a crash neither loses nor repeats it.';
comment on column public.outbox.agent_id is 'Whose message it is, or to whom a mail goes.';
comment on column public.outbox.asked_at is 'The vendor was asked and its answer is not written down yet: what cannot be looked up is not asked twice.';

drop function public.claim_outbox(timestamptz, integer, integer);
create function public.claim_outbox(
  p_now timestamptz, p_limit integer default 20, p_lease_seconds integer default 60, p_effects text[] default '{message}'
) returns setof public.outbox
language sql security definer set search_path = '' as $$
  update public.outbox o
  set state = 'sending', attempts = o.attempts + 1, locked_until = p_now + make_interval(secs => p_lease_seconds), updated_at = p_now
  where o.id in (
    select w.id from public.outbox w
    where w.state in ('held', 'sending', 'unknown') and w.send_after <= p_now and (w.locked_until is null or w.locked_until <= p_now)
      and w.effect = any (p_effects)
    order by w.send_after, w.id
    limit p_limit
    for update skip locked
  )
  returning o.*
$$;
comment on function public.claim_outbox(timestamptz, integer, integer, text[]) is
  'Takes due effects for one sender. More than one attempt means that an earlier one may have reached the vendor.';

create function public.note_effect(p_id bigint, p_attempt integer, p_payload jsonb, p_asked_at timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.outbox set payload = payload || p_payload, asked_at = p_asked_at where id = p_id and attempts = p_attempt and state = 'sending';
  return found;
end $$;
comment on function public.note_effect(bigint, integer, jsonb, timestamptz) is
  'Writes down what is about to be asked of a vendor; false when another sender has the effect by now.';

create function private.note_mail() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.notifications set mail = case
    when new.state = 'done' then 'sent'
    when new.code = 'not_configured' then 'not_configured'
    else 'failed'
  end where id = (new.payload ->> 'notificationId')::bigint;
  return null;
end $$;
revoke execute on function private.note_mail from public;
create trigger note_mail after update of state on public.outbox
  for each row when (new.effect = 'mail' and new.state in ('done', 'failed')) execute function private.note_mail();

create function private.raise_alarms(p_clock_ids bigint[], p_level text, p_now timestamptz, p_can_assign boolean) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if p_clock_ids is null then return; end if;
  with turned as materialized (
    select k.id, k.account_id, k.conversation_id, k.kind, k.tier_name, k.due_at, coalesce(p.name, '') as contact_name, c.assignee_id,
      a.alarms_slack, a.alarms_raise_priority,
      -- Who is told that it is broken need not be told that it was in danger.
      p_level = 'red' or k.due_at is null or k.due_at >= p_now as is_told
    from public.sla_clocks k
    join public.accounts a on a.id = k.account_id
    join public.conversations c on c.account_id = k.account_id and c.conversation_id = k.conversation_id and c.deleted_at is null
    left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
    where k.id = any (p_clock_ids) and case p_level when 'red' then k.due_at else k.warn_at end >= k.valid_from
  ),
  told as (
    insert into public.notifications (
      account_id, agent_id, conversation_id, clock_id, level, kind, tier_name, contact_name, due_at, mail, created_at
    )
    select t.account_id, g.id, t.conversation_id, t.id, p_level, t.kind, t.tier_name, t.contact_name, t.due_at,
      case when coalesce(w.by_mail, true) then 'waiting' else 'off' end, p_now
    from turned t
    join public.agents g on g.account_id = t.account_id and g.removed_at is null and g.role in ('supervisor', 'admin')
    left join public.notification_preferences w on w.agent_id = g.id
    where t.is_told and coalesce(case p_level when 'red' then w.on_red else w.on_yellow end, true)
    on conflict (agent_id, clock_id, level) do nothing
    returning id, account_id, agent_id, conversation_id, mail
  ),
  intents as (
    insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, payload, send_after, created_at, updated_at)
    select i.account_id, i.conversation_id, gen_random_uuid(), i.agent_id, 'sla_' || p_level, i.effect, i.payload, p_now, p_now, p_now
    from (
      select account_id, conversation_id, agent_id, 'mail' as effect, jsonb_build_object('notificationId', id) as payload from told where mail = 'waiting'
      union all
      select account_id, conversation_id, null, 'slack', jsonb_build_object('clockId', id) from turned where is_told and alarms_slack
      union all
      select account_id, conversation_id, null, 'priority', '{}' from turned where p_level = 'yellow' and alarms_raise_priority
    ) i
  )
  insert into public.jobs (account_id, kind, payload, dedupe_key, run_at, created_at)
  select t.account_id, 'assign_conversation', jsonb_build_object('conversationId', t.conversation_id, 'because', 'sla_yellow'),
    t.conversation_id::text, p_now, p_now
  from turned t
  where p_can_assign and p_level = 'yellow' and t.assignee_id is null
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null do nothing;
end $$;
comment on function private.raise_alarms(bigint[], text, timestamptz, boolean) is
  'Writes down all that follows from promises that turned: notices, mails, Slack, priority, assignment. Once each, because a clock turns once.';
revoke execute on function private.raise_alarms from public;

drop function public.mark_due_clocks(timestamptz, integer);
create function public.mark_due_clocks(p_now timestamptz, p_limit integer default 500, p_can_assign boolean default false) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_yellow bigint[];
  v_red bigint[];
begin
  -- An array, so that the rows are found by their keys whatever the planner believes about the table.
  with turned as (
    update public.sla_clocks set warned_at = p_now where id = any (array(
      select id from public.sla_clocks where stopped_at is null and warned_at is null and warn_at <= p_now
      order by warn_at limit p_limit for update skip locked)) returning id)
  select array_agg(id) into v_yellow from turned;
  with turned as (
    update public.sla_clocks set breached_at = p_now where id = any (array(
      select id from public.sla_clocks where stopped_at is null and breached_at is null and due_at < p_now
      order by due_at limit p_limit for update skip locked)) returning id)
  select array_agg(id) into v_red from turned;
  perform private.raise_alarms(v_yellow, 'yellow', p_now, p_can_assign);
  perform private.raise_alarms(v_red, 'red', p_now, p_can_assign);
  return coalesce(cardinality(v_yellow), 0) + coalesce(cardinality(v_red), 0);
end $$;
comment on function public.mark_due_clocks(timestamptz, integer, boolean) is
  'Notes, once each, the clocks that turned yellow or red, and what follows from it; touches only what is due.';

revoke execute on function public.claim_outbox, public.note_effect, public.mark_due_clocks from public, anon, authenticated;
grant execute on function public.claim_outbox, public.note_effect, public.mark_due_clocks to service_role;
