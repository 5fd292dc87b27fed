create function public.save_routing(
  p_account_id bigint, p_version integer, p_policy jsonb, p_people jsonb, p_inboxes jsonb, p_agent_id bigint, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.routing_policies (account_id, policy, version) values (p_account_id, p_policy, 0) on conflict (account_id) do nothing;
  update public.routing_policies set policy = p_policy, version = version + 1, updated_at = p_now, updated_by = p_agent_id
  where account_id = p_account_id and version = p_version;
  if not found then return false; end if;

  insert into public.agent_routing as r (agent_id, account_id, is_routed, capacity, languages, shift, updated_at)
  select a.id, a.account_id, p.is_routed, p.capacity, p.languages, nullif(p.shift, 'null'), p_now
  from jsonb_to_recordset(p_people) as p (agent_id bigint, is_routed boolean, capacity integer, languages text[], shift jsonb)
  join public.agents a on a.id = p.agent_id and a.account_id = p_account_id
  order by a.id
  on conflict (agent_id) do update set is_routed = excluded.is_routed, capacity = excluded.capacity, languages = excluded.languages,
    shift = excluded.shift, updated_at = excluded.updated_at;
  delete from public.agent_skills k using jsonb_to_recordset(p_people) as p (agent_id bigint)
  where k.account_id = p_account_id and k.agent_id = p.agent_id;
  insert into public.agent_skills (agent_id, account_id, skill, level)
  select a.id, a.account_id, s.skill, max(s.level)
  from jsonb_to_recordset(p_people) as p (agent_id bigint, skills jsonb)
  join public.agents a on a.id = p.agent_id and a.account_id = p_account_id
  cross join lateral jsonb_to_recordset(p.skills) as s (skill text, level smallint)
  group by a.id, a.account_id, s.skill;

  insert into public.routing_inboxes as r (account_id, inbox_id, is_enabled)
  select i.account_id, i.inbox_id, n.is_enabled
  from jsonb_to_recordset(p_inboxes) as n (inbox_id bigint, is_enabled boolean)
  join public.inboxes i on i.account_id = p_account_id and i.inbox_id = n.inbox_id
  on conflict (account_id, inbox_id) do update set is_enabled = excluded.is_enabled;
  return true;
end $$;
comment on function public.save_routing(bigint, integer, jsonb, jsonb, jsonb, bigint, timestamptz) is
  'Saves a whole draft of routing, or nothing: false when somebody saved another one since `p_version`.';

revoke execute on function public.save_routing from public, anon, authenticated;
grant execute on function public.save_routing to service_role;

create function public.routing_inboxes_now(p_account_id bigint, p_now timestamptz default now())
returns table (inbox_id bigint, name text, is_enabled boolean, is_auto_assigned boolean, members integer, waiting integer, refused integer)
language sql stable security definer set search_path = '' as $$
  with latest as (
    select distinct on (s.conversation_id) c.inbox_id, s.state, s.created_at
    from public.assignments s
    join public.conversations c on c.account_id = s.account_id and c.conversation_id = s.conversation_id
    where s.account_id = p_account_id and c.status = 'open' and c.assignee_id is null and c.deleted_at is null
    order by s.conversation_id, s.id desc
  )
  select i.inbox_id, i.name, coalesce(ri.is_enabled, false), i.auto_assignment,
    (select count(*)::integer from public.inbox_members m join public.agents a on a.id = m.agent_id and a.removed_at is null
      where m.account_id = i.account_id and m.inbox_id = i.inbox_id),
    (select count(*)::integer from latest l where l.inbox_id = i.inbox_id and l.state = 'waiting'),
    (select count(*)::integer from latest l where l.inbox_id = i.inbox_id and l.state = 'refused' and l.created_at > p_now - interval '1 day')
  from public.inboxes i
  left join public.routing_inboxes ri on ri.account_id = i.account_id and ri.inbox_id = i.inbox_id
  where i.account_id = p_account_id
  order by i.name, i.inbox_id
$$;
comment on function public.routing_inboxes_now(bigint, timestamptz) is
  'Each inbox: whether Pitwall routes it, whether Chatwoot assigns there by itself, who serves it, and what found nobody or was refused.';
revoke execute on function public.routing_inboxes_now from public, anon, authenticated;
grant execute on function public.routing_inboxes_now to service_role;
