alter table public.account_secrets drop constraint account_secrets_kind_check;
alter table public.account_secrets add constraint account_secrets_kind_check check (kind in (
  'chatwoot_api_token', 'chatwoot_webhook_secret', 'shopify_client_id', 'shopify_client_secret', 'shopify_access_token', 'label_api_key'
));

create table public.label_settings (
  account_id bigint primary key references public.accounts (id) on delete cascade,
  version integer not null default 1 check (version > 0),
  settings jsonb not null check (jsonb_typeof(settings) = 'object'),
  updated_by bigint references public.agents (id) on delete set null,
  updated_at timestamptz not null default now()
);
create index label_settings_updated_by on public.label_settings (updated_by);
comment on table public.label_settings is
  'Who sells return labels to an account, and where goods come back to. The key stands in account_secrets.';
alter table public.label_settings enable row level security;
revoke all on public.label_settings from anon, authenticated;
grant select on public.label_settings to authenticated;
grant select, insert, update, delete on public.label_settings to service_role;
create policy "members read where goods come back to in their accounts" on public.label_settings for select to authenticated
  using (account_id in (select private.current_account_ids()));
create trigger audit_settings after insert or update or delete on public.label_settings for each row
  execute function private.audit_settings('account_id', 'updated_at,updated_by');

create function public.save_label_settings(
  p_account_id bigint, p_version integer, p_settings jsonb, p_agent_id bigint, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if p_version = 0 then
    insert into public.label_settings (account_id, settings, updated_by, updated_at) values (p_account_id, p_settings, p_agent_id, p_now)
    on conflict (account_id) do nothing;
  else
    update public.label_settings set settings = p_settings, version = version + 1, updated_by = p_agent_id, updated_at = p_now
    where account_id = p_account_id and version = p_version;
  end if;
  return found;
end $$;
comment on function public.save_label_settings(bigint, integer, jsonb, bigint, timestamptz) is
  'Saves the settings that were read as this version; false when somebody else saved meanwhile.';
revoke execute on function public.save_label_settings from public, anon, authenticated;
grant execute on function public.save_label_settings to service_role;
