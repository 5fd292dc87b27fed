alter table public.macro_runs
  add column changes jsonb not null default '[]',
  add column proposal jsonb,
  drop constraint macro_runs_state_check,
  add constraint macro_runs_state_check check (state in ('running', 'waiting', 'changed', 'done', 'failed', 'stopped', 'refused')),
  drop constraint macro_runs_finish,
  add constraint macro_runs_finish check ((state in ('running', 'waiting', 'changed')) = (finished_at is null)),
  add constraint macro_runs_proposal check ((state = 'changed') = (proposal is not null));
comment on column public.macro_runs.proposal is 'What the rest would be by now, where that is not what was rehearsed: somebody says whether it goes on so.';
comment on column public.macro_runs.changes is 'What is different since the rehearsal, one fact each.';

create function public.macro_run_origin(p_run_id uuid)
returns table (definition jsonb, agent_id bigint, user_id uuid, chatwoot_user_id bigint, name text, email text, role text)
language sql stable security definer set search_path = '' as $$
  select v.definition, g.id, g.user_id, g.chatwoot_user_id, g.name, g.email, g.role
  from public.macro_runs r
  join public.chatwoot_macro_versions v on v.macro_id = r.macro_id and v.version = r.macro_version
  join public.agents g on g.id = r.started_by and g.removed_at is null
  where r.id = p_run_id
$$;
comment on function public.macro_run_origin(uuid) is 'What a run was planned from and for whom; nothing once the macro, or the person, is gone.';

create function public.pause_macro_run(p_run_id uuid, p_index integer, p_keeps boolean, p_proposal jsonb, p_changes jsonb) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.macro_runs where id = p_run_id for update;
  -- Another runner has gone on from there: what differs now is what it did.
  if exists (
    select from public.macro_run_steps s where s.run_id = p_run_id and (s.index > p_index or (s.index = p_index and (
      s.request_key is null or exists (select from public.order_actions x where x.account_id = s.account_id and x.request_key = s.request_key)
    )))
  ) then return false; end if;
  update public.macro_runs set state = 'changed', proposal = p_proposal, changes = p_changes
  where id = p_run_id and state in ('running', 'waiting') and not is_stop_asked;
  if not found then return false; end if;
  if not p_keeps then
    delete from public.macro_run_steps s where s.run_id = p_run_id and s.index >= p_index and not exists (
      select from public.order_actions x where x.account_id = s.account_id and x.request_key = s.request_key
    );
  end if;
  return true;
end $$;
comment on function public.pause_macro_run(uuid, integer, boolean, jsonb, jsonb) is
  'Lets a run wait for a word before this step, because the world is not the rehearsed one; false when the step is under way already. A step that was begun and did nothing is forgotten unless it is the same in what is proposed.';

create function public.resume_macro_run(p_account_id bigint, p_run_id uuid, p_digest text, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.macro_runs set state = 'running', plan = case when p_digest is null then plan else proposal end, proposal = null, changes = '[]'
  where id = p_run_id and account_id = p_account_id and state = 'changed' and (p_digest is null or proposal ->> 'digest' = p_digest);
  if not found then return false; end if;
  perform private.wake_macro(p_account_id, p_run_id, p_now);
  return true;
end $$;
comment on function public.resume_macro_run(bigint, uuid, text, timestamptz) is
  'Lets a run go on with exactly what was proposed, or (null) look at the world again.';

create or replace function public.stop_macro_run(p_account_id bigint, p_run_id uuid, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  update public.macro_runs set is_stop_asked = true, state = case state when 'changed' then 'waiting' else state end, proposal = null
  where id = p_run_id and account_id = p_account_id and state in ('running', 'waiting', 'changed');
  if not found then return false; end if;
  perform private.wake_macro(p_account_id, p_run_id, p_now);
  return true;
end $$;

revoke execute on function public.macro_run_origin, public.pause_macro_run, public.resume_macro_run from public, anon, authenticated;
grant execute on function public.macro_run_origin, public.pause_macro_run, public.resume_macro_run to service_role;
