create schema if not exists extensions;
grant usage on schema extensions to anon, authenticated, service_role;
create extension if not exists vector with schema extensions;
create extension if not exists pg_trgm with schema extensions;
create extension if not exists pgcrypto with schema extensions;

create schema if not exists private;
revoke all on schema private from public;
grant usage on schema private to authenticated, service_role;

create table public.accounts (
  id bigint generated always as identity primary key,
  name text not null,
  chatwoot_url text not null,
  chatwoot_account_id bigint not null,
  shopify_shop text,
  shopify_base_url text,
  language text not null default 'en' check (language in ('en', 'es', 'fr')),
  vip_tags text[] not null default '{vip}',
  created_at timestamptz not null default now(),
  constraint accounts_one_per_chatwoot_account unique (chatwoot_url, chatwoot_account_id)
);
comment on table public.accounts is 'A linked Chatwoot account with its shop. Every other row belongs to one.';

create table public.account_secrets (
  account_id bigint not null references public.accounts (id) on delete cascade,
  kind text not null check (kind in ('chatwoot_api_token', 'chatwoot_webhook_secret', 'shopify_client_id', 'shopify_client_secret', 'shopify_access_token')),
  ciphertext text not null,
  expires_at timestamptz,
  updated_at timestamptz not null default now(),
  primary key (account_id, kind)
);
comment on table public.account_secrets is 'Vendor credentials, sealed with AES-256-GCM by the functions. Readable by service_role only.';

create table public.agents (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  chatwoot_user_id bigint not null,
  user_id uuid references auth.users (id) on delete set null,
  name text not null,
  email text not null check (email = lower(email)),
  role text not null default 'agent' check (role in ('agent', 'supervisor', 'admin')),
  role_source text not null default 'chatwoot' check (role_source in ('chatwoot', 'pitwall')),
  avatar_url text,
  availability text not null default 'offline' check (availability in ('online', 'busy', 'offline')),
  removed_at timestamptz,
  synced_at timestamptz not null default now(),
  constraint agents_one_per_chatwoot_user unique (account_id, chatwoot_user_id),
  constraint agents_one_per_email unique (account_id, email)
);
create index agents_user_id on public.agents (user_id);
create index agents_email on public.agents (email);
comment on table public.agents is 'People of a Chatwoot account, synced from its API. `user_id` is set by a verified e-mail only.';
comment on column public.agents.role_source is 'A role given in Pitwall (supervisor) survives the next sync.';
comment on column public.agents.removed_at is 'No longer an agent in Chatwoot: loses access at once, keeps authorship.';

create table public.teams (
  account_id bigint not null references public.accounts (id) on delete cascade,
  team_id bigint not null,
  name text not null,
  primary key (account_id, team_id)
);
comment on table public.teams is 'Chatwoot teams, synced.';

create table public.team_members (
  account_id bigint not null,
  team_id bigint not null,
  agent_id bigint not null references public.agents (id) on delete cascade,
  primary key (account_id, team_id, agent_id),
  foreign key (account_id, team_id) references public.teams (account_id, team_id) on delete cascade
);
create index team_members_agent_id on public.team_members (agent_id);
comment on table public.team_members is 'Who is in which Chatwoot team, synced.';

create table public.inboxes (
  account_id bigint not null references public.accounts (id) on delete cascade,
  inbox_id bigint not null,
  name text not null,
  channel text not null,
  time_zone text not null default 'UTC',
  primary key (account_id, inbox_id)
);
comment on table public.inboxes is 'Chatwoot inboxes, synced.';

create function private.current_account_ids() returns setof bigint
language sql stable security definer set search_path = '' as $$
  select account_id from public.agents where user_id = (select auth.uid()) and removed_at is null
$$;
comment on function private.current_account_ids() is 'The accounts in which the signed-in user is a person today.';

create function private.has_role(p_account_id bigint, p_roles text[]) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (
    select from public.agents
    where user_id = (select auth.uid()) and account_id = p_account_id and removed_at is null and role = any (p_roles)
  )
$$;
comment on function private.has_role(bigint, text[]) is 'Whether the signed-in user has one of these roles in the account.';

create function private.link_agent() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  update public.agents set user_id = new.id where email = lower(new.email) and user_id is distinct from new.id;
  return new;
end $$;
create trigger link_agent
  after insert or update of email_confirmed_at, email on auth.users
  for each row when (new.email_confirmed_at is not null) execute function private.link_agent();

create function private.link_user() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.user_id := (select id from auth.users where lower(email) = new.email and email_confirmed_at is not null limit 1);
  return new;
end $$;
comment on function private.link_user() is 'A person synced after they signed in, or whose address changed in Chatwoot, is linked by the verified address of today.';
create trigger link_user
  before insert or update of email on public.agents
  for each row execute function private.link_user();

revoke execute on all functions in schema private from public;
grant execute on function private.current_account_ids(), private.has_role(bigint, text[]) to authenticated, service_role;

alter table public.accounts enable row level security;
alter table public.account_secrets enable row level security;
alter table public.agents enable row level security;
alter table public.teams enable row level security;
alter table public.team_members enable row level security;
alter table public.inboxes enable row level security;

revoke all on public.accounts, public.account_secrets, public.agents, public.teams, public.team_members, public.inboxes
  from anon, authenticated;
grant select on public.accounts, public.agents, public.teams, public.team_members, public.inboxes to authenticated;
grant update (name, language, vip_tags) on public.accounts to authenticated;
grant update (role, role_source) on public.agents to authenticated;
grant select, insert, update, delete on public.accounts, public.account_secrets, public.agents, public.teams, public.team_members, public.inboxes
  to service_role;

create policy "members read their accounts" on public.accounts for select to authenticated
  using (id in (select private.current_account_ids()));
create policy "admins name and describe their account" on public.accounts for update to authenticated
  using ((select private.has_role(id, '{admin}'))) with check ((select private.has_role(id, '{admin}')));
create policy "members read the people of their accounts" on public.agents for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "admins set roles in their accounts" on public.agents for update to authenticated
  using ((select private.has_role(account_id, '{admin}'))) with check ((select private.has_role(account_id, '{admin}')));
create policy "members read the teams of their accounts" on public.teams for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read who is in their teams" on public.team_members for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the inboxes of their accounts" on public.inboxes for select to authenticated
  using (account_id in (select private.current_account_ids()));
