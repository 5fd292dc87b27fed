alter table public.sla_tiers
  alter column target_seconds drop not null,
  add column next_target_seconds integer
    constraint sla_tiers_next_target_in_reach check (next_target_seconds between 60 and 7776000),
  add column resolution_target_seconds integer
    constraint sla_tiers_resolution_target_in_reach check (resolution_target_seconds between 60 and 7776000),
  add column valid_from timestamptz not null default now();
comment on table public.sla_tiers is
  'Promises of a first response, of the next ones and of a resolution; null promises none. Tried by `position`, then `id`, lowest first; a tier applies when any of its conditions holds.';
comment on column public.sla_tiers.valid_from is 'Since when it promises what it promises: what was due before alarms nobody.';
grant insert (next_target_seconds, resolution_target_seconds), update (next_target_seconds, resolution_target_seconds)
  on public.sla_tiers to authenticated;

create function private.date_tier() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.valid_from := now();
  return new;
end $$;
create trigger date_tier before update of conditions, target_seconds, next_target_seconds, resolution_target_seconds, is_enabled on public.sla_tiers
  for each row when (
    (old.conditions, old.target_seconds, old.next_target_seconds, old.resolution_target_seconds, old.is_enabled)
    is distinct from (new.conditions, new.target_seconds, new.next_target_seconds, new.resolution_target_seconds, new.is_enabled)
  ) execute function private.date_tier();
revoke execute on function private.date_tier from public;

create table public.sla_promises (
  id bigint generated always as identity primary key,
  account_id bigint not null,
  conversation_id bigint not null,
  tier_id bigint references public.sla_tiers (id) on delete set null,
  tier_name text not null,
  tier_position integer not null,
  first_seconds integer check (first_seconds > 0),
  next_seconds integer check (next_seconds > 0),
  resolution_seconds integer check (resolution_seconds > 0),
  calendar jsonb not null,
  because jsonb not null,
  valid_from timestamptz not null,
  promised_at timestamptz not null,
  constraint sla_promises_one_per_position unique (account_id, conversation_id, tier_position),
  foreign key (account_id, conversation_id) references public.conversations (account_id, conversation_id) on delete cascade
);
create index sla_promises_tier_id on public.sla_promises (tier_id);
comment on table public.sla_promises is
  'The policy of a conversation, copied from tier and calendar when it was chosen; a more urgent one may join it, and nothing edits either.';
comment on column public.sla_promises.because is 'The condition that chose the tier.';

create table public.conversation_statuses (
  account_id bigint not null,
  conversation_id bigint not null,
  version bigint not null,
  status text not null check (status in ('open', 'resolved', 'pending', 'snoozed', 'deleted')),
  snoozed_until timestamptz,
  constraint conversation_statuses_once unique nulls not distinct (account_id, conversation_id, version, status, snoozed_until),
  foreign key (account_id, conversation_id) references public.conversations (account_id, conversation_id) on delete cascade
);
comment on table public.conversation_statuses is
  'Each sighting of a conversation''s status, so that pauses are the same in whatever order they were told. After a month those that say nothing new are forgotten.';
comment on column public.conversation_statuses.version is 'When Chatwoot knew this, in microseconds since 1970.';

alter table public.sla_clocks
  drop constraint sla_clocks_kind_check,
  drop constraint sla_clocks_one_per_kind,
  alter column warn_at drop not null,
  alter column due_at drop not null,
  add column paused_at timestamptz,
  add column resumes_at timestamptz,
  add column remaining_ms bigint check (remaining_ms >= 0),
  add column stopped_by bigint,
  add column valid_from timestamptz not null default '-infinity',
  add constraint sla_clocks_known_kind check (kind in ('first_response', 'next_response', 'resolution')),
  add constraint sla_clocks_one_per_start unique (account_id, conversation_id, kind, started_at),
  add constraint sla_clocks_pause_is_whole check ((paused_at is null) = (remaining_ms is null) and (paused_at is not null or resumes_at is null));
create unique index sla_clocks_one_running on public.sla_clocks (account_id, conversation_id, kind) where stopped_at is null;
create index sla_clocks_by_start on public.sla_clocks (account_id, started_at);
comment on table public.sla_clocks is
  'What follows from a conversation''s policies and facts: its first response, each later one and its resolution. Computed by shared/sla/promise.ts, never edited.';
comment on column public.sla_clocks.due_at is 'Null while a pause without a planned end lies before it, as for `warn_at`: no tick looks at it then.';
comment on column public.sla_clocks.remaining_ms is 'Open time left after the pause.';
comment on column public.sla_clocks.stopped_by is 'Chatwoot user id of who answered.';

insert into public.sla_promises (
  account_id, conversation_id, tier_id, tier_name, tier_position, first_seconds, calendar, because, valid_from, promised_at
)
select account_id, conversation_id, tier_id, tier_name, tier_position, target_seconds, calendar, because, '-infinity', started_at
from public.sla_clocks;
insert into public.conversation_statuses (account_id, conversation_id, version, status, snoozed_until)
select account_id, conversation_id, source_version, status, snoozed_until from public.conversations;

alter table public.sla_promises enable row level security;
alter table public.conversation_statuses enable row level security;
revoke all on public.sla_promises, public.conversation_statuses from anon, authenticated;
grant select on public.sla_promises, public.conversation_statuses to authenticated;
grant select, insert, update, delete on public.sla_promises, public.conversation_statuses to service_role;
create policy "members read the policies of their accounts" on public.sla_promises for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read what their conversations were" on public.conversation_statuses for select to authenticated
  using (account_id in (select private.current_account_ids()));

create or replace function public.fold_facts(
  p_account_id bigint, p_contacts jsonb, p_conversations jsonb, p_messages jsonb, p_now timestamptz default now()
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.jobs (account_id, kind, payload, dedupe_key, run_at, created_at)
  select p_account_id, 'learn_customer', jsonb_build_object('conversationId', f.conversation_id), f.conversation_id::text, p_now, p_now
  from jsonb_to_recordset(p_conversations) as f (conversation_id bigint)
  where not exists (
    select from public.conversations c where c.account_id = p_account_id and c.conversation_id = f.conversation_id
  )
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null do nothing;

  insert into public.contacts as c (
    account_id, contact_id, name, email, phone, identifier, is_blocked, source_version, source_digest
  )
  select p_account_id, f.* from jsonb_to_recordset(p_contacts) as f (
    contact_id bigint, name text, email text, phone text, identifier text, is_blocked boolean, source_version bigint, source_digest bigint
  )
  order by f.contact_id
  on conflict (account_id, contact_id) do update set
    name = excluded.name, email = excluded.email, phone = excluded.phone, identifier = excluded.identifier,
    is_blocked = excluded.is_blocked, source_version = excluded.source_version, source_digest = excluded.source_digest
  where (excluded.source_version, excluded.source_digest) > (c.source_version, c.source_digest);

  insert into public.conversations as c (
    account_id, conversation_id, contact_id, inbox_id, assignee_id, team_id, status, priority, labels, subject, can_reply,
    snoozed_until, opened_at, last_activity_at, first_reply_at, source_version, source_digest
  )
  select p_account_id, f.* from jsonb_to_recordset(p_conversations) as f (
    conversation_id bigint, contact_id bigint, inbox_id bigint, assignee_id bigint, team_id bigint, status text, priority text,
    labels text[], subject text, can_reply boolean, snoozed_until timestamptz, opened_at timestamptz,
    last_activity_at timestamptz, first_reply_at timestamptz, source_version bigint, source_digest bigint
  )
  order by f.conversation_id
  on conflict (account_id, conversation_id) do update set
    contact_id = excluded.contact_id, inbox_id = excluded.inbox_id, assignee_id = excluded.assignee_id, team_id = excluded.team_id,
    status = excluded.status, priority = excluded.priority, labels = excluded.labels, subject = excluded.subject,
    can_reply = excluded.can_reply, snoozed_until = excluded.snoozed_until, opened_at = excluded.opened_at,
    deleted_at = null, source_version = excluded.source_version, source_digest = excluded.source_digest
  where (excluded.source_version, excluded.source_digest) > (c.source_version, c.source_digest);

  update public.conversations c set
    last_activity_at = greatest(c.last_activity_at, f.last_activity_at),
    first_reply_at = least(c.first_reply_at, f.first_reply_at)
  from jsonb_to_recordset(p_conversations) as f (conversation_id bigint, last_activity_at timestamptz, first_reply_at timestamptz)
  where c.account_id = p_account_id and c.conversation_id = f.conversation_id
    and (f.last_activity_at > c.last_activity_at or f.first_reply_at < coalesce(c.first_reply_at, 'infinity'));

  insert into public.messages as m (
    account_id, message_id, conversation_id, direction, is_private, sender_kind, sender_id, sender_name, content, attachments, ref,
    is_automated, is_deleted, created_at, source_version, source_digest
  )
  select p_account_id, f.* from jsonb_to_recordset(p_messages) as f (
    message_id bigint, conversation_id bigint, direction text, is_private boolean, sender_kind text, sender_id bigint, sender_name text,
    content text, attachments jsonb, ref text, is_automated boolean, is_deleted boolean, created_at timestamptz,
    source_version bigint, source_digest bigint
  )
  order by f.message_id
  on conflict (account_id, message_id) do update set
    direction = excluded.direction, is_private = excluded.is_private, sender_kind = excluded.sender_kind,
    sender_id = excluded.sender_id, sender_name = excluded.sender_name, content = excluded.content,
    attachments = excluded.attachments, ref = excluded.ref, is_automated = excluded.is_automated, is_deleted = excluded.is_deleted,
    source_version = excluded.source_version, source_digest = excluded.source_digest
  where (excluded.is_deleted, excluded.source_version, excluded.source_digest) > (m.is_deleted, m.source_version, m.source_digest);
end $$;
comment on function public.fold_facts(bigint, jsonb, jsonb, jsonb, timestamptz) is
  'Merges facts about contacts, conversations and messages in one transaction, and asks for the customer of what is new. Newer wins, so order and repetition do not matter.';

drop function public.clocks_to_plan(bigint, bigint[]);
drop function public.open_clocks(bigint, jsonb);

create function private.promise_revision(p_account_id bigint, p_conversation_id bigint) returns text
language sql stable security definer set search_path = '' as $$
  select concat_ws(' ', c.opened_at, coalesce(c.first_reply_at, '-infinity'),
    (select count(*) from public.conversation_statuses s where s.account_id = c.account_id and s.conversation_id = c.conversation_id),
    (select count(*) from public.sla_promises p where p.account_id = c.account_id and p.conversation_id = c.conversation_id),
    (select concat(count(*), '/', max(m.source_version)) from public.messages m
      where m.account_id = c.account_id and m.conversation_id = c.conversation_id))
  from public.conversations c
  where c.account_id = p_account_id and c.conversation_id = p_conversation_id
$$;
comment on function private.promise_revision(bigint, bigint) is 'Changes whenever a fact joins that promises follow from: facts are only ever added.';
revoke execute on function private.promise_revision from public;

create function public.promises_to_keep(p_account_id bigint, p_conversation_ids bigint[], p_statuses jsonb default '[]')
returns table (
  conversation_id bigint, revision text, opened_at timestamptz, replied_at timestamptz, settled_before timestamptz, is_deleted boolean,
  inbox_id bigint, labels text[], category text, customer_tags text[], lifetime_value_minor bigint,
  policies jsonb, statuses jsonb, spoken jsonb
)
language plpgsql security definer set search_path = '' as $$
#variable_conflict use_column
begin
  insert into public.conversation_statuses (account_id, conversation_id, version, status, snoozed_until)
  select p_account_id, s.conversation_id, s.version, s.status, s.snoozed_until
  from jsonb_to_recordset(p_statuses) as s (conversation_id bigint, version bigint, status text, snoozed_until timestamptz)
  join public.conversations c on c.account_id = p_account_id and c.conversation_id = s.conversation_id
  on conflict do nothing;

  return query
  with wanted as materialized (
    select c.* from public.conversations c where c.account_id = p_account_id and c.conversation_id = any (p_conversation_ids)
  ),
  said as (
    select m.conversation_id, m.message_id, m.created_at, m.sender_id, m.direction,
      lag(m.direction) over (partition by m.conversation_id order by m.created_at, m.message_id) as before
    from public.messages m
    join wanted w on w.account_id = m.account_id and w.conversation_id = m.conversation_id
    where not m.is_private
      and (m.direction = 'incoming' or (m.direction = 'outgoing' and not m.is_automated and m.sender_kind = 'agent'))
  ),
  turns as materialized (
    -- In a run of messages of one side only the first matters, and what was asked a hundred turns ago is settled.
    select s.*, row_number() over (partition by s.conversation_id order by s.created_at desc, s.message_id desc) as back
    from said s where s.before is distinct from s.direction
  ),
  cuts as (
    select t.conversation_id, max(t.back) filter (where t.back <= 100 and t.direction = 'outgoing') as back
    from turns t group by t.conversation_id having count(*) > 100
  )
  select w.conversation_id, private.promise_revision(p_account_id, w.conversation_id), w.opened_at, w.first_reply_at,
    (select t.created_at from turns t join cuts x on x.conversation_id = t.conversation_id and x.back = t.back
      where t.conversation_id = w.conversation_id),
    w.deleted_at is not null, w.inbox_id, w.labels, w.category, coalesce(p.customer_tags, '{}'), p.lifetime_value_minor,
    coalesce((select jsonb_agg(to_jsonb(y)) from public.sla_promises y
      where y.account_id = p_account_id and y.conversation_id = w.conversation_id), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('version', s.version, 'status', s.status, 'snoozed_until', s.snoozed_until))
      from public.conversation_statuses s where s.account_id = p_account_id and s.conversation_id = w.conversation_id), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('id', t.message_id, 'at', t.created_at, 'direction', t.direction, 'sender_id', t.sender_id))
      from turns t left join cuts x on x.conversation_id = t.conversation_id
      where t.conversation_id = w.conversation_id and t.back <= coalesce(x.back, t.back)), '[]')
  from wanted w
  left join public.contacts p on p.account_id = w.account_id and p.contact_id = w.contact_id;
end $$;
comment on function public.promises_to_keep(bigint, bigint[], jsonb) is
  'Takes in sightings of statuses, and returns everything that the promises of these conversations follow from.';

create function public.keep_promises(p_account_id bigint, p_promises jsonb) returns setof bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_one record;
begin
  for v_one in
    select * from jsonb_to_recordset(p_promises)
      as p (conversation_id bigint, revision text, settled_before timestamptz, policy jsonb, clocks jsonb)
    order by p.conversation_id
  loop
    perform from public.conversations c where c.account_id = p_account_id and c.conversation_id = v_one.conversation_id for update;
    continue when not found;
    if private.promise_revision(p_account_id, v_one.conversation_id) <> v_one.revision then
      return next v_one.conversation_id;
      continue;
    end if;
    insert into public.sla_promises (
      account_id, conversation_id, tier_id, tier_name, tier_position, first_seconds, next_seconds, resolution_seconds, calendar, because,
      valid_from, promised_at
    )
    select p_account_id, v_one.conversation_id, n.tier_id, n.tier_name, n.tier_position, n.first_seconds, n.next_seconds,
      n.resolution_seconds, n.calendar, n.because, n.valid_from, n.promised_at
    from jsonb_to_record(coalesce(v_one.policy, '{}')) as n (
      tier_id bigint, tier_name text, tier_position integer, first_seconds integer, next_seconds integer, resolution_seconds integer,
      calendar jsonb, because jsonb, valid_from timestamptz, promised_at timestamptz
    )
    where v_one.policy is not null
    on conflict (account_id, conversation_id, tier_position) do nothing;
    perform private.set_clocks(p_account_id, v_one.conversation_id, v_one.clocks, coalesce(v_one.settled_before, '-infinity'));
  end loop;
end $$;
comment on function public.keep_promises(bigint, jsonb) is
  'Stores a new policy and the clocks that follow from all facts; returns the conversations of which more became known meanwhile.';

create type private.clock as (
  kind text, tier_id bigint, tier_name text, tier_position integer, target_seconds integer, calendar jsonb, because jsonb,
  valid_from timestamptz, started_at timestamptz, warn_at timestamptz, due_at timestamptz, stopped_at timestamptz, stopped_by bigint,
  paused_at timestamptz, resumes_at timestamptz, remaining_ms bigint
);
create function private.pair_clocks(p_account_id bigint, p_conversation_id bigint, p_clocks jsonb)
returns table (id bigint, kind text, started_at timestamptz)
language sql stable security definer set search_path = '' as $$
  with k as (select c.* from public.sla_clocks c where c.account_id = p_account_id and c.conversation_id = p_conversation_id),
    n as (select * from jsonb_populate_recordset(null::private.clock, p_clocks))
  select k.id, n.kind, n.started_at from k join n on n.kind = k.kind and n.started_at = k.started_at
  union all
  select k.id, n.kind, n.started_at from k join n on n.kind = k.kind
  where k.stopped_at is null and n.stopped_at is null
    and not exists (select from n o where o.kind = k.kind and o.started_at = k.started_at)
    and not exists (select from k o where o.kind = n.kind and o.started_at = n.started_at)
$$;
comment on function private.pair_clocks(bigint, bigint, jsonb) is
  'Which stored clock is which of the given ones. What runs is one promise, even when it turns out to have begun at another time.';

create function private.set_clocks(p_account_id bigint, p_conversation_id bigint, p_clocks jsonb, p_settled_before timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  delete from public.sla_clocks k
  where k.account_id = p_account_id and k.conversation_id = p_conversation_id
    and (k.started_at >= p_settled_before or k.kind = 'resolution')
    and not exists (select from private.pair_clocks(p_account_id, p_conversation_id, p_clocks) pair where pair.id = k.id);
  update public.sla_clocks k set
    tier_id = t.id, tier_name = n.tier_name, tier_position = n.tier_position, target_seconds = n.target_seconds,
    calendar = n.calendar, because = n.because, valid_from = n.valid_from, started_at = n.started_at, warn_at = n.warn_at,
    due_at = n.due_at, stopped_at = n.stopped_at, stopped_by = n.stopped_by, paused_at = n.paused_at, resumes_at = n.resumes_at,
    remaining_ms = n.remaining_ms,
    warned_at = case when n.stopped_at < n.warn_at then null else k.warned_at end,
    breached_at = case when n.stopped_at <= n.due_at then null else k.breached_at end
  from private.pair_clocks(p_account_id, p_conversation_id, p_clocks) pair
  join jsonb_populate_recordset(null::private.clock, p_clocks) n on n.kind = pair.kind and n.started_at = pair.started_at
  left join public.sla_tiers t on t.id = n.tier_id
  where k.id = pair.id and (k.started_at >= p_settled_before or k.kind = 'resolution')
    and (
      (k.tier_id, k.tier_name, k.target_seconds, k.started_at, k.warn_at, k.due_at)
        is distinct from (t.id, n.tier_name, n.target_seconds, n.started_at, n.warn_at, n.due_at)
      or (k.stopped_at, k.stopped_by, k.paused_at, k.resumes_at, k.remaining_ms)
        is distinct from (n.stopped_at, n.stopped_by, n.paused_at, n.resumes_at, n.remaining_ms)
    );
  insert into public.sla_clocks (
    account_id, conversation_id, kind, tier_id, tier_name, tier_position, target_seconds, calendar, because, valid_from, started_at,
    warn_at, due_at, stopped_at, stopped_by, paused_at, resumes_at, remaining_ms
  )
  select p_account_id, p_conversation_id, n.kind, t.id, n.tier_name, n.tier_position, n.target_seconds, n.calendar, n.because, n.valid_from,
    n.started_at, n.warn_at, n.due_at, n.stopped_at, n.stopped_by, n.paused_at, n.resumes_at, n.remaining_ms
  from jsonb_populate_recordset(null::private.clock, p_clocks) n
  left join public.sla_tiers t on t.id = n.tier_id
  where n.started_at >= p_settled_before or n.kind = 'resolution'
  on conflict do nothing;
end $$;
comment on function private.set_clocks(bigint, bigint, jsonb, timestamptz) is 'Makes the stored clocks of a conversation the given ones; those that are settled stay.';
revoke execute on function private.pair_clocks, private.set_clocks from public;

create function public.thin_statuses(p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  delete from public.conversation_statuses s
  using (
    select r.account_id, r.conversation_id, r.version, r.status, r.snoozed_until,
      lag((r.status, r.snoozed_until)) over (partition by r.account_id, r.conversation_id order by r.version, r.status, r.snoozed_until) as before
    from public.conversation_statuses r
    where r.version < extract(epoch from p_now - interval '30 days') * 1000000
  ) old
  where s.account_id = old.account_id and s.conversation_id = old.conversation_id and s.version = old.version and s.status = old.status
    and s.snoozed_until is not distinct from old.snoozed_until and old.before is not distinct from (old.status, old.snoozed_until)
$$;
comment on function public.thin_statuses(timestamptz) is 'Forgets month-old sightings that say what the one before them said.';

create or replace function public.create_default_policies(p_account_id bigint) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.business_calendars (account_id, blocks)
  select p_account_id, jsonb_agg(jsonb_build_object('weekday', d, 'fromMinute', 0, 'toMinute', 1440)) from generate_series(1, 7) d
  on conflict (account_id) do nothing;
  if exists (select from public.sla_tiers where account_id = p_account_id) then return; end if;
  insert into public.sla_tiers (account_id, name, position, target_seconds, next_target_seconds, resolution_target_seconds, conditions)
  select p_account_id, t.name, t.position, t.first_minutes * 60, t.next_minutes * 60, t.resolution_hours * 3600, t.conditions
  from public.accounts a, lateral (values
    ('VIP', 1, 5, 15, 8, jsonb_build_array(
      jsonb_build_object('on', 'customer_tag', 'anyOf', to_jsonb(case when a.vip_tags = '{}' then '{vip}' else a.vip_tags end)),
      jsonb_build_object('on', 'label', 'anyOf', jsonb_build_array('vip')),
      jsonb_build_object('on', 'lifetime_value', 'atLeastMinor', 200000))),
    ('Order issues', 2, 15, 60, 24, jsonb_build_array(
      jsonb_build_object('on', 'category', 'anyOf',
        jsonb_build_array('order_status', 'shipping_issues', 'returns_refunds', 'billing_questions')),
      jsonb_build_object('on', 'label', 'anyOf', jsonb_build_array('order', 'shipping', 'return', 'refund', 'billing')))),
    ('General', 3, 60, 240, 72, jsonb_build_array(jsonb_build_object('on', 'always')))
  ) as t (name, position, first_minutes, next_minutes, resolution_hours, conditions)
  where a.id = p_account_id;
end $$;

revoke execute on function public.promises_to_keep, public.keep_promises, public.thin_statuses from public, anon, authenticated;
grant execute on function public.promises_to_keep, public.keep_promises, public.thin_statuses to service_role;
