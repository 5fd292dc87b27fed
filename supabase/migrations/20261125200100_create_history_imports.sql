create table public.history_imports (
  account_id bigint primary key references public.accounts (id) on delete cascade,
  asked_by bigint references public.agents (id) on delete set null,
  days integer not null check (days between 1 and 365),
  since timestamptz not null,
  page integer not null default 1 check (page > 0),
  handled bigint[] not null default '{}',
  conversations integer not null default 0,
  skipped integer not null default 0,
  failures integer not null default 0,
  state text not null default 'queued' check (state in ('queued', 'running', 'done', 'stopped', 'failed')),
  code text check (code ~ '^[a-z_]{1,60}$'),
  progress real not null default 0 check (progress between 0 and 1),
  is_stop_asked boolean not null default false,
  waits_until timestamptz,
  runner uuid,
  locked_until timestamptz,
  started_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index history_imports_asked_by on public.history_imports (asked_by);
comment on table public.history_imports is
  'How far the past of an account was read from Chatwoot. `page` and `handled` are where it goes on after a pause or a crash. Forgotten 90 days after its end.';
comment on column public.history_imports.handled is 'Conversations of this page and the one before that are in: a list that moves while it is read hides none.';
comment on column public.history_imports.skipped is 'Conversations that were left out: not over yet, or unreadable.';
comment on column public.history_imports.waits_until is 'Chatwoot asked to wait this long, or did not answer.';
comment on column public.history_imports.runner is 'Who is at it until `locked_until`; two never are.';

alter table public.history_imports enable row level security;
revoke all on public.history_imports from anon, authenticated;
grant select on public.history_imports to authenticated;
grant select, insert, update, delete on public.history_imports to service_role;
create policy "admins and supervisors read the imports of their accounts" on public.history_imports for select to authenticated
  using ((select private.has_role(account_id, '{admin,supervisor}')));

create function public.start_import(p_account_id bigint, p_days integer, p_agent_id bigint, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.history_imports as h (account_id, asked_by, days, since, started_at, updated_at)
  values (p_account_id, p_agent_id, p_days, p_now - make_interval(days => p_days), p_now, p_now)
  on conflict (account_id) do update set
    -- What was stopped or failed goes on where it was; everything else begins anew.
    page = case when h.state = 'done' or h.days <> p_days then 1 else h.page end,
    handled = case when h.state = 'done' or h.days <> p_days then '{}' else h.handled end,
    conversations = case when h.state = 'done' or h.days <> p_days then 0 else h.conversations end,
    skipped = case when h.state = 'done' or h.days <> p_days then 0 else h.skipped end,
    progress = case when h.state = 'done' or h.days <> p_days then 0 else h.progress end,
    since = case when h.state = 'done' or h.days <> p_days then excluded.since else h.since end,
    started_at = case when h.state = 'done' or h.days <> p_days then p_now else h.started_at end,
    asked_by = excluded.asked_by, days = p_days, state = 'queued', code = null, failures = 0, is_stop_asked = false,
    waits_until = null, updated_at = p_now
  where h.state not in ('queued', 'running');
  return found;
end $$;
comment on function public.start_import(bigint, integer, bigint, timestamptz) is 'Begins an import of the last days, or goes on with one that did not end; false when one is at it.';

create function public.claim_import(p_account_id bigint, p_runner uuid, p_until timestamptz, p_now timestamptz default now())
returns table (since timestamptz, page integer, handled bigint[], conversations integer, skipped integer, failures integer, started_at timestamptz)
language sql security definer set search_path = '' as $$
  update public.history_imports h set
    runner = p_runner, locked_until = p_until, state = 'running', updated_at = p_now
  where h.account_id = p_account_id and h.state in ('queued', 'running') and not h.is_stop_asked
    and (h.locked_until is null or h.locked_until <= p_now)
  returning h.since, h.page, h.handled, h.conversations, h.skipped, h.failures, h.started_at
$$;
comment on function public.claim_import(bigint, uuid, timestamptz, timestamptz) is 'Takes an import for one runner; nothing when it is over or another is at it.';

create function public.stop_import(p_account_id bigint, p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  update public.history_imports set
    is_stop_asked = true,
    -- Nobody is at it who could hear.
    state = case when locked_until is null or locked_until <= p_now then 'stopped' else state end,
    updated_at = p_now
  where account_id = p_account_id and state in ('queued', 'running')
$$;
comment on function public.stop_import(bigint, timestamptz) is 'Asks an import to stop: at once when nobody is at it, else before its next conversation.';

revoke execute on function public.start_import, public.claim_import, public.stop_import from public, anon, authenticated;
grant execute on function public.start_import, public.claim_import, public.stop_import to service_role;
