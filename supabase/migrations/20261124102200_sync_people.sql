alter table public.accounts
  add column people_synced_at timestamptz,
  add column chatwoot_webhook_id bigint,
  add column chatwoot_dashboard_app_id bigint;
comment on column public.accounts.people_synced_at is 'When the lists of people, teams and inboxes that stand here were read from Chatwoot.';
comment on column public.accounts.chatwoot_webhook_id is 'Ours among the account''s webhooks; another installation''s is never touched.';
comment on column public.accounts.chatwoot_dashboard_app_id is 'Ours among the account''s dashboard apps.';

create function public.sync_people(p_account_id bigint, p_agents jsonb, p_teams jsonb, p_inboxes jsonb, p_read_at timestamptz)
returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  -- One at a time, and lists that were read earlier say nothing new; a clock that ran ahead shall not block for long.
  perform from public.accounts
  where id = p_account_id and (people_synced_at is null or people_synced_at <= p_read_at or people_synced_at > now()) for update;
  if not found then return false; end if;

  -- Who comes back starts with what Chatwoot gives them, not with a role of earlier times.
  update public.agents set removed_at = p_read_at, role = 'agent', role_source = 'chatwoot', availability = 'offline'
  where account_id = p_account_id and removed_at is null
    and chatwoot_user_id not in (select (p ->> 'chatwoot_user_id')::bigint from jsonb_array_elements(p_agents) p);
  -- Two people may have swapped addresses, so a new one is taken only when all old ones are free.
  update public.agents a set email = 'moving-' || a.id || '@invalid'
  from jsonb_to_recordset(p_agents) as p (chatwoot_user_id bigint, email text)
  where a.account_id = p_account_id and a.chatwoot_user_id = p.chatwoot_user_id and a.email <> p.email;

  insert into public.agents as a (account_id, chatwoot_user_id, name, email, role, avatar_url, availability, synced_at)
  select p_account_id, chatwoot_user_id, name, email, role, avatar_url, availability, p_read_at
  from jsonb_to_recordset(p_agents)
    as p (chatwoot_user_id bigint, name text, email text, role text, avatar_url text, availability text)
  on conflict (account_id, chatwoot_user_id) do update set
    name = excluded.name,
    email = excluded.email,
    role = case when a.role_source = 'pitwall' then a.role else excluded.role end,
    avatar_url = excluded.avatar_url,
    availability = excluded.availability,
    removed_at = null,
    synced_at = excluded.synced_at;
  -- The last admin has left Chatwoot: its administrators get back what was taken from them here.
  update public.agents a set role = 'admin', role_source = 'chatwoot'
  from jsonb_to_recordset(p_agents) as p (chatwoot_user_id bigint, role text)
  where a.account_id = p_account_id and a.chatwoot_user_id = p.chatwoot_user_id and p.role = 'admin'
    and not exists (select from public.agents b where b.account_id = p_account_id and b.role = 'admin' and b.removed_at is null);

  delete from public.teams
  where account_id = p_account_id and team_id not in (select (t ->> 'team_id')::bigint from jsonb_array_elements(p_teams) t);
  insert into public.teams (account_id, team_id, name)
  select p_account_id, team_id, name from jsonb_to_recordset(p_teams) as t (team_id bigint, name text)
  on conflict (account_id, team_id) do update set name = excluded.name;
  delete from public.team_members where account_id = p_account_id;
  insert into public.team_members (account_id, team_id, agent_id)
  select distinct p_account_id, (t ->> 'team_id')::bigint, a.id
  from jsonb_array_elements(p_teams) t, jsonb_array_elements(t -> 'member_ids') m
    join public.agents a on a.account_id = p_account_id and a.chatwoot_user_id = m::bigint and a.removed_at is null;

  delete from public.inboxes
  where account_id = p_account_id and inbox_id not in (select (i ->> 'inbox_id')::bigint from jsonb_array_elements(p_inboxes) i);
  insert into public.inboxes (account_id, inbox_id, name, channel, time_zone)
  select p_account_id, inbox_id, name, channel, time_zone
  from jsonb_to_recordset(p_inboxes) as t (inbox_id bigint, name text, channel text, time_zone text)
  on conflict (account_id, inbox_id) do update set name = excluded.name, channel = excluded.channel, time_zone = excluded.time_zone;

  update public.accounts set people_synced_at = p_read_at where id = p_account_id;
  return true;
end $$;
comment on function public.sync_people(bigint, jsonb, jsonb, jsonb, timestamptz) is
  'Brings people, teams and inboxes in line with what was read from Chatwoot, all or nothing. False: newer lists stand here already.';
revoke execute on function public.sync_people from public, anon, authenticated;
grant execute on function public.sync_people to service_role;
