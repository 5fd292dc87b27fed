alter table public.accounts add column rules_offered_at timestamptz;
comment on column public.accounts.rules_offered_at is 'When the account got its templates of rules; one that was removed does not come back.';

create function public.offer_rules(p_account_id bigint, p_definitions jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.accounts set rules_offered_at = now() where id = p_account_id and rules_offered_at is null;
  if not found then return; end if;
  insert into public.automation_rules (account_id, position, is_enabled, definition)
  select p_account_id, n + coalesce((select max(position) from public.automation_rules where account_id = p_account_id), 0), false, one
  from jsonb_array_elements(p_definitions) with ordinality as d (one, n);
end $$;
comment on function public.offer_rules(bigint, jsonb) is 'Adds rules, switched off, to an account that was never offered any.';
revoke execute on function public.offer_rules from public, anon, authenticated;
grant execute on function public.offer_rules to service_role;
