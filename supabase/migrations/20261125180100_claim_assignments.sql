-- plpgsql where a plan is worth keeping: these run for every arrival.
create function private.agent_loads(p_account_id bigint, p_agent_ids bigint[], p_now timestamptz)
returns table (agent_id bigint, load numeric)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query
  with held as (
    select a.id as agent_id, c.conversation_id
    from public.agents a
    join public.conversations c on c.account_id = a.account_id and c.assignee_id = a.chatwoot_user_id
    where a.account_id = p_account_id and a.id = any (p_agent_ids) and c.status = 'open' and c.deleted_at is null
    union
    select s.agent_id, s.conversation_id
    from public.assignments s
    join public.conversations c on c.account_id = s.account_id and c.conversation_id = s.conversation_id
    where s.account_id = p_account_id and s.agent_id = any (p_agent_ids) and c.status = 'open' and (
      -- A claim that nobody settles is not held for ever.
      (s.state in ('sending', 'unknown') and s.created_at > p_now - interval '10 minutes')
      -- What was just given is not in the read model yet.
      or (s.state = 'done' and s.settled_at > p_now - interval '2 minutes' and c.assignee_id is null
        and c.source_version < (extract(epoch from s.settled_at) * 1000000)::bigint)
    )
  ), weight as (
    select coalesce((select (policy ->> 'customerTurnWeight')::numeric from public.routing_policies where account_id = p_account_id), 0.25) as customers
  )
  select h.agent_id, sum(case when t.direction = 'outgoing' then w.customers else 1 end)
  from held h
  cross join weight w
  left join lateral (
    select m.direction from public.messages m
    where m.account_id = p_account_id and m.conversation_id = h.conversation_id and not m.is_private
      and (m.direction = 'incoming' or (m.direction = 'outgoing' and m.sender_kind = 'agent' and not m.is_automated))
    order by m.created_at desc, m.message_id desc
    limit 1
  ) t on true
  group by h.agent_id;
end $$;
comment on function private.agent_loads(bigint, bigint[], timestamptz) is
  'Open conversations by weight: 1 where it is ours to answer, less where it is the customer''s turn (bots, automation and notes are no answer); slots that are being given out count.';

create function public.routing_setup(p_account_id bigint)
returns table (policy jsonb, version integer, looked_around_at timestamptz, inbox_ids bigint[])
language sql stable security definer set search_path = '' as $$
  select p.policy, coalesce(p.version, 0), a.looked_around_at,
    coalesce((select array_agg(ri.inbox_id order by ri.inbox_id) from public.routing_inboxes ri where ri.account_id = a.id and ri.is_enabled), '{}')
  from public.accounts a
  left join public.routing_policies p on p.account_id = a.id
  where a.id = p_account_id
$$;
comment on function public.routing_setup(bigint) is 'How an account routes, in which inboxes, and since when it is known who is there.';

create function public.routing_board(p_account_id bigint, p_now timestamptz default now())
returns table (
  agent_id bigint, chatwoot_user_id bigint, name text, availability text, availability_since timestamptz, is_removed boolean,
  is_routed boolean, capacity integer, languages text[], shift jsonb, typical_response_seconds integer, skills jsonb, team_ids bigint[],
  inbox_ids bigint[], load numeric
)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query
  select a.id, a.chatwoot_user_id, a.name, a.availability, a.availability_since, a.removed_at is not null,
    coalesce(r.is_routed, true) and a.removed_at is null, coalesce(r.capacity, 10),
    case when r.languages <> '{}' then r.languages else array[acc.language] end, r.shift, r.typical_response_seconds,
    coalesce((select jsonb_object_agg(k.skill, k.level) from public.agent_skills k where k.agent_id = a.id), '{}'),
    coalesce((select array_agg(t.team_id order by t.team_id) from public.team_members t where t.agent_id = a.id), '{}'),
    coalesce((select array_agg(i.inbox_id order by i.inbox_id) from public.inbox_members i where i.agent_id = a.id), '{}'),
    coalesce(l.load, 0)
  from public.agents a
  join public.accounts acc on acc.id = a.account_id
  left join public.agent_routing r on r.agent_id = a.id
  left join private.agent_loads(
    p_account_id, (select coalesce(array_agg(x.id), '{}') from public.agents x where x.account_id = p_account_id and x.removed_at is null), p_now
  ) l on l.agent_id = a.id
  where a.account_id = p_account_id
  order by a.id;
end $$;
comment on function public.routing_board(bigint, timestamptz) is 'Everybody of an account as routing sees them, those who left too: what sits with them moves on.';

create function public.routing_facts(p_account_id bigint, p_conversation_ids bigint[])
returns table (
  conversation_id bigint, inbox_id bigint, team_id bigint, contact_id bigint, assignee_id bigint, status text, category text,
  category_confidence real, language text, labels text[], customer_tags text[], waiting_since timestamptz, due_at timestamptz,
  is_enabled boolean, auto_assignment boolean, given_user_id bigint, services jsonb
)
language plpgsql stable security definer set search_path = '' as $$
#variable_conflict use_column
begin
  return query
  select c.conversation_id, c.inbox_id, c.team_id, c.contact_id, c.assignee_id, c.status, c.category, c.category_confidence, c.language,
    c.labels, coalesce(p.customer_tags, '{}'),
    case when t.direction = 'incoming' then (
      select min(m.created_at) from public.messages m
      where m.account_id = c.account_id and m.conversation_id = c.conversation_id and m.direction = 'incoming' and m.created_at > coalesce((
        select max(r.created_at) from public.messages r
        where r.account_id = c.account_id and r.conversation_id = c.conversation_id and r.direction = 'outgoing' and r.sender_kind = 'agent'
          and not r.is_private and not r.is_automated
      ), '-infinity')
    ) end,
    (select min(k.due_at) from public.sla_clocks k
      where k.account_id = c.account_id and k.conversation_id = c.conversation_id and k.stopped_at is null),
    coalesce(ri.is_enabled, false), coalesce(i.auto_assignment, false),
    (select s.chatwoot_user_id from public.assignments s
      where s.account_id = c.account_id and s.conversation_id = c.conversation_id and s.state = 'done' order by s.id desc limit 1),
    coalesce((
      select jsonb_agg(jsonb_build_object('agentId', h.id, 'times', h.times, 'lastAt', h.last_at)) from (
        select a.id, count(distinct m.conversation_id) as times, max(m.created_at) as last_at
        from (
          select x.account_id, x.conversation_id from public.conversations x
          where x.account_id = c.account_id and x.contact_id = c.contact_id and x.conversation_id <> c.conversation_id
          order by x.last_activity_at desc limit 20
        ) o
        join public.messages m on m.account_id = o.account_id and m.conversation_id = o.conversation_id
        join public.agents a on a.account_id = m.account_id and a.chatwoot_user_id = m.sender_id
        where m.sender_kind = 'agent' and m.direction = 'outgoing' and not m.is_private and not m.is_automated
        group by a.id
      ) h
    ), '[]')
  from public.conversations c
  left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
  left join public.inboxes i on i.account_id = c.account_id and i.inbox_id = c.inbox_id
  left join public.routing_inboxes ri on ri.account_id = c.account_id and ri.inbox_id = c.inbox_id
  left join lateral (
    select m.direction from public.messages m
    where m.account_id = p_account_id and m.conversation_id = c.conversation_id and not m.is_private
      and (m.direction = 'incoming' or (m.direction = 'outgoing' and m.sender_kind = 'agent' and not m.is_automated))
    order by m.created_at desc, m.message_id desc
    limit 1
  ) t on true
  where c.account_id = p_account_id and c.conversation_id = any (p_conversation_ids) and c.deleted_at is null;
end $$;
comment on function public.routing_facts(bigint, bigint[]) is
  'What decides who gets these conversations. `waiting_since` is null while it is the customer''s turn, or before they said a word; `given_user_id` is who Pitwall gave it to last.';

create function public.claim_assignment(
  p_account_id bigint, p_conversation_id bigint, p_agent_id bigint, p_because text, p_decision jsonb, p_policy_version integer,
  p_replaces_user_id bigint default null, p_now timestamptz default now()
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_capacity integer;
  v_user_id bigint;
  v_load numeric;
  v_id bigint;
begin
  insert into public.agent_routing (agent_id, account_id)
  select a.id, a.account_id from public.agents a where a.id = p_agent_id and a.account_id = p_account_id
  on conflict (agent_id) do nothing;
  -- Whoever gives out a slot of this person waits here for whoever is just giving out another.
  select r.capacity, a.chatwoot_user_id into v_capacity, v_user_id
  from public.agent_routing r join public.agents a on a.id = r.agent_id
  where r.agent_id = p_agent_id and r.account_id = p_account_id and r.is_routed and a.removed_at is null and a.availability = 'online'
    and exists (
      select from public.inbox_members m
      join public.conversations c on c.account_id = m.account_id and c.inbox_id = m.inbox_id
      where m.agent_id = a.id and c.account_id = p_account_id and c.conversation_id = p_conversation_id
    )
  for update of r;
  if not found then return jsonb_build_object('outcome', 'gone'); end if;

  if exists (
    select from public.assignments
    where account_id = p_account_id and conversation_id = p_conversation_id and state in ('sending', 'unknown')
  ) or not exists (
    select from public.conversations c
    join public.routing_inboxes ri on ri.account_id = c.account_id and ri.inbox_id = c.inbox_id and ri.is_enabled
    join public.inboxes i on i.account_id = c.account_id and i.inbox_id = c.inbox_id and not i.auto_assignment
    where c.account_id = p_account_id and c.conversation_id = p_conversation_id and c.status = 'open' and c.deleted_at is null
      and c.assignee_id is not distinct from p_replaces_user_id
  ) then return jsonb_build_object('outcome', 'taken'); end if;
  select coalesce(max(l.load), 0) into v_load from private.agent_loads(p_account_id, array[p_agent_id], p_now) l;
  if v_load + 1 > v_capacity then return jsonb_build_object('outcome', 'full', 'load', v_load, 'capacity', v_capacity); end if;

  delete from public.assignments where account_id = p_account_id and conversation_id = p_conversation_id and state = 'waiting';
  insert into public.assignments (
    account_id, conversation_id, state, because, agent_id, chatwoot_user_id, replaces_user_id, decision, policy_version, created_at
  )
  values (p_account_id, p_conversation_id, 'sending', p_because, p_agent_id, v_user_id, p_replaces_user_id, p_decision, p_policy_version, p_now)
  returning id into v_id;
  return jsonb_build_object('outcome', 'claimed', 'id', v_id, 'userId', v_user_id);
exception when unique_violation then
  return jsonb_build_object('outcome', 'taken');
end $$;
comment on function public.claim_assignment(bigint, bigint, bigint, text, jsonb, integer, bigint, timestamptz) is
  'Holds a slot of a person who is there for a conversation that is still looking, if they have one free, and writes the intent.';

create function public.settle_assignment(p_id bigint, p_state text, p_code text default null, p_now timestamptz default now()) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_row public.assignments;
begin
  update public.assignments set state = p_state, code = p_code, settled_at = case when p_state = 'unknown' then null else p_now end
  where id = p_id and state in ('sending', 'unknown') returning * into v_row;
  if not found or p_state <> 'done' then return; end if;
  -- What Chatwoot confirmed need not wait for its webhook; facts that are newer still win.
  update public.conversations set assignee_id = v_row.chatwoot_user_id
  where account_id = v_row.account_id and conversation_id = v_row.conversation_id
    and assignee_id is not distinct from v_row.replaces_user_id
    and source_version < (extract(epoch from v_row.settled_at) * 1000000)::bigint;
end $$;
comment on function public.settle_assignment(bigint, text, text, timestamptz) is 'Writes what became of an intent.';

create function public.keep_waiting(
  p_account_id bigint, p_conversation_id bigint, p_because text, p_decision jsonb, p_policy_version integer, p_relaxes_at timestamptz,
  p_now timestamptz default now()
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.assignments as s (account_id, conversation_id, state, because, decision, policy_version, relaxes_at, created_at)
  values (p_account_id, p_conversation_id, 'waiting', p_because, p_decision, p_policy_version, p_relaxes_at, p_now)
  on conflict (account_id, conversation_id) where state in ('waiting', 'sending', 'unknown') do update set
    decision = excluded.decision, policy_version = excluded.policy_version, relaxes_at = excluded.relaxes_at
  where s.state = 'waiting';
  if p_relaxes_at is null then return; end if;
  perform public.enqueue_job(
    p_account_id, 'assign_conversation', jsonb_build_object('conversationId', p_conversation_id, 'because', 'relaxed'),
    'relaxed:' || p_conversation_id, p_relaxes_at
  );
end $$;
comment on function public.keep_waiting(bigint, bigint, text, jsonb, integer, timestamptz, timestamptz) is
  'Notes that nobody fits and why, and asks again when less will be asked for.';

create function public.waiting_to_route(p_account_id bigint, p_now timestamptz default now(), p_limit integer default 500)
returns table (conversation_id bigint, noted jsonb)
language sql stable security definer set search_path = '' as $$
  select c.conversation_id, (
    select s.decision from public.assignments s where s.account_id = c.account_id and s.conversation_id = c.conversation_id and s.state = 'waiting'
  )
  from public.conversations c
  join public.routing_inboxes ri on ri.account_id = c.account_id and ri.inbox_id = c.inbox_id and ri.is_enabled
  join public.inboxes i on i.account_id = c.account_id and i.inbox_id = c.inbox_id and not i.auto_assignment
  left join public.agents a on a.account_id = c.account_id and a.chatwoot_user_id = c.assignee_id
  where c.account_id = p_account_id and c.status = 'open' and c.deleted_at is null
    and (
      c.assignee_id is null
      or a.removed_at is not null
      or ((a.availability <> 'online' or exists (select from public.agent_routing r where r.agent_id = a.id and r.shift is not null)) and exists (
        select from public.assignments s
        where s.account_id = c.account_id and s.conversation_id = c.conversation_id and s.state = 'done' and s.chatwoot_user_id = c.assignee_id
      ))
    )
    and not exists (
      select from public.assignments s
      where s.account_id = c.account_id and s.conversation_id = c.conversation_id and (
        s.state in ('sending', 'unknown')
        or (s.state in ('refused', 'overruled', 'done') and s.settled_at > p_now - interval '1 minute')
        or (s.state = 'refused' and s.settled_at > p_now - interval '15 minutes')
      )
    )
  order by c.opened_at, c.conversation_id
  limit p_limit
$$;
comment on function public.waiting_to_route(bigint, timestamptz, integer) is
  'Open conversations that nobody has, or that sit with somebody who left Chatwoot, or who is away and was given them by Pitwall, with what was noted of those that wait.';

create function public.open_claims(p_account_id bigint, p_conversation_ids bigint[], p_before timestamptz)
returns table (
  id bigint, conversation_id bigint, agent_id bigint, chatwoot_user_id bigint, replaces_user_id bigint, because text, created_at timestamptz
)
language sql stable security definer set search_path = '' as $$
  select s.id, s.conversation_id, s.agent_id, s.chatwoot_user_id, s.replaces_user_id, s.because, s.created_at
  from public.assignments s
  where s.account_id = p_account_id and s.state in ('sending', 'unknown') and s.created_at < p_before
    and (p_conversation_ids is null or s.conversation_id = any (p_conversation_ids))
  order by s.id
$$;
comment on function public.open_claims(bigint, bigint[], timestamptz) is
  'Claims of these conversations, or of all, whose end nobody wrote down.';

create function public.enqueue_routing(p_account_id bigint, p_conversation_ids bigint[], p_now timestamptz default now()) returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not exists (select from public.routing_inboxes where account_id = p_account_id and is_enabled) then return; end if;
  insert into public.jobs (account_id, kind, payload, dedupe_key, run_at, created_at)
  select c.account_id, 'assign_conversation', jsonb_build_object('conversationId', c.conversation_id, 'because',
    case when exists (
      select from public.assignments s where s.account_id = c.account_id and s.conversation_id = c.conversation_id and s.state = 'done'
    ) then 'reopened' else 'opened' end), c.conversation_id::text, p_now, p_now
  from public.conversations c
  join public.routing_inboxes ri on ri.account_id = c.account_id and ri.inbox_id = c.inbox_id and ri.is_enabled
  join public.inboxes i on i.account_id = c.account_id and i.inbox_id = c.inbox_id and not i.auto_assignment
  where c.account_id = p_account_id and c.conversation_id = any (p_conversation_ids)
    and c.status = 'open' and c.assignee_id is null and c.deleted_at is null
    and exists (
      select from public.messages m where m.account_id = c.account_id and m.conversation_id = c.conversation_id and m.direction = 'incoming'
    )
    and not exists (
      select from public.assignments s
      where s.account_id = c.account_id and s.conversation_id = c.conversation_id and (
        s.state in ('waiting', 'sending', 'unknown')
        or (s.state = 'done' and c.source_version < (extract(epoch from s.settled_at) * 1000000)::bigint)
      )
    )
  order by c.opened_at, c.conversation_id
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null do nothing;

  -- Something that is answered, resolved or given away may have made room.
  if exists (select from public.assignments where account_id = p_account_id and state = 'waiting') and exists (
    select from public.conversations c
    where c.account_id = p_account_id and c.conversation_id = any (p_conversation_ids) and (c.assignee_id is not null or c.status <> 'open')
  ) then
    perform public.enqueue_job(p_account_id, 'sweep_routing', '{"because": "capacity"}', 'sweep', p_now);
  end if;
  delete from public.assignments s using public.conversations c
  where s.account_id = p_account_id and s.state = 'waiting' and s.conversation_id = any (p_conversation_ids)
    and c.account_id = s.account_id and c.conversation_id = s.conversation_id and (c.status <> 'open' or c.assignee_id is not null);
end $$;
comment on function public.enqueue_routing(bigint, bigint[], timestamptz) is
  'Asks for people for those of these conversations that have none where routing is on, and for a sweep when room may have come up.';

create function public.enqueue_routing_rounds(p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  insert into public.jobs (account_id, kind, payload, dedupe_key, run_at, created_at)
  select distinct ri.account_id, 'sweep_routing', '{"because": "online"}'::jsonb, 'sweep', p_now, p_now
  from public.routing_inboxes ri where ri.is_enabled
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null do nothing
$$;
comment on function public.enqueue_routing_rounds(timestamptz) is 'Once a minute for each account that routes: who came, who left, who still waits.';

create function public.look_around(p_account_id bigint, p_agents jsonb, p_inboxes jsonb, p_read_at timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.accounts set looked_around_at = greatest(looked_around_at, p_read_at) where id = p_account_id;
  update public.agents a set availability = p.availability, synced_at = p_read_at
  from jsonb_to_recordset(p_agents) as p (chatwoot_user_id bigint, availability text)
  where a.account_id = p_account_id and a.chatwoot_user_id = p.chatwoot_user_id and a.removed_at is null and a.synced_at <= p_read_at;
  -- Who is not listed has left; the next sync of people says so for good.
  update public.agents a set availability = 'offline', synced_at = p_read_at
  where a.account_id = p_account_id and a.removed_at is null and a.synced_at < p_read_at and a.availability <> 'offline'
    and jsonb_array_length(p_agents) > 0;
  update public.inboxes i set auto_assignment = t.auto_assignment
  from jsonb_to_recordset(p_inboxes) as t (inbox_id bigint, auto_assignment boolean)
  where i.account_id = p_account_id and i.inbox_id = t.inbox_id and i.auto_assignment is distinct from t.auto_assignment;

  delete from public.inbox_members x using jsonb_to_recordset(p_inboxes) as t (inbox_id bigint, member_ids jsonb), public.agents a
  where x.account_id = p_account_id and x.inbox_id = t.inbox_id and a.id = x.agent_id
    and t.member_ids is not null and jsonb_typeof(t.member_ids) = 'array' and not t.member_ids @> to_jsonb(a.chatwoot_user_id);
  insert into public.inbox_members (account_id, inbox_id, agent_id)
  select distinct p_account_id, i.inbox_id, a.id
  from jsonb_to_recordset(p_inboxes) as t (inbox_id bigint, member_ids jsonb)
  join public.inboxes i on i.account_id = p_account_id and i.inbox_id = t.inbox_id
  join public.agents a on a.account_id = p_account_id and t.member_ids @> to_jsonb(a.chatwoot_user_id) and a.removed_at is null
  where jsonb_typeof(t.member_ids) = 'array'
  on conflict do nothing;
end $$;
comment on function public.look_around(bigint, jsonb, jsonb, timestamptz) is
  'Who is online, who serves which inbox (null members: not asked) and where Chatwoot assigns by itself, as Chatwoot says now; people themselves are synced elsewhere.';

create function public.learn_response_times(p_account_id bigint, p_now timestamptz default now()) returns void
language sql security definer set search_path = '' as $$
  insert into public.agent_routing as r (agent_id, account_id, typical_response_seconds)
  select a.id, a.account_id, percentile_cont(0.5) within group (order by extract(epoch from c.first_reply_at - c.opened_at))::integer
  from public.conversations c
  join public.agents a on a.account_id = c.account_id and a.chatwoot_user_id = c.assignee_id and a.removed_at is null
  where c.account_id = p_account_id and c.first_reply_at >= c.opened_at and c.opened_at > p_now - interval '30 days'
  group by a.id, a.account_id
  having count(*) >= 5
  on conflict (agent_id) do update set typical_response_seconds = excluded.typical_response_seconds
$$;
comment on function public.learn_response_times(bigint, timestamptz) is 'Median time to a first reply of each person with at least five in the last 30 days.';

revoke execute on function private.agent_loads from public;
revoke execute on function public.routing_setup, public.routing_board, public.routing_facts, public.claim_assignment, public.settle_assignment, public.keep_waiting,
  public.waiting_to_route, public.open_claims, public.enqueue_routing, public.enqueue_routing_rounds, public.look_around,
  public.learn_response_times from public, anon, authenticated;
grant execute on function public.routing_setup, public.routing_board, public.routing_facts, public.claim_assignment, public.settle_assignment, public.keep_waiting,
  public.waiting_to_route, public.open_claims, public.enqueue_routing, public.enqueue_routing_rounds, public.look_around,
  public.learn_response_times to service_role;
