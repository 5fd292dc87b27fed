create function public.claim_jobs_of(p_kinds text[], p_now timestamptz, p_limit integer default 50, p_lease_seconds integer default 60)
returns table (id bigint, account_id bigint, kind text, payload jsonb, attempts integer, event jsonb)
language sql security definer set search_path = '' as $$
  with claimed as (
    update public.jobs j
    set locked_until = p_now + make_interval(secs => p_lease_seconds), attempts = j.attempts + 1
    where j.id in (
      select w.id from public.jobs w
      where w.done_at is null and w.dead_at is null and w.run_at <= p_now and (w.locked_until is null or w.locked_until <= p_now)
        and w.kind = any (p_kinds)
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
  order by c.id
$$;
comment on function public.claim_jobs_of(text[], timestamptz, integer, integer) is
  'As claim_jobs, for a runner that does some kinds only, so that what must be quick does not stand behind what may be slow.';
revoke execute on function public.claim_jobs_of from public, anon, authenticated;
grant execute on function public.claim_jobs_of to service_role;
