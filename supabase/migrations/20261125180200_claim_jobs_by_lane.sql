drop function public.claim_jobs(timestamptz, integer, integer);
create function public.claim_jobs(
  p_now timestamptz, p_limit integer default 50, p_lease_seconds integer default 60, p_only text[] default null, p_without text[] default '{}'
)
returns table (id bigint, account_id bigint, kind text, payload jsonb, attempts integer, event jsonb)
language sql security definer set search_path = '' as $$
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
  order by c.id
$$;
comment on function public.claim_jobs(timestamptz, integer, integer, text[], text[]) is
  'Takes due jobs for one runner, with their webhook event where they have one: of some kinds only, or of all but some, so that what must be quick never stands behind what may be slow.';
revoke execute on function public.claim_jobs from public, anon, authenticated;
grant execute on function public.claim_jobs to service_role;
