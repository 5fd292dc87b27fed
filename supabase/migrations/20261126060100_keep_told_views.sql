comment on column public.shop_views.asked is 'Shop, address, number and orders asked for; an answer to another question counts for nothing.';
comment on column public.shop_views.told_at is
  'When panels were last told that this no longer holds. What is not younger is shown only while the shop cannot be asked, as what may have changed.';

create or replace function private.tell_shop_news(p_account_id bigint, p_conversation_ids bigint[], p_now timestamptz) returns void
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
