alter table public.macro_run_steps
  add column request_key uuid,
  add column tries integer not null default 1 check (tries > 0),
  add column failed_code text,
  add column before jsonb;
create unique index macro_run_steps_request_key on public.macro_run_steps (account_id, request_key) where request_key is not null;
comment on column public.macro_run_steps.request_key is
  'The wish under which the step''s action with the order is placed, made of the run, the step and `tries`: however often it is asked for, it is one.';
comment on column public.macro_run_steps.failed_code is 'Why the step ended without an effect. An action that is there after all counts more.';
comment on column public.macro_run_steps.before is
  'What the conversation was like right before the step, so that it can be set back; null for steps of other kinds, and where it could not be read.';

create function private.follow_order_action() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_step public.macro_run_steps;
begin
  if new.settled_at is not null then
    perform private.wake_macro(u.account_id, u.run_id, new.settled_at)
    from public.macro_undo_parts u where u.account_id = new.account_id and u.request_key = new.request_key;
  end if;
  select * into v_step from public.macro_run_steps where account_id = new.account_id and request_key = new.request_key;
  if v_step.run_id is null then return null; end if;
  update public.macro_runs set state = case when new.state = 'waiting_approval' then 'waiting' else 'running' end
  where id = v_step.run_id and state in ('running', 'waiting');
  if new.settled_at is not null then perform private.wake_macro(new.account_id, v_step.run_id, new.settled_at); end if;
  return null;
end $$;
comment on function private.follow_order_action() is 'A run waits with the action of its step, and goes on when that is over.';
revoke execute on function private.follow_order_action from public;
create trigger follow_new_order_action after insert on public.order_actions
  for each row execute function private.follow_order_action();
create trigger follow_order_action after update of state on public.order_actions
  for each row when (old.state is distinct from new.state) execute function private.follow_order_action();

create function private.macro_steps(p_run_id uuid) returns jsonb
language sql stable security invoker set search_path = '' as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'index', s.index, 'until', coalesce(s.until, a.due_at), 'outbox', o.state, 'code', coalesce(o.code, x.code, s.failed_code),
    'approval', a.state, 'isApproval', s.approval_id is not null, 'requestKey', s.request_key, 'tries', s.tries,
    'hasFailed', s.failed_code is not null, 'before', s.before, 'status', o.payload -> 'answered',
    'action', case when x.id is not null then jsonb_build_object(
      'id', x.id, 'kind', x.kind, 'state', x.state, 'detail', x.detail, 'ref', x.shop_ref, 'needsPerson', x.needs_person,
      'changes', x.changes, 'amount', x.rehearsal -> 'money' -> 'amount'
    ) end
  ) order by s.index), '[]')
  from public.macro_run_steps s
  left join public.outbox o on o.account_id = s.account_id and o.key = s.outbox_key
  left join public.approvals a on a.id = s.approval_id
  left join public.order_actions x on x.account_id = s.account_id and x.request_key = s.request_key
  where s.run_id = p_run_id
$$;
comment on function private.macro_steps(uuid) is 'What became of the steps that a run began. Row level security of the caller applies.';
revoke execute on function private.macro_steps from public;
grant execute on function private.macro_steps to authenticated, service_role;

drop function public.macro_run_state(uuid);
create function public.macro_run_state(p_run_id uuid)
returns table (
  account_id bigint, conversation_id bigint, macro_name text, started_by bigint, started_as text, starter_role text, plan jsonb, state text,
  is_stop_asked boolean, steps jsonb
)
language sql stable security definer set search_path = '' as $$
  select r.account_id, r.conversation_id, r.macro_name, r.started_by, r.started_as, g.role, r.plan, r.state, r.is_stop_asked, private.macro_steps(r.id)
  from public.macro_runs r left join public.agents g on g.id = r.started_by and g.removed_at is null
  where r.id = p_run_id
$$;
comment on function public.macro_run_state(uuid) is 'A run with what became of the steps it began; `starter_role` is null without a person of the account.';

create or replace function public.begin_macro_step(
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
  elsif p_effect not in ('order_action', 'nothing') then
    v_key := gen_random_uuid();
    insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, payload, content, macro_run_id, send_after, created_at, updated_at)
    values (v_run.account_id, v_run.conversation_id, v_key, v_run.started_by, 'macro', p_effect, p_payload - 'before', p_content, p_run_id, p_now,
      p_now, p_now);
  end if;
  insert into public.macro_run_steps (run_id, account_id, index, outbox_key, approval_id, until, request_key, failed_code, before, begun_at)
  values (p_run_id, v_run.account_id, p_index, v_key, v_approval, case when p_effect is null then p_until end, (p_payload ->> 'requestKey')::uuid,
    p_payload ->> 'failedCode', p_payload -> 'before', p_now);
  if p_effect is null then perform private.wake_macro(v_run.account_id, p_run_id, p_until); end if;
  -- Whoever begins it may die before the action is asked for.
  if p_effect = 'order_action' then perform private.wake_macro(v_run.account_id, p_run_id, p_now + interval '30 seconds'); end if;
  update public.macro_runs set state = case when p_effect is null or p_effect = 'approval' then 'waiting' else 'running' end where id = p_run_id;
  return true;
end $$;
comment on function public.begin_macro_step(uuid, integer, text, text, jsonb, timestamptz, text, timestamptz) is
  'Begins a step once: with the intent of its effect, with the wish of an action with the order (`order_action`), with what waits for a person (`approval`), with a time to wait until (no effect), or as one that cannot be done (`nothing`). False when it was begun before, or the run is over or stopped.';

create function public.fail_macro_step(p_run_id uuid, p_index integer, p_code text) returns boolean
language sql security definer set search_path = '' as $$
  update public.macro_run_steps s set failed_code = p_code
  where s.run_id = p_run_id and s.index = p_index and s.failed_code is null and not exists (
    select from public.order_actions x where x.account_id = s.account_id and x.request_key = s.request_key
  )
  returning true
$$;
comment on function public.fail_macro_step(uuid, integer, text) is 'Says why the action of a step was not asked for; nothing where it was, after all.';

drop function public.retry_macro_run(bigint, uuid, timestamptz);
create function public.retry_macro_run(
  p_account_id bigint, p_run_id uuid, p_now timestamptz default now(), p_tries integer default null, p_request_key uuid default null
) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  -- An undo takes the same lock, so each sees what the other has done.
  perform from public.macro_runs where id = p_run_id for update;
  update public.macro_runs set state = 'running', code = null, finished_at = null, is_stop_asked = false
  where id = p_run_id and account_id = p_account_id and state = 'failed'
    and not exists (select from public.macro_undos u where u.run_id = p_run_id);
  if not found then return false; end if;
  -- One attempt counts as made, so that the world is looked at before anything is done again.
  update public.outbox o set state = 'unknown', attempts = 1, code = null, send_after = p_now, locked_until = null, updated_at = p_now
  from public.macro_run_steps s
  where s.run_id = p_run_id and o.account_id = s.account_id and o.key = s.outbox_key and o.state = 'failed';
  -- Another wish only where the one before surely did nothing.
  update public.macro_run_steps s set failed_code = null, tries = p_tries, request_key = p_request_key
  where s.run_id = p_run_id and s.request_key is not null and s.tries = p_tries - 1 and (
    s.failed_code is not null or exists (
      select from public.order_actions x
      where x.account_id = s.account_id and x.request_key = s.request_key and x.state in ('failed', 'refused', 'expired', 'stopped')
    )
  ) and not exists (
    select from public.order_actions x
    where x.account_id = s.account_id and x.request_key = s.request_key and x.state in ('waiting_approval', 'ready', 'sent', 'unknown', 'done')
  );
  delete from public.macro_run_steps s where s.run_id = p_run_id and s.failed_code is not null and s.request_key is null;
  perform private.wake_macro(p_account_id, p_run_id, p_now);
  return true;
end $$;
comment on function public.retry_macro_run(bigint, uuid, timestamptz, integer, uuid) is
  'Lets a run that failed go on at the step that failed; an action with the order is asked for under `p_request_key`, the wish number `p_tries`, when that before surely did nothing.';

create or replace function public.given_back_today(p_account_id bigint, p_agent_id bigint, p_now timestamptz default now()) returns bigint
language sql stable security definer set search_path = '' as $$
  select coalesce(sum(shop_minor), 0)::bigint from public.order_actions
  where account_id = p_account_id and requested_by is not distinct from p_agent_id and was_alone and created_at > p_now - interval '1 day'
    and state in ('ready', 'sent', 'unknown', 'done')
$$;
comment on function public.given_back_today(bigint, bigint, timestamptz) is
  'What a person, or without one whatever runs by itself, has given back alone within a day, in the smallest unit of the shop''s currency.';

revoke execute on function public.macro_run_state, public.fail_macro_step, public.retry_macro_run from public, anon, authenticated;
grant execute on function public.macro_run_state, public.fail_macro_step, public.retry_macro_run to service_role;
