create function private.guard_role() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- The sync speaks for Chatwoot and sees to it itself that somebody can still help.
  if (select auth.uid()) is null or new.role = old.role then return new; end if;
  new.role_source := 'pitwall';
  if old.role = 'admin' and old.removed_at is null then
    -- Two admins who demote each other at once do so one after the other.
    perform from public.accounts where id = old.account_id for update;
    if not exists (
      select from public.agents where account_id = old.account_id and role = 'admin' and removed_at is null and id <> old.id
    ) then
      raise exception 'The last admin of an account stays one' using errcode = 'PT409', hint = 'last_admin';
    end if;
  end if;
  return new;
end $$;
comment on function private.guard_role() is 'A role that a person sets is Pitwall''s own and survives the sync; an account always keeps an admin.';
create trigger guard_role
  before update of role on public.agents
  for each row execute function private.guard_role();
revoke execute on function private.guard_role() from public;
