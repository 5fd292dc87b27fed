create or replace function private.do_effects(p_run public.rule_runs, p_name text, p_now timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  with asked as (
    select e.one -> 'action' as action, e.one ->> 'text' as text
    from jsonb_array_elements(p_run.effects) e (one)
    where e.one -> 'skipped' = 'null'
  ),
  told as (
    insert into public.notifications (
      account_id, agent_id, conversation_id, rule_run_id, level, tier_name, contact_name, words, mail, created_at
    )
    select p_run.account_id, g.id, p_run.conversation_id, p_run.id, 'rule', p_name, coalesce(p.name, ''), a.text,
      case when coalesce(w.by_mail, true) then 'waiting' else 'off' end, p_now
    from asked a
    join public.conversations c on c.account_id = p_run.account_id and c.conversation_id = p_run.conversation_id
    left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
    join public.agents g on g.account_id = p_run.account_id and g.removed_at is null and g.role in ('supervisor', 'admin')
    left join public.notification_preferences w on w.agent_id = g.id
    where a.action ->> 'do' = 'notify_supervisors'
    on conflict do nothing
    returning id, agent_id, mail
  )
  insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, payload, content, rule_run_id, send_after, created_at, updated_at)
  select p_run.account_id, p_run.conversation_id, gen_random_uuid(), i.agent_id, 'rule', i.effect, i.payload, i.content, p_run.id, p_now, p_now, p_now
  from (
    select agent_id, 'mail' as effect, jsonb_build_object('notificationId', id) as payload, '' as content from told where mail = 'waiting'
    union all
    select null, 'slack', '{}', a.text from asked a, public.accounts o
      where a.action ->> 'do' = 'notify_supervisors' and o.id = p_run.account_id and o.alarms_slack
    union all
    select null, 'labels', jsonb_build_object('labels', a.action -> 'labels'), '' from asked a where a.action ->> 'do' = 'add_labels'
    union all
    select null, 'priority', jsonb_build_object('set', a.action -> 'priority'), '' from asked a where a.action ->> 'do' = 'set_priority'
    union all
    select null, 'team', jsonb_build_object('teamId', a.action -> 'teamId'), '' from asked a where a.action ->> 'do' = 'assign_team'
    union all
    select null, 'note', '{}', a.text || E'\n\n— ' || p_name from asked a where a.action ->> 'do' = 'add_note'
  ) i;

  insert into public.approvals (account_id, conversation_id, kind, content, payload, rule_run_id, requested_as, needed_role, due_at, created_at)
  select p_run.account_id, p_run.conversation_id, 'draft', e.one ->> 'text', jsonb_build_object('index', e.n - 1), p_run.id, p_name,
    e.one -> 'action' ->> 'neededRole', p_now + make_interval(mins => (e.one -> 'action' ->> 'dueMinutes')::integer), p_now
  from jsonb_array_elements(p_run.effects) with ordinality e (one, n)
  where e.one -> 'skipped' = 'null' and e.one -> 'action' ->> 'do' = 'prepare_draft';

  insert into public.jobs (account_id, kind, payload, run_at)
  select p_run.account_id, k.kind, jsonb_build_object('ruleRunId', p_run.id, 'index', e.n - 1), p_now
  from jsonb_array_elements(p_run.effects) with ordinality e (one, n)
  join (values ('write_draft', 'write_draft'), ('run_macro', 'start_macro')) as k (act, kind) on k.act = e.one -> 'action' ->> 'do'
  where e.one -> 'skipped' = 'null';
end $$;
comment on function private.do_effects(public.rule_runs, text, timestamptz) is
  'Writes down all that a run asks for: notices, drafts that wait for a person, the intents of what happens outside, and jobs for what must be worked out first.';

create function public.skip_rule_effect(p_account_id bigint, p_run_id bigint, p_index integer, p_skipped text, p_missing text[]) returns void
language sql security definer set search_path = '' as $$
  update public.rule_runs
  set effects = jsonb_set(effects, array[p_index::text], effects -> p_index || jsonb_build_object('skipped', p_skipped, 'missing', to_jsonb(p_missing)))
  where account_id = p_account_id and id = p_run_id and effects -> p_index -> 'skipped' = 'null'
$$;
comment on function public.skip_rule_effect(bigint, bigint, integer, text, text[]) is 'Writes down, once, why nothing came of an effect.';

create function public.keep_rule_draft(p_account_id bigint, p_run_id bigint, p_index integer, p_content text, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_effect record;
begin
  -- One writer at a time: whoever comes second finds the draft of the first.
  perform from public.rule_runs where account_id = p_account_id and id = p_run_id for update;
  select * into v_effect from public.open_rule_effect(p_account_id, p_run_id, p_index);
  if not found then return false; end if;
  insert into public.approvals (account_id, conversation_id, kind, content, payload, rule_run_id, requested_as, needed_role, due_at, created_at)
  values (p_account_id, v_effect.conversation_id, 'draft', p_content, jsonb_build_object('index', p_index), p_run_id, v_effect.rule_name,
    v_effect.effect -> 'action' ->> 'neededRole', p_now + make_interval(mins => (v_effect.effect -> 'action' ->> 'dueMinutes')::integer), p_now);
  return true;
end $$;
comment on function public.keep_rule_draft(bigint, bigint, integer, text, timestamptz) is 'Lets a draft that was written for a rule wait for a person, once.';

revoke execute on function public.skip_rule_effect, public.keep_rule_draft from public, anon, authenticated;
grant execute on function public.skip_rule_effect, public.keep_rule_draft to service_role;
