create table public.macro_undos (
  run_id uuid primary key references public.macro_runs (id) on delete cascade,
  account_id bigint not null,
  asked_by bigint references public.agents (id) on delete set null,
  asked_as text not null,
  items jsonb not null,
  asked_at timestamptz not null default now(),
  finished_at timestamptz
);
create index macro_undos_account_id on public.macro_undos (account_id);
create index macro_undos_asked_by on public.macro_undos (asked_by);
comment on table public.macro_undos is 'What somebody wanted undone of a run that had ended early: once for each run, and exactly what was shown.';

create table public.macro_undo_parts (
  run_id uuid not null references public.macro_undos (run_id) on delete cascade,
  account_id bigint not null,
  key text not null,
  part jsonb not null,
  outbox_key uuid,
  request_key uuid,
  failed_code text,
  primary key (run_id, key),
  constraint macro_undo_parts_one_way check ((outbox_key is null) <> (request_key is null))
);
create index macro_undo_parts_account_id on public.macro_undo_parts (account_id);
create unique index macro_undo_parts_request_key on public.macro_undo_parts (account_id, request_key) where request_key is not null;
comment on table public.macro_undo_parts is
  'The wishes of an undo, written down with it: an effect in the outbox, or an action with the order under its request key. What became of each stands there.';

alter table public.macro_undos enable row level security;
alter table public.macro_undo_parts enable row level security;
revoke all on public.macro_undos, public.macro_undo_parts from anon, authenticated;
grant select on public.macro_undos, public.macro_undo_parts to authenticated;
grant select, insert, update, delete on public.macro_undos, public.macro_undo_parts to service_role;
create policy "members read what was undone in their accounts" on public.macro_undos for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the parts of what was undone in their accounts" on public.macro_undo_parts for select to authenticated
  using (account_id in (select private.current_account_ids()));

alter table public.outbox
  drop constraint outbox_known_effect,
  add constraint outbox_known_effect check (effect in ('message', 'priority', 'mail', 'slack', 'labels', 'team', 'note', 'status', 'assignee', 'webhook', 'undo'));

create function private.audit_macro_undo() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_run public.macro_runs;
begin
  select * into v_run from public.macro_runs where id = new.run_id;
  perform private.write_audit(
    new.account_id, new.asked_by, 'agent', case when tg_op = 'INSERT' then 'macro.undo_asked' else 'macro.undone' end,
    'macro_run:' || new.run_id, v_run.conversation_id,
    jsonb_strip_nulls(jsonb_build_object('macroId', v_run.macro_id, 'version', v_run.macro_version))
  );
  return null;
end $$;
revoke execute on function private.audit_macro_undo from public;
create trigger audit_asked_undo after insert on public.macro_undos for each row execute function private.audit_macro_undo();
create trigger audit_ended_undo after update of finished_at on public.macro_undos
  for each row when (old.finished_at is null and new.finished_at is not null) execute function private.audit_macro_undo();

create function private.macro_undo(p_run_id uuid) returns jsonb
language sql stable security invoker set search_path = '' as $$
  select jsonb_build_object(
    'askedBy', u.asked_by, 'askedAs', u.asked_as, 'askedAt', u.asked_at, 'finishedAt', u.finished_at, 'items', u.items,
    'parts', coalesce((
      select jsonb_agg(jsonb_build_object(
        'key', p.key, 'part', p.part, 'requestKey', p.request_key, 'outbox', o.state, 'action', x.state, 'failedCode', p.failed_code,
        'code', coalesce(o.code, x.code, p.failed_code)
      ) order by p.key)
      from public.macro_undo_parts p
      left join public.outbox o on o.account_id = p.account_id and o.key = p.outbox_key
      left join public.order_actions x on x.account_id = p.account_id and x.request_key = p.request_key
      where p.run_id = u.run_id
    ), '[]')
  )
  from public.macro_undos u where u.run_id = p_run_id
$$;
comment on function private.macro_undo(uuid) is 'What was undone of a run, and what became of each part. Row level security of the caller applies.';
revoke execute on function private.macro_undo from public;
grant execute on function private.macro_undo to authenticated, service_role;

drop function public.macro_run_rows(bigint, bigint, bigint, integer);
create function public.macro_run_rows(p_account_id bigint, p_conversation_id bigint, p_macro_id bigint default null, p_limit integer default 20)
returns table (
  id uuid, macro_id bigint, macro_name text, conversation_id bigint, started_as text, state text, code text, started_at timestamptz,
  finished_at timestamptz, plan jsonb, steps jsonb, proposal jsonb, changes jsonb, started_by bigint, undo jsonb
)
language sql stable security invoker set search_path = '' as $$
  select r.id, r.macro_id, r.macro_name, r.conversation_id, r.started_as, r.state, r.code, r.started_at, r.finished_at, r.plan,
    private.macro_steps(r.id), r.proposal, r.changes, r.started_by, private.macro_undo(r.id)
  from public.macro_runs r
  where r.account_id = p_account_id and (p_conversation_id is null or r.conversation_id = p_conversation_id) and (p_macro_id is null or r.macro_id = p_macro_id)
  order by r.started_at desc, r.id
  limit least(p_limit, 100)
$$;
comment on function public.macro_run_rows(bigint, bigint, bigint, integer) is 'Runs, the latest first, of a conversation or of a macro. Row level security of the caller applies.';

create function public.macro_undo_state(p_run_id uuid)
returns table (account_id bigint, conversation_id bigint, macro_name text, plan jsonb, asker_role text, undo jsonb)
language sql stable security definer set search_path = '' as $$
  select r.account_id, r.conversation_id, r.macro_name, r.plan, g.role, private.macro_undo(r.id)
  from public.macro_runs r
  join public.macro_undos u on u.run_id = r.id and u.finished_at is null
  left join public.agents g on g.id = u.asked_by and g.removed_at is null
  where r.id = p_run_id
$$;
comment on function public.macro_undo_state(uuid) is 'An undo that is under way; `asker_role` is null when the person is gone.';

create function public.start_macro_undo(
  p_account_id bigint, p_run_id uuid, p_agent_id bigint, p_agent_name text, p_items jsonb, p_parts jsonb, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_run public.macro_runs;
begin
  select * into v_run from public.macro_runs
  where id = p_run_id and account_id = p_account_id and state in ('failed', 'stopped', 'refused') for update;
  if v_run.id is null then return false; end if;
  insert into public.macro_undos (run_id, account_id, asked_by, asked_as, items, asked_at)
  values (p_run_id, p_account_id, p_agent_id, p_agent_name, p_items, p_now)
  on conflict (run_id) do nothing;
  if not found then return true; end if;
  with parts as (
    insert into public.macro_undo_parts (run_id, account_id, key, part, outbox_key, request_key)
    select p_run_id, p_account_id, x.key, x.part, case when x.request_key is null then gen_random_uuid() end, x.request_key
    from jsonb_to_recordset(p_parts) as x (key text, part jsonb, request_key uuid)
    returning part, outbox_key
  )
  insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, payload, content, macro_run_id, send_after, created_at, updated_at)
  select p_account_id, v_run.conversation_id, parts.outbox_key, p_agent_id, 'macro', 'undo', parts.part, '', p_run_id, p_now, p_now, p_now
  from parts where parts.outbox_key is not null;
  -- Whoever asked may die before anything is done.
  perform private.wake_macro(p_account_id, p_run_id, p_now + interval '30 seconds');
  return true;
end $$;
comment on function public.start_macro_undo(bigint, uuid, bigint, text, jsonb, jsonb, timestamptz) is
  'Writes down, once for a run, what is to be undone, with the intent of each effect. False where the run is not over, or was done.';

create function public.fail_macro_undo_part(p_run_id uuid, p_key text, p_code text) returns boolean
language sql security definer set search_path = '' as $$
  update public.macro_undo_parts p set failed_code = p_code
  where p.run_id = p_run_id and p.key = p_key and p.failed_code is null and not exists (
    select from public.order_actions x where x.account_id = p.account_id and x.request_key = p.request_key
  )
  returning true
$$;
comment on function public.fail_macro_undo_part(uuid, text, text) is 'Says why an action with the order was not asked for; nothing where it was, after all.';

create function public.end_macro_undo(p_run_id uuid, p_receipt text, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_undo public.macro_undos;
begin
  update public.macro_undos set finished_at = p_now where run_id = p_run_id and finished_at is null returning * into v_undo;
  if v_undo.run_id is null then return false; end if;
  insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, content, send_after, created_at, updated_at)
  select r.account_id, r.conversation_id, gen_random_uuid(), v_undo.asked_by, 'macro', 'note', p_receipt, p_now, p_now, p_now
  from public.macro_runs r where r.id = p_run_id;
  return true;
end $$;
comment on function public.end_macro_undo(uuid, text, timestamptz) is 'Ends an undo once, with its receipt in the conversation.';

revoke execute on function public.macro_undo_state, public.start_macro_undo, public.fail_macro_undo_part, public.end_macro_undo, public.macro_run_rows
  from public, anon, authenticated;
grant execute on function public.macro_undo_state, public.start_macro_undo, public.fail_macro_undo_part, public.end_macro_undo, public.macro_run_rows
  to service_role;
grant execute on function public.macro_run_rows to authenticated;
