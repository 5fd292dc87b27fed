-- A function in SQL is planned anew at every call, one in PL/pgSQL once a session: these are called many times for each message.

create or replace function public.receive_webhooks(p_account_id bigint, p_deliveries jsonb, p_kind text, p_now timestamptz default now())
returns setof text
language plpgsql security definer set search_path = '' as $$
begin
  return query
  with stored as (
    insert into public.webhook_events (account_id, delivery_id, event, payload, sent_at, received_at)
    select p_account_id, d.delivery_id, d.event, d.payload, d.sent_at, p_now
    from jsonb_array_elements(p_deliveries) with ordinality as o (one, n),
      jsonb_to_record(o.one) as d (delivery_id text, event text, payload jsonb, sent_at timestamptz)
    order by o.n
    on conflict (account_id, delivery_id) do nothing
    returning id, delivery_id
  ),
  asked as (
    insert into public.jobs (account_id, kind, payload, run_at, created_at)
    select p_account_id, p_kind, jsonb_build_object('eventId', s.id), p_now, p_now from stored s order by s.id
  )
  select s.delivery_id from stored s;
end $$;

create or replace function public.claim_jobs(
  p_now timestamptz, p_limit integer default 50, p_lease_seconds integer default 60, p_only text[] default null, p_without text[] default '{}'
)
returns table (id bigint, account_id bigint, kind text, payload jsonb, attempts integer, event jsonb)
language plpgsql security definer set search_path = '' as $$
begin
  return query
  with claimed as (
    update public.jobs j
    set locked_until = p_now + make_interval(secs => p_lease_seconds), attempts = j.attempts + 1
    where j.id in (
      select w.id from public.jobs w
      where w.done_at is null and w.dead_at is null and w.run_at <= p_now and (w.locked_until is null or w.locked_until <= p_now)
        and (p_only is null or w.kind = any (p_only)) and w.kind <> all (p_without)
      order by w.run_at, w.id
      limit p_limit
      for update skip locked
    )
    returning j.id, j.account_id, j.kind, j.payload, j.attempts
  )
  select c.id, c.account_id, c.kind, c.payload, c.attempts,
    case when e.id is not null then jsonb_build_object('event', e.event, 'payload', e.payload, 'sent_at', e.sent_at) end
  from claimed c
  left join public.webhook_events e on e.id = (c.payload ->> 'eventId')::bigint
  order by c.id;
end $$;

create or replace function public.complete_jobs(p_ids bigint[], p_now timestamptz default now()) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.jobs set done_at = p_now, locked_until = null, last_error = null where id = any (p_ids) and done_at is null;
end $$;

create or replace function public.enqueue_job(
  p_account_id bigint, p_kind text, p_payload jsonb default '{}', p_dedupe_key text default null, p_run_at timestamptz default now()
) returns bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_id bigint;
begin
  insert into public.jobs as j (account_id, kind, payload, dedupe_key, run_at)
  values (p_account_id, p_kind, p_payload, p_dedupe_key, p_run_at)
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null
    do update set run_at = least(j.run_at, excluded.run_at)
  returning id into v_id;
  return v_id;
end $$;

create or replace function public.enqueue_rules(p_account_id bigint, p_conversation_ids bigint[], p_run_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.jobs as j (account_id, kind, payload, dedupe_key, run_at)
  select p_account_id, 'run_rules', jsonb_build_object('conversationId', id), id::text, p_run_at
  from (select distinct id from unnest(p_conversation_ids) id order by id) c
  where exists (select from public.automation_rules r where r.account_id = p_account_id and r.is_enabled)
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null
    do update set run_at = least(j.run_at, excluded.run_at);
end $$;

create or replace function public.open_claims(p_account_id bigint, p_conversation_ids bigint[], p_before timestamptz)
returns table (
  id bigint, conversation_id bigint, agent_id bigint, chatwoot_user_id bigint, replaces_user_id bigint, because text, created_at timestamptz
)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select s.id, s.conversation_id, s.agent_id, s.chatwoot_user_id, s.replaces_user_id, s.because, s.created_at
  from public.assignments s
  where s.account_id = p_account_id and s.state in ('sending', 'unknown') and s.created_at < p_before
    and (p_conversation_ids is null or s.conversation_id = any (p_conversation_ids))
  order by s.id;
end $$;

create or replace function public.routing_setup(p_account_id bigint)
returns table (policy jsonb, version integer, looked_around_at timestamptz, inbox_ids bigint[])
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select p.policy, coalesce(p.version, 0), a.looked_around_at,
    coalesce((select array_agg(ri.inbox_id order by ri.inbox_id) from public.routing_inboxes ri where ri.account_id = a.id and ri.is_enabled), '{}')
  from public.accounts a
  left join public.routing_policies p on p.account_id = a.id
  where a.id = p_account_id;
end $$;

create or replace function public.waiting_to_route(p_account_id bigint, p_now timestamptz default now(), p_limit integer default 500)
returns table (conversation_id bigint, noted jsonb)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  select c.conversation_id, (
    select s.decision from public.assignments s where s.account_id = c.account_id and s.conversation_id = c.conversation_id and s.state = 'waiting'
  )
  from public.conversations c
  join public.routing_inboxes ri on ri.account_id = c.account_id and ri.inbox_id = c.inbox_id and ri.is_enabled
  join public.inboxes i on i.account_id = c.account_id and i.inbox_id = c.inbox_id and not i.auto_assignment
  left join public.agents a on a.account_id = c.account_id and a.chatwoot_user_id = c.assignee_id
  where c.account_id = p_account_id and c.status = 'open' and c.deleted_at is null
    and (
      c.assignee_id is null
      or a.removed_at is not null
      or ((a.availability <> 'online' or exists (select from public.agent_routing r where r.agent_id = a.id and r.shift is not null)) and exists (
        select from public.assignments s
        where s.account_id = c.account_id and s.conversation_id = c.conversation_id and s.state = 'done' and s.chatwoot_user_id = c.assignee_id
      ))
    )
    and not exists (
      select from public.assignments s
      where s.account_id = c.account_id and s.conversation_id = c.conversation_id and (
        s.state in ('sending', 'unknown')
        or (s.state in ('refused', 'overruled', 'done') and s.settled_at > p_now - interval '1 minute')
        or (s.state = 'refused' and s.settled_at > p_now - interval '15 minutes')
      )
    )
  order by c.opened_at, c.conversation_id
  limit p_limit;
end $$;

create or replace function public.learn_customer(
  p_account_id bigint, p_contact_id bigint, p_tags text[], p_lifetime_value_minor bigint, p_now timestamptz default now()
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.contacts set customer_tags = p_tags, lifetime_value_minor = p_lifetime_value_minor, customer_seen_at = p_now
  where account_id = p_account_id and contact_id = p_contact_id;
end $$;

create or replace function public.claim_outbox(
  p_now timestamptz, p_limit integer default 20, p_lease_seconds integer default 60, p_effects text[] default '{message}'
) returns setof public.outbox
language plpgsql security definer set search_path = '' as $$
begin
  return query
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
  returning o.*;
end $$;

create or replace function public.settle_message(
  p_id bigint, p_attempt integer, p_state text, p_message_id bigint, p_code text, p_send_after timestamptz, p_now timestamptz default now()
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.outbox set
    state = p_state, message_id = p_message_id, code = p_code, send_after = coalesce(p_send_after, send_after),
    locked_until = null, updated_at = p_now
  where id = p_id and attempts = p_attempt and state = 'sending';
end $$;

create or replace function private.promise_revision(p_account_id bigint, p_conversation_id bigint) returns text
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select concat_ws(' ', c.opened_at, coalesce(c.first_reply_at, '-infinity'),
      (select count(*) from public.conversation_statuses s where s.account_id = c.account_id and s.conversation_id = c.conversation_id),
      (select count(*) from public.sla_promises p where p.account_id = c.account_id and p.conversation_id = c.conversation_id),
      (select concat(count(*), '/', max(m.source_version)) from public.messages m
        where m.account_id = c.account_id and m.conversation_id = c.conversation_id))
    from public.conversations c
    where c.account_id = p_account_id and c.conversation_id = p_conversation_id
  );
end $$;

create or replace function private.wanted_clocks(p_account_id bigint, p_promises jsonb) returns setof private.wanted_clock
language plpgsql stable security definer set search_path = '' as $$
begin
  return query
  with n as materialized (
    select p.conversation_id, coalesce(p.settled_before, '-infinity') as settled_before, (c.kind, c.tier_id, c.tier_name, c.tier_position,
      c.target_seconds, c.calendar, c.because, c.valid_from, c.started_at, c.warn_at, c.due_at, c.stopped_at, c.stopped_by, c.paused_at,
      c.resumes_at, c.remaining_ms)::private.clock as clock
    from jsonb_to_recordset(p_promises) as p (conversation_id bigint, settled_before timestamptz, clocks jsonb),
      jsonb_populate_recordset(null::private.clock, p.clocks) c
  ),
  k as materialized (
    select c.id, c.conversation_id, c.kind, c.started_at, c.stopped_at from public.sla_clocks c
    where c.account_id = p_account_id and c.conversation_id in (select n.conversation_id from n)
  )
  select n.conversation_id, n.settled_before, coalesce(same.id, running.id), n.clock
  from n
  left join k same on same.conversation_id = n.conversation_id and same.kind = (n.clock).kind and same.started_at = (n.clock).started_at
  left join k running on same.id is null and (n.clock).stopped_at is null
    and running.conversation_id = n.conversation_id and running.kind = (n.clock).kind and running.stopped_at is null
    and not exists (
      select from n o
      where o.conversation_id = running.conversation_id and (o.clock).kind = running.kind and (o.clock).started_at = running.started_at
    );
end $$;

create or replace function private.acting_agent(p_account_id bigint) returns bigint
language plpgsql stable security definer set search_path = '' as $$
begin
  return (
    select coalesce(
      (select id from public.agents where user_id = (select auth.uid()) and account_id = p_account_id),
      (select id from public.agents where id = nullif(current_setting('pitwall.acting_agent', true), '')::bigint and account_id = p_account_id)
    )
  );
end $$;
