create or replace function public.save_routing(
  p_account_id bigint, p_version integer, p_policy jsonb, p_people jsonb, p_inboxes jsonb, p_agent_id bigint, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  perform set_config('pitwall.acting_agent', coalesce(p_agent_id::text, ''), true);
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
  -- Only what changes is touched, so that the audit log tells of nothing else.
  delete from public.agent_skills k using jsonb_to_recordset(p_people) as p (agent_id bigint, skills jsonb)
  where k.account_id = p_account_id and k.agent_id = p.agent_id
    and not exists (select from jsonb_to_recordset(p.skills) as s (skill text) where s.skill = k.skill);
  insert into public.agent_skills as k (agent_id, account_id, skill, level)
  select a.id, a.account_id, s.skill, max(s.level)
  from jsonb_to_recordset(p_people) as p (agent_id bigint, skills jsonb)
  join public.agents a on a.id = p.agent_id and a.account_id = p_account_id
  cross join lateral jsonb_to_recordset(p.skills) as s (skill text, level smallint)
  group by a.id, a.account_id, s.skill
  on conflict (agent_id, skill) do update set level = excluded.level where k.level <> excluded.level;

  insert into public.routing_inboxes as r (account_id, inbox_id, is_enabled)
  select i.account_id, i.inbox_id, n.is_enabled
  from jsonb_to_recordset(p_inboxes) as n (inbox_id bigint, is_enabled boolean)
  join public.inboxes i on i.account_id = p_account_id and i.inbox_id = n.inbox_id
  on conflict (account_id, inbox_id) do update set is_enabled = excluded.is_enabled where r.is_enabled <> excluded.is_enabled;
  return true;
end $$;
