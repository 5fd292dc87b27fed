create table public.macro_webhooks (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  name text not null check (name = btrim(name) and char_length(name) between 1 and 60),
  url text not null check (url like 'https://%' and char_length(url) <= 2000),
  ciphertext text not null,
  updated_by bigint references public.agents (id) on delete set null,
  updated_at timestamptz not null default now(),
  constraint macro_webhooks_one_per_name unique (account_id, name)
);
create index macro_webhooks_updated_by on public.macro_webhooks (updated_by);
comment on table public.macro_webhooks is 'Addresses of other systems that macros call by name. Written by the functions, which seal the secret.';
comment on column public.macro_webhooks.ciphertext is 'The secret that signs each call, sealed with AES-256-GCM by the functions. Readable by service_role only.';
alter table public.macro_webhooks enable row level security;
revoke all on public.macro_webhooks from anon, authenticated;
grant select (id, account_id, name, url, updated_by, updated_at) on public.macro_webhooks to authenticated;
grant select, insert, update, delete on public.macro_webhooks to service_role;
create policy "admins read the webhooks of their accounts" on public.macro_webhooks for select to authenticated
  using ((select private.has_role(account_id, '{admin}')));
create trigger audit_settings after insert or update on public.macro_webhooks for each row
  execute function private.audit_settings('id', 'ciphertext,updated_at,updated_by');

create function public.save_macro_webhook(
  p_account_id bigint, p_name text, p_url text, p_ciphertext text, p_agent_id bigint, p_most integer, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.macro_webhooks set url = p_url, ciphertext = coalesce(p_ciphertext, ciphertext), updated_by = p_agent_id, updated_at = p_now
  where account_id = p_account_id and name = p_name;
  if found then return true; end if;
  if p_ciphertext is null or (select count(*) from public.macro_webhooks where account_id = p_account_id) >= p_most then return false; end if;
  insert into public.macro_webhooks (account_id, name, url, ciphertext, updated_by, updated_at)
  values (p_account_id, p_name, p_url, p_ciphertext, p_agent_id, p_now)
  on conflict (account_id, name) do update set url = excluded.url, ciphertext = excluded.ciphertext, updated_by = excluded.updated_by, updated_at = excluded.updated_at;
  return true;
end $$;
comment on function public.save_macro_webhook(bigint, text, text, text, bigint, integer, timestamptz) is
  'Keeps an address under its name; without a new secret the one it has. False for a new one without a secret, or where there are `p_most`.';
revoke execute on function public.save_macro_webhook from public, anon, authenticated;
grant execute on function public.save_macro_webhook to service_role;

create function public.remove_macro_webhook(p_account_id bigint, p_id bigint, p_agent_id bigint) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_gone public.macro_webhooks;
begin
  delete from public.macro_webhooks where account_id = p_account_id and id = p_id returning * into v_gone;
  if v_gone.id is null then return false; end if;
  -- The row knows who changed it last, not who removed it.
  perform private.write_audit(p_account_id, p_agent_id, 'agent', 'settings.removed', 'macro_webhooks:' || v_gone.id, null,
    jsonb_build_object('from', jsonb_build_object('name', v_gone.name, 'url', v_gone.url), 'to', '{}'::jsonb));
  return true;
end $$;
comment on function public.remove_macro_webhook(bigint, bigint, bigint) is 'Forgets an address and its secret; what is to call it fails from then on.';
revoke execute on function public.remove_macro_webhook from public, anon, authenticated;
grant execute on function public.remove_macro_webhook to service_role;

alter table public.outbox
  drop constraint outbox_known_effect,
  add constraint outbox_known_effect check (effect in ('message', 'priority', 'mail', 'slack', 'labels', 'team', 'note', 'status', 'assignee', 'webhook'));

drop trigger audit_asked_message on public.outbox;
create trigger audit_asked_message after insert on public.outbox
  for each row when (new.effect in ('message', 'note', 'mail', 'slack', 'webhook')) execute function private.audit_outbox();
drop trigger audit_settled_message on public.outbox;
create trigger audit_settled_message after update of state on public.outbox
  for each row when (new.effect in ('message', 'note', 'mail', 'slack', 'webhook') and old.state is distinct from new.state
    and new.state in ('done', 'failed', 'cancelled', 'unknown'))
  execute function private.audit_outbox();
