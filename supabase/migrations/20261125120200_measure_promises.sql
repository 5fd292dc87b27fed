create function private.wilson(p_kept bigint, p_total bigint) returns double precision[]
language sql immutable set search_path = '' as $$
  -- Wilson (1927), 95 %: unlike the plain one it stays between 0 and 1 and says something about few cases.
  select case when p_total = 0 then null else (
    select array[greatest(0, mid - half), least(1, mid + half)]
    from (
      select (p + z * z / (2 * n)) / (1 + z * z / n) as mid,
        z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n) as half
      from (select p_kept::float / p_total as p, p_total::float as n, 1.959963984540054::float as z) x
    ) y
  ) end
$$;
comment on function private.wilson(bigint, bigint) is 'The interval of a share, with 95 % confidence; null of nothing.';

create function public.sla_promises_measured(
  p_account_id bigint, p_from timestamptz, p_to timestamptz, p_now timestamptz default now(), p_with_earlier boolean default false
) returns table (
  conversation_id bigint, kind text, outcome text, is_earlier boolean, tier text, agent_id bigint, team_id bigint, inbox_id bigint, day date,
  started_at timestamptz, due_at timestamptz, stopped_at timestamptz, target_seconds integer
)
language sql stable set search_path = '' as $$
  select k.conversation_id, k.kind,
    case
      when k.due_at < coalesce(k.stopped_at, p_now) then 'broken'
      when k.stopped_at is not null then 'kept'
      when c.status = 'resolved' or c.deleted_at is not null then 'closed'
      else 'open'
    end,
    k.started_at < k.valid_from, k.tier_name, coalesce(k.stopped_by, c.assignee_id), c.team_id, c.inbox_id,
    (k.started_at at time zone coalesce(k.calendar ->> 'timeZone', 'UTC'))::date, k.started_at, k.due_at, k.stopped_at, k.target_seconds
  from public.sla_clocks k
  join public.conversations c on c.account_id = k.account_id and c.conversation_id = k.conversation_id
  where k.account_id = p_account_id and k.started_at >= p_from and k.started_at < p_to
    and (p_with_earlier or k.started_at >= k.valid_from)
    and (select private.has_role(p_account_id, '{supervisor,admin}'))
$$;
comment on function public.sla_promises_measured(bigint, timestamptz, timestamptz, timestamptz, boolean) is
  'What became of each promise that began in a period: kept, broken, open, or closed without an answer before it was due. `is_earlier`: began before the account promised it; left out unless asked for. For supervisors and admins.';

create function public.sla_attainment(
  p_account_id bigint, p_from timestamptz, p_to timestamptz, p_by text, p_kind text default null, p_now timestamptz default now(),
  p_with_earlier boolean default false
) returns table (key text, name text, kept bigint, broken bigint, open bigint, closed bigint, share double precision, low double precision, high double precision)
language sql stable set search_path = '' as $$
  with figures as (
    select case p_by when 'tier' then m.tier when 'agent' then m.agent_id::text when 'team' then m.team_id::text
        when 'inbox' then m.inbox_id::text when 'day' then m.day::text when 'kind' then m.kind else 'all' end as key,
      count(*) filter (where m.outcome = 'kept') as kept, count(*) filter (where m.outcome = 'broken') as broken,
      count(*) filter (where m.outcome = 'open') as open, count(*) filter (where m.outcome = 'closed') as closed
    from public.sla_promises_measured(p_account_id, p_from, p_to, p_now, p_with_earlier) m
    where p_kind is null or m.kind = p_kind
    group by 1
  )
  select f.key,
    case p_by
      when 'agent' then (select a.name from public.agents a where a.account_id = p_account_id and a.chatwoot_user_id::text = f.key)
      when 'team' then (select t.name from public.teams t where t.account_id = p_account_id and t.team_id::text = f.key)
      when 'inbox' then (select i.name from public.inboxes i where i.account_id = p_account_id and i.inbox_id::text = f.key)
      else f.key
    end,
    f.kept, f.broken, f.open, f.closed, f.kept::float / nullif(f.kept + f.broken, 0), w.interval[1], w.interval[2]
  from figures f, lateral (select private.wilson(f.kept, f.kept + f.broken) as interval) w
  order by case when p_by = 'day' then f.key end, f.broken desc, f.kept desc, f.key
$$;
comment on function public.sla_attainment(bigint, timestamptz, timestamptz, text, text, timestamptz, boolean) is
  'Promises kept of those that came to an end, by tier, agent, team, inbox, day or kind, with Wilson''s 95 % interval. A null key is nobody, or none.';

revoke execute on function private.wilson, public.sla_promises_measured, public.sla_attainment from public, anon;
grant execute on function private.wilson to authenticated, service_role;
grant execute on function public.sla_promises_measured, public.sla_attainment to authenticated, service_role;
