create function private.knock_tick() returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_url text;
  v_key text;
begin
  -- Dynamic, because Vault and pg_net exist on hosted Supabase only.
  execute $q$ select decrypted_secret from vault.decrypted_secrets where name = 'project_url' $q$ into v_url;
  execute $q$ select decrypted_secret from vault.decrypted_secrets where name = 'secret_key' $q$ into v_key;
  if v_url is null or v_key is null then
    raise warning 'tick is not scheduled: put project_url and secret_key into Vault';
    return;
  end if;
  execute 'select net.http_post(url := $1, body := $2, headers := $3, timeout_milliseconds := 60000)'
    using v_url || '/functions/v1/tick', '{}'::jsonb, jsonb_build_object('apikey', v_key, 'content-type', 'application/json');
end $$;
comment on function private.knock_tick() is 'Calls the function `tick` with the secret key. The embedded stack knocks by itself.';
revoke execute on function private.knock_tick from public;

do $$ begin
  if not exists (select from pg_available_extensions where name = 'pg_cron') then return; end if;
  if not exists (select from pg_available_extensions where name = 'pg_net') then return; end if;
  create extension if not exists pg_cron;
  create extension if not exists pg_net;
  execute $q$ select cron.schedule('tick', '* * * * *', 'select private.knock_tick()') $q$;
end $$;
