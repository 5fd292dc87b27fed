alter table public.inboxes add column auto_assignment boolean not null default false;
comment on column public.inboxes.auto_assignment is 'Chatwoot assigns in this inbox by itself; Pitwall then does not, whatever its own switch says.';
alter table public.agents add column availability_since timestamptz not null default now();

alter table public.accounts add column looked_around_at timestamptz;
comment on column public.accounts.looked_around_at is 'When Chatwoot was last asked who is online, who serves the inboxes that Pitwall routes, and where it assigns by itself.';

create function private.date_availability() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  new.availability_since := greatest(new.synced_at, old.synced_at);
  return new;
end $$;
create trigger date_availability before update of availability on public.agents
  for each row when (old.availability is distinct from new.availability) execute function private.date_availability();
revoke execute on function private.date_availability() from public;

create table public.inbox_members (
  account_id bigint not null,
  inbox_id bigint not null,
  agent_id bigint not null references public.agents (id) on delete cascade,
  primary key (account_id, inbox_id, agent_id),
  foreign key (account_id, inbox_id) references public.inboxes (account_id, inbox_id) on delete cascade
);
create index inbox_members_agent_id on public.inbox_members (agent_id);
comment on table public.inbox_members is 'Who serves which Chatwoot inbox, synced.';

create table public.agent_routing (
  agent_id bigint primary key references public.agents (id) on delete cascade,
  account_id bigint not null references public.accounts (id) on delete cascade,
  is_routed boolean not null default true,
  capacity integer not null default 10 check (capacity between 0 and 100),
  languages text[] not null default '{}' check (languages <@ '{en,es,fr}'),
  shift jsonb,
  typical_response_seconds integer check (typical_response_seconds >= 0),
  updated_at timestamptz not null default now()
);
create index agent_routing_account_id on public.agent_routing (account_id);
comment on table public.agent_routing is 'What an admin says of a person for routing. Its row is the lock under which their slots are given out.';
comment on column public.agent_routing.languages is 'Empty: the language of the account.';
comment on column public.agent_routing.shift is 'A calendar {timeZone, blocks, holidays}; null: whenever Chatwoot says online.';
comment on column public.agent_routing.typical_response_seconds is 'Median time to a first reply in the last 30 days, learned hourly.';

create table public.agent_skills (
  agent_id bigint not null references public.agents (id) on delete cascade,
  account_id bigint not null references public.accounts (id) on delete cascade,
  skill text not null check (skill = lower(trim(skill)) and char_length(skill) between 1 and 40),
  level smallint not null check (level between 1 and 3),
  primary key (agent_id, skill)
);
create index agent_skills_account_id on public.agent_skills (account_id);
comment on table public.agent_skills is 'What people know: 1 can help, 2 knows it well, 3 is who the others ask.';

create table public.routing_policies (
  account_id bigint primary key references public.accounts (id) on delete cascade,
  policy jsonb not null check (jsonb_typeof(policy) = 'object'),
  version integer not null default 1,
  learned_at timestamptz,
  updated_at timestamptz not null default now(),
  updated_by bigint references public.agents (id) on delete set null
);
create index routing_policies_updated_by on public.routing_policies (updated_by);
comment on table public.routing_policies is 'How conversations find people, as an account decided; the contract is RoutingPolicy. None: the default.';
comment on column public.routing_policies.version is 'Counts every saved change of routing; each decision says under which it was made.';

create table public.routing_inboxes (
  account_id bigint not null,
  inbox_id bigint not null,
  is_enabled boolean not null default false,
  primary key (account_id, inbox_id),
  foreign key (account_id, inbox_id) references public.inboxes (account_id, inbox_id) on delete cascade
);
comment on table public.routing_inboxes is 'Where Pitwall assigns. An inbox without a row is off.';

create table public.assignments (
  id bigint generated always as identity primary key,
  account_id bigint not null,
  conversation_id bigint not null,
  state text not null check (state in ('waiting', 'sending', 'unknown', 'done', 'overruled', 'refused', 'lost')),
  because text not null check (because in ('opened', 'reopened', 'capacity', 'online', 'relaxed', 'left', 'promise', 'asked')),
  agent_id bigint references public.agents (id) on delete set null,
  chatwoot_user_id bigint,
  replaces_user_id bigint,
  decision jsonb not null,
  policy_version integer not null,
  code text,
  relaxes_at timestamptz,
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  foreign key (account_id, conversation_id) references public.conversations (account_id, conversation_id) on delete cascade
);
create unique index assignments_one_live_per_conversation on public.assignments (account_id, conversation_id)
  where state in ('waiting', 'sending', 'unknown');
create index assignments_of_conversation on public.assignments (account_id, conversation_id, id desc);
create index assignments_held on public.assignments (agent_id, state, created_at) where state in ('sending', 'unknown', 'done');
create index assignments_agent_id on public.assignments (agent_id);
comment on table public.assignments is
  'Who was given what, and why: an intent row written before Chatwoot is asked. `waiting`: nobody fits yet. `overruled`: a person had decided meanwhile.';
comment on column public.assignments.replaces_user_id is 'Chatwoot user who had it and left; null when nobody had.';

alter table public.inbox_members enable row level security;
alter table public.agent_routing enable row level security;
alter table public.agent_skills enable row level security;
alter table public.routing_policies enable row level security;
alter table public.routing_inboxes enable row level security;
alter table public.assignments enable row level security;

revoke all on public.inbox_members, public.agent_routing, public.agent_skills, public.routing_policies, public.routing_inboxes, public.assignments
  from anon, authenticated;
grant select on public.inbox_members, public.agent_routing, public.agent_skills, public.routing_policies, public.routing_inboxes, public.assignments
  to authenticated;
grant select, insert, update, delete on public.inbox_members, public.agent_routing, public.agent_skills, public.routing_policies,
  public.routing_inboxes, public.assignments to service_role;

create policy "members read who serves the inboxes of their accounts" on public.inbox_members for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the routing of their colleagues" on public.agent_routing for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the skills of their colleagues" on public.agent_skills for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the routing policy of their accounts" on public.routing_policies for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read where routing is on" on public.routing_inboxes for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the assignments of their accounts" on public.assignments for select to authenticated
  using (account_id in (select private.current_account_ids()));

create trigger announce_new_assignment after insert on public.assignments
  for each row execute function private.announce_conversation();
