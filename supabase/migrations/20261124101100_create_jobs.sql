create table public.webhook_events (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  delivery_id text not null,
  event text not null,
  payload jsonb not null,
  sent_at timestamptz not null,
  received_at timestamptz not null default now(),
  constraint webhook_events_one_per_delivery unique (account_id, delivery_id)
);
create index webhook_events_received_at on public.webhook_events (received_at);
comment on table public.webhook_events is 'What Chatwoot delivered, once per delivery, tokens removed. Kept 30 days; above some million rows a month, partition by received_at.';
comment on column public.webhook_events.sent_at is 'Chatwoot''s X-Chatwoot-Timestamp: the version of facts that carry none of their own.';

create table public.jobs (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  kind text not null,
  payload jsonb not null default '{}',
  dedupe_key text,
  run_at timestamptz not null default now(),
  attempts integer not null default 0,
  max_attempts integer not null default 8 check (max_attempts > 0),
  locked_until timestamptz,
  last_error text,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  dead_at timestamptz
);
create unique index jobs_one_waiting_per_key on public.jobs (account_id, kind, dedupe_key)
  where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null;
create index jobs_waiting on public.jobs (run_at, id) where done_at is null and dead_at is null;
create index jobs_dead on public.jobs (account_id, dead_at) where dead_at is not null;
create index jobs_done on public.jobs (done_at) where done_at is not null;
comment on table public.jobs is 'Work to do at least once. A claimed job is invisible until `locked_until`; after `max_attempts` it is dead and waits for a person.';
comment on column public.jobs.dedupe_key is 'One waiting job per key; a running one does not swallow news that came after it started.';
comment on column public.jobs.last_error is 'A code or an error''s name, never customer text.';

alter table public.webhook_events enable row level security;
alter table public.jobs enable row level security;

revoke all on public.webhook_events, public.jobs from anon, authenticated;
grant select (id, account_id, kind, attempts, last_error, created_at, dead_at) on public.jobs to authenticated;
grant select, insert, update, delete on public.webhook_events, public.jobs to service_role;

create policy "admins read the dead jobs of their accounts" on public.jobs for select to authenticated
  using (dead_at is not null and (select private.has_role(account_id, '{admin}')));

create function public.enqueue_job(
  p_account_id bigint, p_kind text, p_payload jsonb default '{}', p_dedupe_key text default null, p_run_at timestamptz default now()
) returns bigint
language sql security definer set search_path = '' as $$
  insert into public.jobs as j (account_id, kind, payload, dedupe_key, run_at)
  values (p_account_id, p_kind, p_payload, p_dedupe_key, p_run_at)
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null
    do update set run_at = least(j.run_at, excluded.run_at)
  returning id
$$;
comment on function public.enqueue_job(bigint, text, jsonb, text, timestamptz) is 'Asks for work; the same key while one waits is the same work.';

create function public.receive_webhook(
  p_account_id bigint, p_delivery_id text, p_event text, p_payload jsonb, p_sent_at timestamptz, p_kind text, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_event_id bigint;
begin
  insert into public.webhook_events (account_id, delivery_id, event, payload, sent_at, received_at)
  values (p_account_id, p_delivery_id, p_event, p_payload, p_sent_at, p_now)
  on conflict (account_id, delivery_id) do nothing
  returning id into v_event_id;
  if v_event_id is null then return false; end if;
  if p_kind is not null then
    insert into public.jobs (account_id, kind, payload, run_at, created_at)
    values (p_account_id, p_kind, jsonb_build_object('eventId', v_event_id), p_now, p_now);
  end if;
  return true;
end $$;
comment on function public.receive_webhook(bigint, text, text, jsonb, timestamptz, text, timestamptz) is
  'Stores a delivery and its job in one transaction; false when the delivery was known. Without `p_kind` it is stored only.';

create function public.claim_jobs(p_now timestamptz, p_limit integer default 50, p_lease_seconds integer default 60)
returns table (id bigint, account_id bigint, kind text, payload jsonb, attempts integer, event jsonb)
language sql security definer set search_path = '' as $$
  with claimed as (
    update public.jobs j
    set locked_until = p_now + make_interval(secs => p_lease_seconds), attempts = j.attempts + 1
    where j.id in (
      select w.id from public.jobs w
      where w.done_at is null and w.dead_at is null and w.run_at <= p_now and (w.locked_until is null or w.locked_until <= p_now)
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
comment on function public.claim_jobs(timestamptz, integer, integer) is 'Takes due jobs for one runner, with their webhook event where they have one.';

create function public.complete_jobs(p_ids bigint[], p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  update public.jobs set done_at = p_now, locked_until = null, last_error = null where id = any (p_ids) and done_at is null
$$;
comment on function public.complete_jobs(bigint[], timestamptz) is 'Marks jobs as done.';

create function public.fail_job(
  p_id bigint, p_attempt integer, p_error text, p_retry_at timestamptz, p_is_final boolean default false, p_now timestamptz default now()
) returns void
language sql security definer set search_path = '' as $$
  update public.jobs set
    locked_until = null,
    last_error = left(p_error, 200),
    run_at = p_retry_at,
    dead_at = case when p_is_final or attempts >= max_attempts then p_now end
  where id = p_id and attempts = p_attempt and done_at is null
$$;
comment on function public.fail_job(bigint, integer, text, timestamptz, boolean, timestamptz) is
  'Puts a job back until `p_retry_at`, or among the dead when trying again cannot help. The attempt guards against a runner that wakes up late.';

create function public.retry_dead_job(p_id bigint, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_account_id bigint;
begin
  select account_id into v_account_id from public.jobs where id = p_id and dead_at is not null;
  if v_account_id is null or not private.has_role(v_account_id, '{admin}') then return false; end if;
  update public.jobs set dead_at = null, attempts = 0, run_at = p_now, dedupe_key = null where id = p_id and dead_at is not null;
  return found;
end $$;
comment on function public.retry_dead_job(bigint, timestamptz) is 'An admin sends a dead job round again.';

create function public.purge_history(p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  delete from public.webhook_events e
  where e.received_at < p_now - interval '30 days'
    and not exists (select from public.jobs j where j.done_at is null and (j.payload ->> 'eventId')::bigint = e.id);
  delete from public.jobs where done_at < p_now - interval '7 days';
$$;
comment on function public.purge_history(timestamptz) is 'Forgets deliveries after 30 days and finished jobs after 7; dead jobs keep their event.';

revoke execute on function public.enqueue_job, public.receive_webhook, public.claim_jobs, public.complete_jobs, public.fail_job,
  public.retry_dead_job, public.purge_history from public, anon, authenticated;
grant execute on function public.enqueue_job, public.receive_webhook, public.claim_jobs, public.complete_jobs, public.fail_job,
  public.retry_dead_job, public.purge_history to service_role;
grant execute on function public.retry_dead_job to authenticated;
