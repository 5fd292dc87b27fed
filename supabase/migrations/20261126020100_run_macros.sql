create function private.audit_macro_run() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.write_audit(
    new.account_id, new.started_by, 'agent',
    'macro.' || case when tg_op = 'INSERT' then 'started' when new.state = 'done' then 'finished' else new.state end,
    'macro_run:' || new.id, new.conversation_id,
    jsonb_strip_nulls(jsonb_build_object('macroId', new.macro_id, 'version', new.macro_version, 'code', new.code))
  );
  return null;
end $$;
revoke execute on function private.audit_macro_run from public;
create trigger audit_started_macro after insert on public.macro_runs for each row execute function private.audit_macro_run();
create trigger audit_ended_macro after update of state on public.macro_runs
  for each row when (old.state is distinct from new.state and new.state in ('done', 'failed', 'stopped', 'refused'))
  execute function private.audit_macro_run();

create trigger announce_macro_run after update of state on public.macro_runs
  for each row when (old.state is distinct from new.state) execute function private.announce_its_conversation();

create function private.wake_macro(p_account_id bigint, p_run_id uuid, p_at timestamptz) returns void
language sql security definer set search_path = '' as $$
  insert into public.jobs as j (account_id, kind, payload, dedupe_key, run_at)
  values (p_account_id, 'run_macro', jsonb_build_object('runId', p_run_id), p_run_id::text, p_at)
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null
    do update set run_at = least(j.run_at, excluded.run_at)
$$;
comment on function private.wake_macro(bigint, uuid, timestamptz) is 'Asks for a run to go on; the earliest wish counts.';
revoke execute on function private.wake_macro from public;

create function private.wake_macro_after_effect() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.wake_macro(new.account_id, new.macro_run_id, new.updated_at);
  return null;
end $$;
revoke execute on function private.wake_macro_after_effect from public;
create trigger wake_macro after update of state on public.outbox
  for each row when (new.macro_run_id is not null and old.state is distinct from new.state and new.state in ('done', 'failed', 'cancelled'))
  execute function private.wake_macro_after_effect();

create function private.wake_macro_after_approval() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.wake_macro(s.account_id, s.run_id, coalesce(new.decided_at, now())) from public.macro_run_steps s where s.approval_id = new.id;
  return null;
end $$;
revoke execute on function private.wake_macro_after_approval from public;
create trigger wake_macro after update of state on public.approvals
  for each row when (old.state is distinct from new.state and new.kind = 'macro_step') execute function private.wake_macro_after_approval();

create function public.start_macro_run(
  p_account_id bigint, p_conversation_id bigint, p_macro_id bigint, p_version integer, p_name text, p_key uuid, p_agent_id bigint,
  p_agent_name text, p_plan jsonb, p_now timestamptz default now()
) returns table (id uuid, is_new boolean)
language plpgsql security definer set search_path = '' as $$
declare
  v_id uuid;
begin
  insert into public.macro_runs (
    account_id, conversation_id, macro_id, macro_name, macro_version, key, started_by, started_as, plan, started_at
  )
  values (p_account_id, p_conversation_id, p_macro_id, p_name, p_version, p_key, p_agent_id, p_agent_name, p_plan, p_now)
  on conflict (account_id, key) do nothing
  returning macro_runs.id into v_id;
  if v_id is not null then
    -- Whoever begins it may die before the first step.
    perform private.wake_macro(p_account_id, v_id, p_now + interval '30 seconds');
    return query select v_id, true;
    return;
  end if;
  return query select r.id, false from public.macro_runs r
    where r.account_id = p_account_id and r.key = p_key and r.conversation_id = p_conversation_id and r.macro_id = p_macro_id;
end $$;
comment on function public.start_macro_run(bigint, bigint, bigint, integer, text, uuid, bigint, text, jsonb, timestamptz) is
  'Writes a run down once per key; the same key again is the same run, and of another macro or conversation none.';

create function public.macro_run_state(p_run_id uuid)
returns table (
  account_id bigint, conversation_id bigint, macro_name text, started_as text, plan jsonb, state text, is_stop_asked boolean, steps jsonb
)
language sql stable security definer set search_path = '' as $$
  select r.account_id, r.conversation_id, r.macro_name, r.started_as, r.plan, r.state, r.is_stop_asked,
    coalesce((
      select jsonb_agg(jsonb_build_object(
        'index', s.index, 'until', s.until, 'outbox', o.state, 'code', o.code, 'approval', a.state, 'isApproval', s.approval_id is not null
      ) order by s.index)
      from public.macro_run_steps s
      left join public.outbox o on o.account_id = s.account_id and o.key = s.outbox_key
      left join public.approvals a on a.id = s.approval_id
      where s.run_id = r.id
    ), '[]')
  from public.macro_runs r where r.id = p_run_id
$$;
comment on function public.macro_run_state(uuid) is 'A run with what became of the steps it began.';

create function public.begin_macro_step(
  p_run_id uuid, p_index integer, p_effect text, p_content text, p_payload jsonb, p_until timestamptz, p_needed_role text, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_run public.macro_runs;
  v_key uuid;
  v_approval bigint;
begin
  select * into v_run from public.macro_runs where id = p_run_id and state in ('running', 'waiting') for update;
  if v_run.id is null or v_run.is_stop_asked then return false; end if;
  if exists (select from public.macro_run_steps where run_id = p_run_id and index = p_index) then return false; end if;

  if p_effect = 'approval' then
    insert into public.approvals (account_id, conversation_id, kind, content, payload, requested_by, requested_as, needed_role, due_at, created_at)
    values (v_run.account_id, v_run.conversation_id, 'macro_step', v_run.macro_name || ': ' || p_content,
      jsonb_build_object('runId', p_run_id, 'index', p_index), v_run.started_by, v_run.started_as, p_needed_role, p_until, p_now)
    returning id into v_approval;
  elsif p_effect is not null then
    v_key := gen_random_uuid();
    insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, payload, content, macro_run_id, send_after, created_at, updated_at)
    values (v_run.account_id, v_run.conversation_id, v_key, v_run.started_by, 'macro', p_effect, p_payload, p_content, p_run_id, p_now, p_now, p_now);
  end if;
  insert into public.macro_run_steps (run_id, account_id, index, outbox_key, approval_id, until, begun_at)
  values (p_run_id, v_run.account_id, p_index, v_key, v_approval, case when p_effect is null then p_until end, p_now);
  if p_effect is null then perform private.wake_macro(v_run.account_id, p_run_id, p_until); end if;
  update public.macro_runs set state = case when p_effect is null or p_effect = 'approval' then 'waiting' else 'running' end where id = p_run_id;
  return true;
end $$;
comment on function public.begin_macro_step(uuid, integer, text, text, jsonb, timestamptz, text, timestamptz) is
  'Begins a step once: with the intent of its effect, with what waits for a person (`approval`), or with a time to wait until (no effect). False when it was begun before, or the run is over or stopped.';

create function public.end_macro_run(p_run_id uuid, p_state text, p_code text, p_receipt text, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_run public.macro_runs;
begin
  update public.macro_runs set state = p_state, code = p_code, finished_at = p_now
  where id = p_run_id and state in ('running', 'waiting') returning * into v_run;
  if v_run.id is null then return false; end if;
  update public.approvals a set state = 'expired' from public.macro_run_steps s
  where s.run_id = p_run_id and a.id = s.approval_id and a.state = 'waiting';
  -- A retry ends the run again, with a receipt of its own.
  insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, content, send_after, created_at, updated_at)
  values (v_run.account_id, v_run.conversation_id, gen_random_uuid(), v_run.started_by, 'macro', 'note', p_receipt, p_now, p_now, p_now);
  return true;
end $$;
comment on function public.end_macro_run(uuid, text, text, text, timestamptz) is 'Ends a run once, with its receipt in the conversation.';

create function public.stop_macro_run(p_account_id bigint, p_run_id uuid, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.macro_runs set is_stop_asked = true
  where id = p_run_id and account_id = p_account_id and state in ('running', 'waiting');
  if not found then return false; end if;
  perform private.wake_macro(p_account_id, p_run_id, p_now);
  return true;
end $$;
comment on function public.stop_macro_run(bigint, uuid, timestamptz) is 'Asks a run to begin nothing more; what is under way comes to its end.';

create function public.retry_macro_run(p_account_id bigint, p_run_id uuid, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.macro_runs set state = 'running', code = null, finished_at = null, is_stop_asked = false
  where id = p_run_id and account_id = p_account_id and state = 'failed';
  if not found then return false; end if;
  -- One attempt counts as made, so that the world is looked at before anything is done again.
  update public.outbox o set state = 'unknown', attempts = 1, code = null, send_after = p_now, locked_until = null, updated_at = p_now
  from public.macro_run_steps s
  where s.run_id = p_run_id and o.account_id = s.account_id and o.key = s.outbox_key and o.state = 'failed';
  perform private.wake_macro(p_account_id, p_run_id, p_now);
  return true;
end $$;
comment on function public.retry_macro_run(bigint, uuid, timestamptz) is 'Lets a run that failed go on at the step that failed.';

create function public.macro_run_rows(p_account_id bigint, p_conversation_id bigint, p_macro_id bigint default null, p_limit integer default 20)
returns table (
  id uuid, macro_id bigint, macro_name text, conversation_id bigint, started_as text, state text, code text, started_at timestamptz,
  finished_at timestamptz, plan jsonb, steps jsonb
)
language sql stable security invoker set search_path = '' as $$
  select r.id, r.macro_id, r.macro_name, r.conversation_id, r.started_as, r.state, r.code, r.started_at, r.finished_at, r.plan,
    coalesce((
      select jsonb_agg(jsonb_build_object(
        'index', s.index, 'until', coalesce(s.until, a.due_at), 'outbox', o.state, 'code', o.code, 'approval', a.state, 'isApproval', s.approval_id is not null
      ) order by s.index)
      from public.macro_run_steps s
      left join public.outbox o on o.account_id = s.account_id and o.key = s.outbox_key
      left join public.approvals a on a.id = s.approval_id
      where s.run_id = r.id
    ), '[]')
  from public.macro_runs r
  where r.account_id = p_account_id and (p_conversation_id is null or r.conversation_id = p_conversation_id) and (p_macro_id is null or r.macro_id = p_macro_id)
  order by r.started_at desc, r.id
  limit least(p_limit, 100)
$$;
comment on function public.macro_run_rows(bigint, bigint, bigint, integer) is 'Runs, the latest first, of a conversation or of a macro. Row level security of the caller applies.';

create function public.macro_uses(p_account_id bigint)
returns table (macro_id bigint, uses bigint, done bigint, failed bigint, last_used_at timestamptz)
language sql stable security invoker set search_path = '' as $$
  select r.macro_id, count(*), count(*) filter (where r.state = 'done'), count(*) filter (where r.state in ('failed', 'refused')), max(r.started_at)
  from public.macro_runs r where r.account_id = p_account_id and r.macro_id is not null group by r.macro_id
$$;
comment on function public.macro_uses(bigint) is 'How often each macro was run, and how it ended. Row level security of the caller applies.';

alter table public.accounts add column macros_offered_at timestamptz;
comment on column public.accounts.macros_offered_at is 'When the account got the macros that come with Pitwall; one that was removed does not come back.';

create function public.offer_macros(p_account_id bigint, p_macros jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.accounts set macros_offered_at = now() where id = p_account_id and macros_offered_at is null;
  if not found then return; end if;
  insert into public.chatwoot_macros (account_id, position, definition, shipped)
  select p_account_id, m.position, m.definition, m.shipped
  from jsonb_to_recordset(p_macros) as m (position integer, definition jsonb, shipped text)
  on conflict (account_id, shipped) do nothing;
end $$;
comment on function public.offer_macros(bigint, jsonb) is 'Gives an account the macros that come with Pitwall, once.';

create function public.thin_macro_runs(p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  delete from public.macro_runs where id in (
    select r.id from public.macro_runs r where r.finished_at < p_now - interval '400 days' limit 5000
  )
$$;
comment on function public.thin_macro_runs(timestamptz) is 'Forgets runs that ended more than 400 days ago.';

revoke execute on function public.start_macro_run, public.macro_run_state, public.begin_macro_step, public.end_macro_run, public.stop_macro_run,
  public.retry_macro_run, public.macro_run_rows, public.macro_uses, public.offer_macros, public.thin_macro_runs from public, anon, authenticated;
grant execute on function public.start_macro_run, public.macro_run_state, public.begin_macro_step, public.end_macro_run, public.stop_macro_run,
  public.retry_macro_run, public.macro_run_rows, public.macro_uses, public.offer_macros, public.thin_macro_runs to service_role;
grant execute on function public.macro_run_rows, public.macro_uses to authenticated;
