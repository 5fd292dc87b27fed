create index conversations_opened on public.conversations (account_id, opened_at);
create index jobs_asking_shop on public.jobs (account_id, dedupe_key) where kind = 'learn_customer' and done_at is null and dead_at is null;

create function public.enqueue_rules(p_account_id bigint, p_conversation_ids bigint[], p_run_at timestamptz) returns void
language sql security definer set search_path = '' as $$
  insert into public.jobs as j (account_id, kind, payload, dedupe_key, run_at)
  select p_account_id, 'run_rules', jsonb_build_object('conversationId', id), id::text, p_run_at
  from (select distinct id from unnest(p_conversation_ids) id order by id) c
  where exists (select from public.automation_rules r where r.account_id = p_account_id and r.is_enabled)
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null
    do update set run_at = least(j.run_at, excluded.run_at)
$$;
comment on function public.enqueue_rules(bigint, bigint[], timestamptz) is 'Asks for the rules to look at conversations, where an account has rules that are on.';

create function private.tell_rules() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform public.enqueue_rules(new.account_id, array[new.conversation_id], coalesce(new.breached_at, new.warned_at));
  return null;
end $$;
comment on function private.tell_rules() is 'A promise that turned is an event for rules.';
revoke execute on function private.tell_rules from public;
create trigger tell_rules_of_warned_clock after update of warned_at on public.sla_clocks
  for each row when (old.warned_at is null and new.warned_at is not null) execute function private.tell_rules();
create trigger tell_rules_of_breached_clock after update of breached_at on public.sla_clocks
  for each row when (old.breached_at is null and new.breached_at is not null) execute function private.tell_rules();

create function public.rule_facts(p_account_id bigint, p_conversation_ids bigint[], p_now timestamptz default now())
returns table (
  conversation_id bigint, category text, is_category_decided boolean, language text, mood text, is_frustrated boolean, tier_id bigint,
  customer_tags text[], lifetime_value_minor bigint, labels text[], inbox_id bigint, channel text, team_id bigint, priority text,
  assignee_id bigint, contact_name text, opened_at timestamptz, is_shop_asked boolean, happenings jsonb, done text[]
)
language sql stable security definer set search_path = '' as $$
  select c.conversation_id, c.category, c.category_decided_by is not null, c.language, c.mood,
    case when c.frustration_version is not null then c.is_frustrated end,
    (select s.tier_id from public.sla_promises s
      where s.account_id = c.account_id and s.conversation_id = c.conversation_id order by s.tier_position limit 1),
    case when p.customer_seen_at is not null then p.customer_tags end,
    case when p.customer_seen_at is not null then p.lifetime_value_minor end,
    c.labels, c.inbox_id, i.channel, c.team_id, c.priority, c.assignee_id, coalesce(p.name, ''), c.opened_at,
    exists (
      select from public.jobs j
      where j.account_id = c.account_id and j.kind = 'learn_customer' and j.dedupe_key = c.conversation_id::text
        and j.done_at is null and j.dead_at is null and j.created_at > p_now - interval '10 minutes'
    ),
    coalesce((select jsonb_agg(h) from (
      select 'created' as key, 'conversation_created' as "on", c.opened_at as at
      union all
      (select 'message:' || m.message_id, 'message_received', m.created_at from public.messages m
        where m.account_id = c.account_id and m.conversation_id = c.conversation_id and m.direction = 'incoming'
          and not m.is_deleted and m.created_at > p_now - interval '1 day'
        order by m.created_at desc, m.message_id desc limit 50)
      union all
      select 'judged:' || c.category, 'judged', coalesce(
        (select max(v.decided_at) from public.verdicts v
          where v.account_id = c.account_id and v.conversation_id = c.conversation_id and v.judge = 'category'),
        (select min(m.created_at) from public.messages m
          where m.account_id = c.account_id and m.conversation_id = c.conversation_id and m.direction = 'incoming'))
      where c.category is not null
      union all
      select 'warned:' || k.id, 'clock_warned', k.warned_at from public.sla_clocks k
      where k.account_id = c.account_id and k.conversation_id = c.conversation_id and k.warned_at is not null and k.warn_at >= k.valid_from
      union all
      select 'breached:' || k.id, 'clock_breached', k.breached_at from public.sla_clocks k
      where k.account_id = c.account_id and k.conversation_id = c.conversation_id and k.breached_at is not null and k.due_at >= k.valid_from
    ) h where h.at > p_now - interval '1 day'), '[]'),
    coalesce((select array_agg(r.rule_id || ' ' || r.event_key) from public.rule_runs r
      where r.account_id = c.account_id and r.conversation_id = c.conversation_id), '{}')
  from public.conversations c
  left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
  left join public.inboxes i on i.account_id = c.account_id and i.inbox_id = c.inbox_id
  where c.account_id = p_account_id and c.conversation_id = any (p_conversation_ids) and c.deleted_at is null
$$;
comment on function public.rule_facts(bigint, bigint[], timestamptz) is
  'What rules look at: conversations as they stand, what happened in them within a day, and which rules have dealt with it.';

create function public.count_category(p_account_id bigint, p_categories text[], p_since timestamptz, p_is_decided_only boolean) returns integer
language sql stable security definer set search_path = '' as $$
  select count(*)::integer from public.conversations c
  where c.account_id = p_account_id and c.opened_at > p_since and c.category = any (p_categories) and c.deleted_at is null
    and (c.category_decided_by is not null or not p_is_decided_only)
$$;
comment on function public.count_category(bigint, text[], timestamptz, boolean) is 'How many conversations of these categories were opened since.';

create function private.do_effects(p_run public.rule_runs, p_name text, p_now timestamptz) returns void
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

  insert into public.approvals (account_id, conversation_id, kind, content, rule_run_id, requested_as, needed_role, due_at, created_at)
  select p_run.account_id, p_run.conversation_id, 'draft', e.one ->> 'text', p_run.id, p_name, e.one -> 'action' ->> 'neededRole',
    p_now + make_interval(mins => (e.one -> 'action' ->> 'dueMinutes')::integer), p_now
  from jsonb_array_elements(p_run.effects) e (one)
  where e.one -> 'skipped' = 'null' and e.one -> 'action' ->> 'do' = 'prepare_draft';
end $$;
comment on function private.do_effects(public.rule_runs, text, timestamptz) is 'Writes down all that a run asks for: notices, drafts that wait for a person, and the intents of what happens outside.';
revoke execute on function private.do_effects from public;

create function public.record_rule_runs(p_account_id bigint, p_conversation_id bigint, p_runs jsonb, p_now timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_asked record;
  v_run public.rule_runs;
  v_name text;
  v_new integer := 0;
begin
  for v_asked in
    select r.* from jsonb_to_recordset(p_runs) as r (
      rule_id bigint, event_key text, event text, happened_at timestamptz, outcome text, reasons jsonb, effects jsonb, unreadable text, quiet_seconds integer
    )
  loop
    -- One run of a rule at a time: of two conversations that tip a spike together, one tells of it.
    select definition ->> 'name' into v_name from public.automation_rules
    where id = v_asked.rule_id and account_id = p_account_id and is_enabled for update;
    continue when not found;
    continue when v_asked.quiet_seconds is not null and exists (
      select from public.rule_runs r where r.rule_id = v_asked.rule_id and r.outcome = 'acted'
        and r.ran_at > p_now - make_interval(secs => v_asked.quiet_seconds)
    );
    insert into public.rule_runs (
      account_id, rule_id, conversation_id, event_key, event, outcome, reasons, effects, unreadable, happened_at, ran_at
    )
    values (
      p_account_id, v_asked.rule_id, p_conversation_id, v_asked.event_key, v_asked.event, v_asked.outcome, v_asked.reasons,
      v_asked.effects, v_asked.unreadable, v_asked.happened_at, p_now
    )
    on conflict (rule_id, conversation_id, event_key) do nothing
    returning * into v_run;
    continue when not found;
    v_new := v_new + 1;
    if v_run.outcome = 'acted' then perform private.do_effects(v_run, v_name, p_now); end if;
  end loop;
  return v_new;
end $$;
comment on function public.record_rule_runs(bigint, bigint, jsonb, timestamptz) is
  'Writes runs with the intents of their effects, each once per rule and event, whoever asks how often. Returns how many were new.';

create function public.thin_rule_runs(p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  delete from public.rule_runs where id in (
    select id from public.rule_runs
    where ran_at < p_now - interval '14 days' and (outcome <> 'acted' or ran_at < p_now - interval '90 days')
    limit 5000
  )
$$;
comment on function public.thin_rule_runs(timestamptz) is 'Forgets runs: after 90 days those that did something, after 14 the others.';

create function public.rule_log(p_account_id bigint, p_rule_id bigint, p_before bigint default null, p_limit integer default 20)
returns table (
  id bigint, conversation_id bigint, contact_name text, event text, outcome text, reasons jsonb, effects jsonb, unreadable text,
  ran_at timestamptz, outside jsonb, approvals jsonb
)
language sql stable security invoker set search_path = '' as $$
  select r.id, r.conversation_id, coalesce(p.name, ''), r.event, r.outcome, r.reasons, r.effects, r.unreadable, r.ran_at,
    coalesce((select jsonb_agg(jsonb_build_object('effect', o.effect, 'state', o.state, 'code', o.code) order by o.id)
      from public.outbox o where o.rule_run_id = r.id), '[]'),
    coalesce((select jsonb_agg(jsonb_build_object('state', a.state) order by a.id) from public.approvals a where a.rule_run_id = r.id), '[]')
  from public.rule_runs r
  left join public.conversations c on c.account_id = r.account_id and c.conversation_id = r.conversation_id
  left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
  where r.account_id = p_account_id and r.rule_id = p_rule_id and (p_before is null or r.id < p_before)
  order by r.id desc
  limit least(p_limit, 100)
$$;
comment on function public.rule_log(bigint, bigint, bigint, integer) is
  'What became of a rule''s turns, the newest first, with what the outside answered. Row level security of the caller applies.';

revoke execute on function public.enqueue_rules, public.rule_facts, public.count_category, public.record_rule_runs, public.thin_rule_runs,
  public.rule_log from public, anon, authenticated;
grant execute on function public.enqueue_rules, public.rule_facts, public.count_category, public.record_rule_runs, public.thin_rule_runs,
  public.rule_log to service_role;
grant execute on function public.rule_log to authenticated;
