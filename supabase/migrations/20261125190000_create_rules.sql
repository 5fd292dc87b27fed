create table public.automation_rules (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  position integer not null,
  is_enabled boolean not null default false,
  enabled_at timestamptz not null default now(),
  definition jsonb not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint automation_rules_named check (jsonb_typeof(definition) = 'object' and length(definition ->> 'name') between 1 and 80),
  constraint automation_rules_in_reach check (pg_column_size(definition) <= 65536)
);
create index automation_rules_in_order on public.automation_rules (account_id, position, id);
comment on table public.automation_rules is
  'Event, conditions, actions, as shared/contracts/rule.ts reads them; tried by `position`, then `id`. What this version cannot read is refused when its turn comes.';
comment on column public.automation_rules.enabled_at is 'Since when it says what it says and is on: what happened before is not acted upon.';

create table public.rule_runs (
  id bigint generated always as identity primary key,
  account_id bigint not null,
  rule_id bigint not null references public.automation_rules (id) on delete cascade,
  conversation_id bigint not null,
  event_key text not null check (length(event_key) <= 100),
  event text not null,
  outcome text not null check (outcome in ('acted', 'not_matched', 'stopped', 'refused')),
  reasons jsonb not null default '[]',
  effects jsonb not null default '[]',
  unreadable text,
  happened_at timestamptz not null,
  ran_at timestamptz not null default now(),
  constraint rule_runs_one_per_event unique (rule_id, conversation_id, event_key),
  foreign key (account_id, conversation_id) references public.conversations (account_id, conversation_id) on delete cascade
);
create index rule_runs_newest on public.rule_runs (rule_id, id desc);
create index rule_runs_conversation on public.rule_runs (account_id, conversation_id, ran_at desc);
create index rule_runs_age on public.rule_runs (ran_at);
comment on table public.rule_runs is
  'What became of each rule at each event: which conditions held, what was done. Kept 90 days where something was done, else 14.';
comment on column public.rule_runs.event_key is 'What happened, once: a rule deals with it in one transaction with the intents of its effects.';
comment on column public.rule_runs.unreadable is 'The part of the rule that this version does not know.';

create function private.date_rule() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.updated_at := now();
  -- Chatwoot tells time in whole seconds.
  if tg_op = 'INSERT' or (new.is_enabled, new.definition) is distinct from (old.is_enabled, old.definition) then
    new.enabled_at := date_trunc('second', now());
  end if;
  return new;
end $$;
revoke execute on function private.date_rule from public;
create trigger date_rule before insert or update on public.automation_rules
  for each row execute function private.date_rule();

alter table public.automation_rules enable row level security;
alter table public.rule_runs enable row level security;
revoke all on public.automation_rules, public.rule_runs from anon, authenticated;
grant select, insert (account_id, position, is_enabled, definition), update (position, is_enabled, definition), delete
  on public.automation_rules to authenticated;
grant select on public.rule_runs to authenticated;
grant select, insert, update, delete on public.automation_rules, public.rule_runs to service_role;
create policy "admins read the rules of their accounts" on public.automation_rules for select to authenticated
  using ((select private.has_role(account_id, '{admin}')));
create policy "admins add rules to their accounts" on public.automation_rules for insert to authenticated
  with check ((select private.has_role(account_id, '{admin}')));
create policy "admins change the rules of their accounts" on public.automation_rules for update to authenticated
  using ((select private.has_role(account_id, '{admin}'))) with check ((select private.has_role(account_id, '{admin}')));
create policy "admins remove rules of their accounts" on public.automation_rules for delete to authenticated
  using ((select private.has_role(account_id, '{admin}')));
create policy "admins read what the rules of their accounts did" on public.rule_runs for select to authenticated
  using ((select private.has_role(account_id, '{admin}')));

alter table public.notifications
  alter column clock_id drop not null,
  alter column kind drop not null,
  add column rule_run_id bigint,
  add column words text,
  drop constraint notifications_level_check,
  add constraint notifications_known_level check (level in ('yellow', 'red', 'rule')),
  add constraint notifications_tell_something check (
    case level when 'rule' then rule_run_id is not null and words is not null else clock_id is not null and kind is not null end
  );
create unique index notifications_one_per_run on public.notifications (agent_id, rule_run_id, words) where rule_run_id is not null;
comment on table public.notifications is
  'What a person was told of promises in danger, or by a rule. `clock_id` and `rule_run_id` are remembered, not referenced: a notice outlives what it was about.';
comment on column public.notifications.tier_name is 'Why they were told: the tier of the promise, or the rule.';

alter table public.outbox
  add column rule_run_id bigint references public.rule_runs (id) on delete set null,
  drop constraint outbox_known_effect,
  add constraint outbox_known_effect check (effect in ('message', 'priority', 'mail', 'slack', 'labels', 'team', 'note')),
  drop constraint outbox_known_reason,
  add constraint outbox_known_reason check (reason in ('agent_reply', 'agent_note', 'sla_yellow', 'sla_red', 'rule'));
create index outbox_rule_run_id on public.outbox (rule_run_id) where rule_run_id is not null;
comment on column public.outbox.rule_run_id is 'The run of a rule that asked for it.';
