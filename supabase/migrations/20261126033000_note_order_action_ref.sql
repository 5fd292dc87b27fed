create function public.note_order_action_ref(p_id uuid, p_attempt integer, p_ref text) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.order_actions set shop_ref = p_ref where id = p_id and attempts = p_attempt and state = 'sent';
  return found;
end $$;
comment on function public.note_order_action_ref(uuid, integer, text) is
  'Writes down the shop''s own id of what is about to be done, in between; false when another carrier has the action by then.';
revoke execute on function public.note_order_action_ref from public, anon, authenticated;
grant execute on function public.note_order_action_ref to service_role;
