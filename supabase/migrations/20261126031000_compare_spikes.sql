alter table public.rule_runs add column measure jsonb;
comment on column public.rule_runs.measure is 'What tipped a spike: how many there were, and how many are usual at this hour.';

create function public.category_weeks(
  p_account_id bigint, p_categories text[], p_ends timestamptz[], p_window_seconds integer, p_is_decided_only boolean
) returns table (in_window integer, in_week integer, all_in_week integer)
language sql stable security definer set search_path = '' as $$
  select w.in_window, w.in_week, w.all_in_week
  from unnest(p_ends) with ordinality as e (ends_at, n)
  cross join lateral (
    select
      (count(*) filter (where c.category = any (p_categories) and c.opened_at > e.ends_at - make_interval(secs => p_window_seconds)))::integer as in_window,
      (count(*) filter (where c.category = any (p_categories)))::integer as in_week,
      count(*)::integer as all_in_week
    from public.conversations c
    where c.account_id = p_account_id and c.opened_at > e.ends_at - interval '7 days' and c.opened_at <= e.ends_at
      and c.category is not null and c.deleted_at is null and (c.category_decided_by is not null or not p_is_decided_only)
  ) w
  order by e.n
$$;
comment on function public.category_weeks(bigint, text[], timestamptz[], integer, boolean) is
  'For each end of a window: how many conversations of these categories were opened in it and in the week before it, and how many of any category.';
revoke execute on function public.category_weeks from public, anon, authenticated;
grant execute on function public.category_weeks to service_role;

create or replace function public.record_rule_runs(p_account_id bigint, p_conversation_id bigint, p_runs jsonb, p_now timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_asked record;
  v_run public.rule_runs;
  v_name text;
  v_new integer := 0;
begin
  for v_asked in
    select r.* from jsonb_to_recordset(p_runs) as r (
      rule_id bigint, event_key text, event text, happened_at timestamptz, outcome text, reasons jsonb, effects jsonb, unreadable text,
      measure jsonb, quiet_seconds integer
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
      account_id, rule_id, conversation_id, event_key, event, outcome, reasons, effects, unreadable, measure, happened_at, ran_at
    )
    values (
      p_account_id, v_asked.rule_id, p_conversation_id, v_asked.event_key, v_asked.event, v_asked.outcome, v_asked.reasons,
      v_asked.effects, v_asked.unreadable, nullif(v_asked.measure, 'null'), v_asked.happened_at, p_now
    )
    on conflict (rule_id, conversation_id, event_key) do nothing
    returning * into v_run;
    continue when not found;
    v_new := v_new + 1;
    if v_run.outcome = 'acted' then perform private.do_effects(v_run, v_name, p_now); end if;
  end loop;
  return v_new;
end $$;
