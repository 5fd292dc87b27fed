create table public.chatwoot_macros (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  position integer not null,
  is_enabled boolean not null default true,
  definition jsonb not null,
  version integer not null default 1,
  shipped text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  updated_by bigint references public.agents (id) on delete set null,
  constraint chatwoot_macros_named check (jsonb_typeof(definition) = 'object' and length(definition ->> 'name') between 1 and 80),
  constraint chatwoot_macros_in_reach check (pg_column_size(definition) <= 131072),
  constraint chatwoot_macros_shipped_once unique (account_id, shipped)
);
create index chatwoot_macros_in_order on public.chatwoot_macros (account_id, position, id);
create index chatwoot_macros_updated_by on public.chatwoot_macros (updated_by);
comment on table public.chatwoot_macros is
  'Work in several steps, as shared/contracts/macro.ts reads it. What this version cannot read is shown as such and never run.';
comment on column public.chatwoot_macros.version is 'Counts every saved change; a run says which it was.';
comment on column public.chatwoot_macros.shipped is 'Which of those that come with Pitwall it began as; its words are the account''s own to change.';

create table public.chatwoot_macro_versions (
  account_id bigint not null,
  macro_id bigint not null references public.chatwoot_macros (id) on delete cascade,
  version integer not null,
  definition jsonb not null,
  saved_by bigint references public.agents (id) on delete set null,
  saved_at timestamptz not null default now(),
  primary key (macro_id, version)
);
create index chatwoot_macro_versions_account_id on public.chatwoot_macro_versions (account_id);
create index chatwoot_macro_versions_saved_by on public.chatwoot_macro_versions (saved_by);
comment on table public.chatwoot_macro_versions is 'What each macro said, version by version.';

create function private.keep_macro_version() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.updated_at := now();
  new.updated_by := coalesce(private.acting_agent(new.account_id), new.updated_by);
  if tg_op = 'INSERT' then
    new.version := 1;
  elsif new.definition is distinct from old.definition then
    new.version := old.version + 1;
  end if;
  return new;
end $$;
revoke execute on function private.keep_macro_version from public;
create trigger keep_macro_version before insert or update on public.chatwoot_macros
  for each row execute function private.keep_macro_version();

create function private.write_macro_version() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.chatwoot_macro_versions (account_id, macro_id, version, definition, saved_by, saved_at)
  values (new.account_id, new.id, new.version, new.definition, new.updated_by, new.updated_at)
  on conflict (macro_id, version) do nothing;
  return null;
end $$;
revoke execute on function private.write_macro_version from public;
create trigger write_macro_version after insert or update of definition on public.chatwoot_macros
  for each row execute function private.write_macro_version();
create trigger audit_settings after insert or update or delete on public.chatwoot_macros for each row
  execute function private.audit_settings('id', 'created_at,updated_at,updated_by');

create table public.macro_runs (
  id uuid primary key default gen_random_uuid(),
  account_id bigint not null,
  conversation_id bigint not null,
  macro_id bigint references public.chatwoot_macros (id) on delete set null,
  macro_name text not null,
  macro_version integer not null,
  key uuid not null,
  started_by bigint references public.agents (id) on delete set null,
  started_as text not null,
  plan jsonb not null,
  state text not null default 'running' check (state in ('running', 'waiting', 'done', 'failed', 'stopped', 'refused')),
  code text,
  is_stop_asked boolean not null default false,
  started_at timestamptz not null default now(),
  finished_at timestamptz,
  constraint macro_runs_one_per_key unique (account_id, key),
  constraint macro_runs_finish check ((state in ('running', 'waiting')) = (finished_at is null)),
  foreign key (account_id, conversation_id) references public.conversations (account_id, conversation_id) on delete cascade
);
create index macro_runs_conversation on public.macro_runs (account_id, conversation_id, started_at desc);
create index macro_runs_macro on public.macro_runs (macro_id, started_at desc);
create index macro_runs_started_by on public.macro_runs (started_by);
create index macro_runs_open on public.macro_runs (started_at) where state in ('running', 'waiting');
comment on table public.macro_runs is 'Macros under way and done: what was rehearsed is the plan, and the plan is what is done.';

create table public.macro_run_steps (
  run_id uuid not null references public.macro_runs (id) on delete cascade,
  account_id bigint not null,
  index integer not null,
  outbox_key uuid,
  approval_id bigint references public.approvals (id) on delete set null,
  until timestamptz,
  begun_at timestamptz not null default now(),
  primary key (run_id, index)
);
create index macro_run_steps_outbox on public.macro_run_steps (account_id, outbox_key) where outbox_key is not null;
create index macro_run_steps_approval_id on public.macro_run_steps (approval_id) where approval_id is not null;
comment on table public.macro_run_steps is
  'Steps that were begun, each in one transaction with the intent of its effect. What became of it stands in the outbox or with the approval.';

alter table public.chatwoot_macros enable row level security;
alter table public.chatwoot_macro_versions enable row level security;
alter table public.macro_runs enable row level security;
alter table public.macro_run_steps enable row level security;
revoke all on public.chatwoot_macros, public.chatwoot_macro_versions, public.macro_runs, public.macro_run_steps from anon, authenticated;
grant select, insert (account_id, position, is_enabled, definition), update (position, is_enabled, definition), delete
  on public.chatwoot_macros to authenticated;
grant select on public.chatwoot_macro_versions, public.macro_runs, public.macro_run_steps to authenticated;
grant select, insert, update, delete on public.chatwoot_macros, public.chatwoot_macro_versions, public.macro_runs, public.macro_run_steps to service_role;
create policy "members read the macros of their accounts" on public.chatwoot_macros for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "admins add macros to their accounts" on public.chatwoot_macros for insert to authenticated
  with check ((select private.has_role(account_id, '{admin}')));
create policy "admins change the macros of their accounts" on public.chatwoot_macros for update to authenticated
  using ((select private.has_role(account_id, '{admin}'))) with check ((select private.has_role(account_id, '{admin}')));
create policy "admins remove macros of their accounts" on public.chatwoot_macros for delete to authenticated
  using ((select private.has_role(account_id, '{admin}')));
create policy "admins read what macros of their accounts said" on public.chatwoot_macro_versions for select to authenticated
  using ((select private.has_role(account_id, '{admin}')));
create policy "members read the runs of their accounts" on public.macro_runs for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the steps of runs of their accounts" on public.macro_run_steps for select to authenticated
  using (account_id in (select private.current_account_ids()));

alter table public.outbox
  add column macro_run_id uuid references public.macro_runs (id) on delete set null,
  drop constraint outbox_known_effect,
  add constraint outbox_known_effect check (effect in ('message', 'priority', 'mail', 'slack', 'labels', 'team', 'note', 'status', 'assignee')),
  drop constraint outbox_known_reason,
  add constraint outbox_known_reason check (reason in ('agent_reply', 'agent_note', 'sla_yellow', 'sla_red', 'rule', 'macro'));
create index outbox_macro_run_id on public.outbox (macro_run_id) where macro_run_id is not null;
comment on column public.outbox.macro_run_id is 'The run of a macro that asked for it, and that goes on when it is settled.';

create or replace function private.audit_outbox() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.write_audit(
    new.account_id, new.agent_id,
    case when new.macro_run_id is not null then 'macro' when new.agent_id is not null then 'agent' when new.rule_run_id is not null then 'rule' else 'system' end,
    'message.' || case when tg_op = 'INSERT' then 'asked' when new.state = 'done' then 'sent' else new.state end,
    'outbox:' || new.id, new.conversation_id,
    jsonb_strip_nulls(jsonb_build_object(
      'effect', new.effect, 'reason', new.reason, 'key', new.key, 'messageId', new.message_id, 'code', new.code, 'ruleRunId', new.rule_run_id,
      'macroRunId', new.macro_run_id
    ))
  );
  return null;
end $$;
