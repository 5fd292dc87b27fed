alter table public.accounts add column functions_url text;
comment on column public.accounts.functions_url is 'Where the functions are reached from outside, as told when the account was linked: vendors deliver below it.';
create index accounts_shopify_shop on public.accounts (lower(shopify_shop)) where shopify_shop is not null;

alter table public.account_secrets drop constraint account_secrets_kind_check;
alter table public.account_secrets add constraint account_secrets_kind_check check (kind in (
  'chatwoot_api_token', 'chatwoot_webhook_secret', 'shopify_client_id', 'shopify_client_secret', 'shopify_former_secret', 'shopify_access_token', 'label_api_key'
));

alter table public.webhook_events
  add column source text not null default 'chatwoot',
  add constraint webhook_events_known_source check (source in ('chatwoot', 'shopify'));
create index webhook_events_latest on public.webhook_events (account_id, source, received_at desc);
comment on table public.webhook_events is
  'What Chatwoot and the shop delivered, once per delivery: Chatwoot''s without tokens, of the shop''s only which objects they are about. Kept 30 days; above some million rows a month, partition by received_at.';
comment on column public.webhook_events.sent_at is 'When the vendor says that it happened: the version of facts that carry none of their own.';

alter table public.shop_views
  add column told_at timestamptz,
  add column subjects jsonb not null generated always as (
    jsonb_path_query_array(view, '$.orders[*].id') || jsonb_path_query_array(view, '$.customer.id') || jsonb_path_query_array(view, '$.others[*].id')
  ) stored;
create index shop_views_subjects on public.shop_views using gin (subjects);
comment on column public.shop_views.asked is 'Shop, address, number and orders asked for; an answer to another question counts for nothing.';
comment on column public.shop_views.told_at is
  'When panels were last told that this no longer holds. What is not younger is shown only while the shop cannot be asked, as what may have changed.';
comment on column public.shop_views.subjects is 'The orders and customers it speaks of.';

alter table public.order_actions add column woken_at timestamptz;
create index order_actions_order on public.order_actions (account_id, order_gid);
comment on column public.order_actions.woken_at is 'When a word of the shop last had it looked at.';

create function private.tell_shop_news(p_account_id bigint, p_conversation_ids bigint[], p_now timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  -- Orders change in bursts: panels are told of the first change at once, and of what follows together.
  c_quiet constant interval := interval '10 seconds';
  v_id bigint;
begin
  perform from public.shop_views s where s.account_id = p_account_id and s.conversation_id = any (p_conversation_ids)
  order by s.conversation_id for update;
  for v_id in
    update public.shop_views s set told_at = p_now
    where s.account_id = p_account_id and s.conversation_id = any (p_conversation_ids) and (s.told_at is null or s.told_at <= p_now - c_quiet)
    returning s.conversation_id
  loop
    perform private.announce(p_account_id, 'conversation_changed', jsonb_build_object('conversationId', v_id));
  end loop;
  insert into public.jobs as j (account_id, kind, payload, dedupe_key, run_at, created_at)
  select p_account_id, 'tell_shop_news', jsonb_build_object('conversationId', s.conversation_id), s.conversation_id::text, s.told_at + c_quiet, p_now
  from public.shop_views s
  where s.account_id = p_account_id and s.conversation_id = any (p_conversation_ids) and s.told_at < p_now and s.told_at > p_now - c_quiet
  order by s.conversation_id
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null
    do update set run_at = least(j.run_at, excluded.run_at);
end $$;
comment on function private.tell_shop_news(bigint, bigint[], timestamptz) is
  'Makes what was remembered of the shop in these conversations old, and tells their panels; those that were told a moment ago, a little later.';

create function private.note_shop_news(
  p_account_id bigint, p_subjects text[], p_orders text[], p_paid_orders text[], p_emails text[], p_now timestamptz
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.tell_shop_news(p_account_id, array(
    select s.conversation_id from public.shop_views s where s.account_id = p_account_id and s.subjects ?| p_subjects
    union
    -- A guest, or a customer whom the view does not know yet.
    select s.conversation_id from public.contacts p
    join public.conversations c on c.account_id = p.account_id and c.contact_id = p.contact_id
    join public.shop_views s on s.account_id = c.account_id and s.conversation_id = c.conversation_id
    where p.account_id = p_account_id and p.email = any (p_emails)
  ), p_now);
  -- The news are not the outcome: they only say that it is worth looking, and not every moment.
  update public.order_actions a set run_after = greatest(p_now, a.woken_at + interval '5 seconds'), woken_at = greatest(p_now, a.woken_at + interval '5 seconds')
  where a.account_id = p_account_id and a.order_gid = any (p_orders) and a.state in ('sent', 'unknown')
    and a.run_after > greatest(p_now, a.woken_at + interval '5 seconds');
  update public.order_actions set payout_look_at = p_now
  where account_id = p_account_id and order_gid = any (p_paid_orders)
    and (payout_look_at > p_now or (payout = 'unknown' and payout_look_at is null));
end $$;
comment on function private.note_shop_news(bigint, text[], text[], text[], text[], timestamptz) is
  'What follows from news of the shop: views of these orders and customers are forgotten, actions with these orders that have no answer are looked at now, and so is the money of refunds on its way.';

create function private.texts_of(p_list jsonb) returns text[]
language sql immutable set search_path = '' as $$
  select coalesce(array_agg(t), '{}') from jsonb_array_elements_text(p_list) t
$$;
revoke execute on function private.tell_shop_news, private.note_shop_news, private.texts_of from public;

create function public.receive_shop_news(p_account_id bigint, p_deliveries jsonb, p_now timestamptz default now()) returns setof text
language plpgsql security definer set search_path = '' as $$
declare
  v_fresh text[];
  v_news jsonb;
begin
  with stored as (
    insert into public.webhook_events (account_id, source, delivery_id, event, payload, sent_at, received_at)
    select p_account_id, 'shopify', d.delivery_id, d.event, d.payload, d.sent_at, p_now
    from jsonb_array_elements(p_deliveries) with ordinality as o (one, n),
      jsonb_to_record(o.one) as d (delivery_id text, event text, payload jsonb, sent_at timestamptz)
    order by o.n
    on conflict (account_id, delivery_id) do nothing
    returning delivery_id
  )
  select coalesce(array_agg(s.delivery_id), '{}') into v_fresh from stored s;

  select jsonb_build_object(
    'subjects', coalesce(jsonb_agg(distinct s.one) filter (where s.one is not null), '[]'),
    'orders', coalesce(jsonb_agg(distinct d.one -> 'payload' ->> 'order') filter (where d.one -> 'payload' ->> 'order' is not null), '[]'),
    'paid', coalesce(jsonb_agg(distinct d.one -> 'payload' ->> 'order') filter (where d.one ->> 'event' in ('order_transactions/create', 'refunds/create')), '[]'),
    'emails', coalesce(jsonb_agg(distinct d.one ->> 'email') filter (where d.one ->> 'email' is not null), '[]')
  ) into v_news
  from jsonb_array_elements(p_deliveries) d (one)
  left join lateral jsonb_array_elements_text(d.one -> 'payload' -> 'subjects') s (one) on true
  where d.one ->> 'delivery_id' = any (v_fresh);
  perform private.note_shop_news(
    p_account_id, private.texts_of(v_news -> 'subjects'), private.texts_of(v_news -> 'orders'), private.texts_of(v_news -> 'paid'),
    private.texts_of(v_news -> 'emails'), p_now
  );

  insert into public.jobs as j (account_id, kind, payload, dedupe_key, run_at, created_at)
  select distinct p_account_id, 'trace_shop_news', jsonb_build_object('fulfilmentOrder', f.id), f.id, p_now, p_now
  from jsonb_array_elements(p_deliveries) d (one)
  cross join lateral (select d.one -> 'payload' ->> 'fulfilmentOrder') f (id)
  where f.id is not null and d.one ->> 'delivery_id' = any (v_fresh)
  order by f.id
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null do nothing;
  return query select unnest(v_fresh);
end $$;
comment on function public.receive_shop_news(bigint, jsonb, timestamptz) is
  'Stores what the shop told, with all that follows from it, in one transaction; returns the deliveries that were not known. Addresses of customers are looked up and not kept.';

create function public.trace_shop_news(p_account_id bigint, p_order text, p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  select private.note_shop_news(p_account_id, array[p_order], array[p_order], '{}', '{}', p_now)
$$;
comment on function public.trace_shop_news(bigint, text, timestamptz) is 'What follows from news that named no order, once its order is known.';

create function public.tell_shop_news(p_account_id bigint, p_conversation_ids bigint[], p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  select private.tell_shop_news(p_account_id, p_conversation_ids, p_now)
$$;
comment on function public.tell_shop_news(bigint, bigint[], timestamptz) is 'Tells panels of what came in a burst after its first news.';

create function public.keep_shop_view(p_account_id bigint, p_conversation_id bigint, p_asked text, p_view jsonb, p_as_of timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_heard_at timestamptz;
begin
  insert into public.shop_views as s (account_id, conversation_id, asked, view, as_of)
  select p_account_id, p_conversation_id, p_asked, p_view, p_as_of
  where not exists (
    select from public.conversations here
    join public.conversations other on other.account_id = here.account_id and other.contact_id = here.contact_id
    join public.order_actions a on a.account_id = other.account_id and a.conversation_id = other.conversation_id
    where here.account_id = p_account_id and here.conversation_id = p_conversation_id and a.state = 'done' and a.settled_at >= p_as_of
  )
  on conflict (account_id, conversation_id) do update set asked = excluded.asked, view = excluded.view, as_of = excluded.as_of
  where excluded.as_of >= s.as_of and (s.told_at is null or excluded.as_of > s.told_at);
  if not found then return; end if;
  -- What the shop told of while it was being asked, its answer may lack.
  select max(e.received_at) into v_heard_at
  from public.shop_views s
  join public.webhook_events e on e.account_id = s.account_id and e.source = 'shopify' and e.received_at >= p_as_of
    and s.subjects ?| private.texts_of(e.payload -> 'subjects')
  where s.account_id = p_account_id and s.conversation_id = p_conversation_id;
  if v_heard_at is not null then perform private.tell_shop_news(p_account_id, array[p_conversation_id], v_heard_at); end if;
end $$;
comment on function public.keep_shop_view(bigint, bigint, text, jsonb, timestamptz) is
  'Keeps what the shop said, unless a later word is there, or we have changed an order of this person, or the shop has told of a change, since it was asked.';

create function public.shop_secrets(p_shop text, p_now timestamptz default now()) returns table (account_id bigint, kind text, ciphertext text)
language sql stable security definer set search_path = '' as $$
  select a.id, s.kind, s.ciphertext
  from public.accounts a
  join public.account_secrets s on s.account_id = a.id
  where lower(a.shopify_shop) in (lower(p_shop), regexp_replace(lower(p_shop), '\.myshopify\.com$', ''))
    -- After an app's secret was renewed the old one may sign a little longer.
    and (s.kind = 'shopify_client_secret' or (s.kind = 'shopify_former_secret' and s.updated_at > p_now - interval '1 day'))
  order by a.id, s.kind
$$;
comment on function public.shop_secrets(text, timestamptz) is 'What may sign deliveries of a shop, for each account that is linked to it; sealed.';

revoke execute on function public.receive_shop_news, public.trace_shop_news, public.tell_shop_news, public.keep_shop_view, public.shop_secrets
  from public, anon, authenticated;
grant execute on function public.receive_shop_news, public.trace_shop_news, public.tell_shop_news, public.keep_shop_view, public.shop_secrets to service_role;
