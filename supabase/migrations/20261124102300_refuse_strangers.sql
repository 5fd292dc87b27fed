create function private.refuse_stranger(event jsonb) returns jsonb
language sql stable security definer set search_path = '' as $$
  select case
    when exists (select from public.agents where email = lower(event -> 'user' ->> 'email') and removed_at is null) then '{}'::jsonb
    else '{"error": {"http_code": 403, "message": "No agent has this address"}}'::jsonb
  end
$$;
comment on function private.refuse_stranger(jsonb) is
  'Supabase''s "before user created" hook: no user and no mail for who is nobody here. Without it a stranger''s user sees nothing.';
revoke execute on function private.refuse_stranger(jsonb) from public;

do $$ begin
  if exists (select from pg_roles where rolname = 'supabase_auth_admin') then
    grant usage on schema private to supabase_auth_admin;
    grant execute on function private.refuse_stranger(jsonb) to supabase_auth_admin;
  end if;
end $$;
