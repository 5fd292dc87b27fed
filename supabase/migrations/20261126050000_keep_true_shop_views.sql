create function public.keep_shop_view(p_account_id bigint, p_conversation_id bigint, p_asked text, p_view jsonb, p_as_of timestamptz) returns void
language sql security definer set search_path = '' as $$
  insert into public.shop_views as s (account_id, conversation_id, asked, view, as_of)
  select p_account_id, p_conversation_id, p_asked, p_view, p_as_of
  where not exists (
    select from public.conversations here
    join public.conversations other on other.account_id = here.account_id and other.contact_id = here.contact_id
    join public.order_actions a on a.account_id = other.account_id and a.conversation_id = other.conversation_id
    where here.account_id = p_account_id and here.conversation_id = p_conversation_id and a.state = 'done' and a.settled_at >= p_as_of
  )
  on conflict (account_id, conversation_id) do update set asked = excluded.asked, view = excluded.view, as_of = excluded.as_of
  where excluded.as_of >= s.as_of
$$;
comment on function public.keep_shop_view(bigint, bigint, text, jsonb, timestamptz) is
  'Keeps what the shop said, unless a later word is there or we have changed an order of this person since it was asked.';
revoke execute on function public.keep_shop_view from public, anon, authenticated;
grant execute on function public.keep_shop_view to service_role;
