-- A busy minute keeps the promises of dozens of conversations at once: one statement for all of them, and one announcement for each.
create type private.wanted_clock as (conversation_id bigint, settled_before timestamptz, stored_id bigint, clock private.clock);

create function private.wanted_clocks(p_account_id bigint, p_promises jsonb) returns setof private.wanted_clock
language sql stable security definer set search_path = '' as $$
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
    )
$$;
comment on function private.wanted_clocks(bigint, jsonb) is
  'The clocks that follow from facts, each with the stored one that it is. What runs is one promise, even when it turns out to have begun at another time.';

create or replace function public.keep_promises(p_account_id bigint, p_promises jsonb) returns setof bigint
language plpgsql security definer set search_path = '' as $$
declare
  v_stale bigint[];
  v_fresh jsonb;
  v_wanted private.wanted_clock[];
begin
  perform from public.conversations c
  where c.account_id = p_account_id
    and c.conversation_id in (select p.conversation_id from jsonb_to_recordset(p_promises) as p (conversation_id bigint))
  order by c.conversation_id for update;

  select array_agg(c.conversation_id order by c.conversation_id) filter (where r.revision <> p.one ->> 'revision'),
    coalesce(jsonb_agg(p.one) filter (where r.revision = p.one ->> 'revision'), '[]')
  into v_stale, v_fresh
  from jsonb_array_elements(p_promises) as p (one)
  join public.conversations c on c.account_id = p_account_id and c.conversation_id = (p.one ->> 'conversation_id')::bigint,
    lateral (select private.promise_revision(p_account_id, c.conversation_id) as revision) r;

  insert into public.sla_promises (
    account_id, conversation_id, tier_id, tier_name, tier_position, first_seconds, next_seconds, resolution_seconds, calendar, because,
    valid_from, promised_at
  )
  select p_account_id, f.conversation_id, n.tier_id, n.tier_name, n.tier_position, n.first_seconds, n.next_seconds, n.resolution_seconds,
    n.calendar, n.because, n.valid_from, n.promised_at
  from jsonb_to_recordset(v_fresh) as f (conversation_id bigint, policy jsonb),
    jsonb_to_record(f.policy) as n (
      tier_id bigint, tier_name text, tier_position integer, first_seconds integer, next_seconds integer, resolution_seconds integer,
      calendar jsonb, because jsonb, valid_from timestamptz, promised_at timestamptz
    )
  where f.policy is not null
  on conflict (account_id, conversation_id, tier_position) do nothing;

  v_wanted := array(select w from private.wanted_clocks(p_account_id, v_fresh) w);

  delete from public.sla_clocks k
  using jsonb_to_recordset(v_fresh) as f (conversation_id bigint, settled_before timestamptz)
  where k.account_id = p_account_id and k.conversation_id = f.conversation_id
    and (k.started_at >= coalesce(f.settled_before, '-infinity') or k.kind = 'resolution')
    and not exists (select from unnest(v_wanted) w where w.stored_id = k.id);

  update public.sla_clocks k set
    tier_id = t.id, tier_name = (w.clock).tier_name, tier_position = (w.clock).tier_position,
    target_seconds = (w.clock).target_seconds, calendar = (w.clock).calendar, because = (w.clock).because,
    valid_from = (w.clock).valid_from, started_at = (w.clock).started_at, warn_at = (w.clock).warn_at, due_at = (w.clock).due_at,
    stopped_at = (w.clock).stopped_at, stopped_by = (w.clock).stopped_by, paused_at = (w.clock).paused_at,
    resumes_at = (w.clock).resumes_at, remaining_ms = (w.clock).remaining_ms,
    warned_at = case when (w.clock).stopped_at < (w.clock).warn_at then null else k.warned_at end,
    breached_at = case when (w.clock).stopped_at <= (w.clock).due_at then null else k.breached_at end
  from unnest(v_wanted) w
  left join public.sla_tiers t on t.id = (w.clock).tier_id
  where k.id = w.stored_id and (k.started_at >= w.settled_before or k.kind = 'resolution')
    and (
      (k.tier_id, k.tier_name, k.target_seconds, k.started_at, k.warn_at, k.due_at)
        is distinct from (t.id, (w.clock).tier_name, (w.clock).target_seconds, (w.clock).started_at, (w.clock).warn_at, (w.clock).due_at)
      or (k.stopped_at, k.stopped_by, k.paused_at, k.resumes_at, k.remaining_ms)
        is distinct from
        ((w.clock).stopped_at, (w.clock).stopped_by, (w.clock).paused_at, (w.clock).resumes_at, (w.clock).remaining_ms)
    );

  insert into public.sla_clocks (
    account_id, conversation_id, kind, tier_id, tier_name, tier_position, target_seconds, calendar, because, valid_from, started_at,
    warn_at, due_at, stopped_at, stopped_by, paused_at, resumes_at, remaining_ms
  )
  select p_account_id, w.conversation_id, (w.clock).kind, t.id, (w.clock).tier_name, (w.clock).tier_position, (w.clock).target_seconds,
    (w.clock).calendar, (w.clock).because, (w.clock).valid_from, (w.clock).started_at, (w.clock).warn_at, (w.clock).due_at,
    (w.clock).stopped_at, (w.clock).stopped_by, (w.clock).paused_at, (w.clock).resumes_at, (w.clock).remaining_ms
  from unnest(v_wanted) w
  left join public.sla_tiers t on t.id = (w.clock).tier_id
  where w.stored_id is null and ((w.clock).started_at >= w.settled_before or (w.clock).kind = 'resolution')
  on conflict do nothing;

  return query select unnest(v_stale);
end $$;
drop function private.set_clocks(bigint, bigint, jsonb, timestamptz);
drop function private.pair_clocks(bigint, bigint, jsonb);
revoke execute on function private.wanted_clocks from public;

drop trigger announce_new_clock on public.sla_clocks;
drop trigger announce_changed_clock on public.sla_clocks;
drop function private.announce_clock();
create function private.announce_new_clocks() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.announce(c.account_id, 'clock_changed', jsonb_build_object('conversationId', c.conversation_id))
  from (select distinct n.account_id, n.conversation_id from now_there n order by n.account_id, n.conversation_id) c;
  return null;
end $$;
create function private.announce_changed_clocks() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.announce(c.account_id, 'clock_changed', jsonb_build_object('conversationId', c.conversation_id))
  from (
    select distinct n.account_id, n.conversation_id from now_there n join before b on b.id = n.id
    where (b.*) is distinct from (n.*) order by n.account_id, n.conversation_id
  ) c;
  return null;
end $$;
revoke execute on function private.announce_new_clocks, private.announce_changed_clocks from public;
create trigger announce_new_clocks after insert on public.sla_clocks
  referencing new table as now_there for each statement execute function private.announce_new_clocks();
create trigger announce_changed_clocks after update on public.sla_clocks
  referencing old table as before new table as now_there for each statement execute function private.announce_changed_clocks();
