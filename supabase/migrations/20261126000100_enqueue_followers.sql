create function public.enqueue_followers(p_account_id bigint, p_conversation_ids bigint[], p_now timestamptz default now()) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform public.enqueue_routing(p_account_id, p_conversation_ids, p_now);
  perform public.enqueue_rules(p_account_id, p_conversation_ids, p_now);
end $$;
comment on function public.enqueue_followers(bigint, bigint[], timestamptz) is
  'What follows when something was learnt of conversations: somebody is looked for, and rules look at them, where an account has either.';
revoke execute on function public.enqueue_followers from public, anon, authenticated;
grant execute on function public.enqueue_followers to service_role;
