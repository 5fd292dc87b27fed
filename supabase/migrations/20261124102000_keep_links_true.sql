-- An address is unique among the people of today; who left may have had it before.
alter table public.agents drop constraint agents_one_per_email;
create unique index agents_one_live_per_email on public.agents (account_id, email) where removed_at is null;

create or replace function private.link_agent() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.agents set user_id = null
  where user_id = new.id and (new.email_confirmed_at is null or email is distinct from lower(new.email));
  if new.email_confirmed_at is not null then
    update public.agents set user_id = new.id
    where email = lower(new.email) and removed_at is null and user_id is distinct from new.id;
  end if;
  return new;
end $$;
comment on function private.link_agent() is 'A user is the people who have their verified address today, and nobody else.';
-- Replaced, not dropped: on hosted Supabase the table is not ours.
create or replace trigger link_agent
  after insert or update of email_confirmed_at, email on auth.users
  for each row execute function private.link_agent();

create or replace function private.link_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.user_id := case when new.removed_at is null then
    (select id from auth.users where lower(email) = new.email and email_confirmed_at is not null limit 1) end;
  return new;
end $$;
create or replace trigger link_user
  before insert or update of email, removed_at on public.agents
  for each row execute function private.link_user();

-- Whoever asks for an account with a password could do so with another's address and wait until its owner confirms it
-- by code. So nobody has a password here, whatever is asked.
create function private.drop_password() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.encrypted_password := '';
  return new;
end $$;
comment on function private.drop_password() is 'One signs in by a code sent to the address, and in no other way that a stranger could prepare.';
create trigger drop_password
  before insert or update of encrypted_password on auth.users
  for each row execute function private.drop_password();
revoke execute on function private.drop_password() from public;
