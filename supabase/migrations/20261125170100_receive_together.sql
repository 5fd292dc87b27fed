create function public.receive_webhooks(p_account_id bigint, p_deliveries jsonb, p_kind text, p_now timestamptz default now()) returns setof text
language sql security definer set search_path = '' as $$
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
  select s.delivery_id from stored s
$$;
comment on function public.receive_webhooks(bigint, jsonb, text, timestamptz) is
  'Stores deliveries and a job for each in one transaction; returns those that were not known.';
revoke execute on function public.receive_webhooks from public, anon, authenticated;
grant execute on function public.receive_webhooks to service_role;

drop function public.receive_webhook(bigint, text, text, jsonb, timestamptz, text, timestamptz);
