alter table public.macro_runs
  add column rule_run_id bigint references public.rule_runs (id) on delete set null,
  add column rule_effect integer,
  add column may_send boolean not null default false,
  add constraint macro_runs_one_per_rule_effect unique (rule_run_id, rule_effect);
alter table public.outbox
  drop constraint outbox_message_has_author,
  add constraint outbox_message_has_author check (effect not in ('message', 'mail') or agent_id is not null or reason = 'macro');
comment on column public.macro_runs.rule_run_id is 'The run of a rule that started it; nobody did in person then.';
comment on column public.macro_runs.may_send is 'Whether an admin let its messages through beforehand; else each waits for a person.';

create function public.open_rule_effect(p_account_id bigint, p_run_id bigint, p_index integer)
returns table (conversation_id bigint, rule_name text, ran_at timestamptz, effect jsonb)
language sql stable security definer set search_path = '' as $$
  select r.conversation_id, u.definition ->> 'name', r.ran_at, r.effects -> p_index
  from public.rule_runs r
  join public.automation_rules u on u.id = r.rule_id
  join public.conversations c on c.account_id = r.account_id and c.conversation_id = r.conversation_id and c.deleted_at is null
  where r.account_id = p_account_id and r.id = p_run_id and r.effects -> p_index -> 'skipped' = 'null'
    and not exists (select from public.approvals a where a.rule_run_id = r.id and (a.payload ->> 'index')::integer = p_index)
    and not exists (select from public.macro_runs m where m.rule_run_id = r.id and m.rule_effect = p_index)
$$;
comment on function public.open_rule_effect(bigint, bigint, integer) is 'An effect of a run that nothing came of yet.';

create function public.start_rule_macro(
  p_account_id bigint, p_run_id bigint, p_index integer, p_macro_id bigint, p_version integer, p_name text, p_rule_name text, p_plan jsonb,
  p_may_send boolean, p_now timestamptz default now()
) returns table (id uuid, refused text)
language plpgsql security definer set search_path = '' as $$
declare
  v_id uuid;
  v_conversation_id bigint;
begin
  select r.conversation_id into v_conversation_id from public.rule_runs r where r.account_id = p_account_id and r.id = p_run_id for update;
  if not exists (select from public.open_rule_effect(p_account_id, p_run_id, p_index)) then return; end if;
  -- Two rules that answer the same machine count together.
  perform from public.conversations c where c.account_id = p_account_id and c.conversation_id = v_conversation_id for update;
  if (
    select count(*) >= 3 from public.macro_runs m
    where m.account_id = p_account_id and m.conversation_id = v_conversation_id and m.macro_id = p_macro_id
      and m.rule_effect is not null and m.started_at > p_now - interval '1 day'
  ) then
    return query select null::uuid, 'macro_often';
    return;
  end if;
  insert into public.macro_runs (
    account_id, conversation_id, macro_id, macro_name, macro_version, key, started_as, plan, rule_run_id, rule_effect, may_send, started_at
  )
  values (
    p_account_id, v_conversation_id, p_macro_id, p_name, p_version, gen_random_uuid(), p_rule_name, p_plan, p_run_id, p_index, p_may_send, p_now
  )
  returning macro_runs.id into v_id;
  -- Whoever begins it may die before the first step.
  perform private.wake_macro(p_account_id, v_id, p_now + interval '30 seconds');
  return query select v_id, null::text;
end $$;
comment on function public.start_rule_macro(bigint, bigint, integer, bigint, integer, text, text, jsonb, boolean, timestamptz) is
  'Starts the macro that a rule asked for, once; of one macro three times a day in a conversation at most, whichever rules ask.';

create or replace function private.audit_macro_run() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.write_audit(
    new.account_id, new.started_by, case when new.rule_effect is not null then 'rule' else 'agent' end,
    'macro.' || case when tg_op = 'INSERT' then 'started' when new.state = 'done' then 'finished' else new.state end,
    'macro_run:' || new.id, new.conversation_id,
    jsonb_strip_nulls(jsonb_build_object(
      'macroId', new.macro_id, 'version', new.macro_version, 'code', new.code, 'ruleRunId', new.rule_run_id,
      'sending', case when new.rule_effect is not null then case when new.may_send then 'pre_approved' else 'asks' end end
    ))
  );
  return null;
end $$;

drop function public.rule_log(bigint, bigint, bigint, integer);
create function public.rule_log(p_account_id bigint, p_rule_id bigint, p_before bigint default null, p_limit integer default 20)
returns table (
  id bigint, conversation_id bigint, contact_name text, event text, outcome text, reasons jsonb, effects jsonb, unreadable text,
  measure jsonb, ran_at timestamptz, outside jsonb, approvals jsonb, macros jsonb
)
language sql stable security invoker set search_path = '' as $$
  select r.id, r.conversation_id, coalesce(p.name, ''), r.event, r.outcome, r.reasons, r.effects, r.unreadable, r.measure, r.ran_at,
    coalesce((select jsonb_agg(jsonb_build_object('effect', o.effect, 'state', o.state, 'code', o.code) order by o.id)
      from public.outbox o where o.rule_run_id = r.id), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('state', a.state, 'index', a.payload -> 'index') order by a.id)
      from public.approvals a where a.rule_run_id = r.id), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('state', m.state, 'index', m.rule_effect) order by m.rule_effect)
      from public.macro_runs m where m.rule_run_id = r.id), '[]')
  from public.rule_runs r
  left join public.conversations c on c.account_id = r.account_id and c.conversation_id = r.conversation_id
  left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
  where r.account_id = p_account_id and r.rule_id = p_rule_id and (p_before is null or r.id < p_before)
  order by r.id desc
  limit least(p_limit, 100)
$$;
comment on function public.rule_log(bigint, bigint, bigint, integer) is
  'What became of a rule''s turns, the newest first, with what the outside answered. Row level security of the caller applies.';

revoke execute on function public.open_rule_effect, public.start_rule_macro, public.rule_log from public, anon, authenticated;
grant execute on function public.open_rule_effect, public.start_rule_macro, public.rule_log to service_role;
grant execute on function public.rule_log to authenticated;
