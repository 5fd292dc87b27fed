create table public.approvals (
  id bigint generated always as identity primary key,
  account_id bigint not null,
  conversation_id bigint not null,
  kind text not null check (kind ~ '^[a-z][a-z_]{0,39}$'),
  content text not null default '',
  payload jsonb not null default '{}',
  rule_run_id bigint references public.rule_runs (id) on delete set null,
  requested_by bigint references public.agents (id) on delete set null,
  requested_as text not null,
  needed_role text not null default 'agent' check (needed_role in ('agent', 'supervisor', 'admin')),
  key uuid not null default gen_random_uuid(),
  due_at timestamptz not null,
  state text not null default 'waiting' check (state in ('waiting', 'approved', 'refused', 'expired')),
  decided_by bigint references public.agents (id) on delete set null,
  decided_at timestamptz,
  edited_content text,
  reason text check (length(reason) <= 500),
  created_at timestamptz not null default now(),
  constraint approvals_one_per_key unique (account_id, key),
  constraint approvals_decided_at_once check ((state in ('approved', 'refused')) = (decided_at is not null)),
  foreign key (account_id, conversation_id) references public.conversations (account_id, conversation_id) on delete cascade
);
create index approvals_waiting on public.approvals (account_id, due_at) where state = 'waiting';
create index approvals_due on public.approvals (due_at) where state = 'waiting';
create index approvals_newest on public.approvals (account_id, created_at desc);
create index approvals_conversation on public.approvals (account_id, conversation_id);
create index approvals_rule_run_id on public.approvals (rule_run_id);
create index approvals_requested_by on public.approvals (requested_by);
create index approvals_decided_by on public.approvals (decided_by);
comment on table public.approvals is
  'What waits for a person before it happens. `kind` says what is done then; a kind that this version does not know is never approved.';
comment on column public.approvals.requested_as is 'The rule or the person who asked, by the name of that time.';
comment on column public.approvals.key is 'Under which what was approved goes into the outbox, so that it leaves once.';

alter table public.approvals enable row level security;
revoke all on public.approvals from anon, authenticated;
grant select on public.approvals to authenticated;
grant select, insert, update, delete on public.approvals to service_role;
create policy "members read what waits in their accounts" on public.approvals for select to authenticated
  using (account_id in (select private.current_account_ids()));

create function private.announce_approval() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.announce(new.account_id, 'conversation_changed', jsonb_build_object('conversationId', new.conversation_id));
  return null;
end $$;
revoke execute on function private.announce_approval from public;
create trigger announce_new_approval after insert on public.approvals
  for each row execute function private.announce_approval();
create trigger announce_changed_approval after update of state on public.approvals
  for each row when (old.state is distinct from new.state) execute function private.announce_approval();

create function public.decide_approval(
  p_account_id bigint, p_id bigint, p_is_approved boolean, p_agent_id bigint, p_content text, p_reason text, p_now timestamptz default now()
) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_approval public.approvals;
  v_role text;
begin
  select role into v_role from public.agents where id = p_agent_id and account_id = p_account_id and removed_at is null;
  select * into v_approval from public.approvals where account_id = p_account_id and id = p_id for update;
  if v_approval.id is null then return 'not_found'; end if;
  if v_role is null or array_position('{agent,supervisor,admin}', v_role) < array_position('{agent,supervisor,admin}', v_approval.needed_role) then
    return 'forbidden';
  end if;
  -- Nobody lets their own wish through; refusing it is taking it back.
  if p_is_approved and v_approval.requested_by = p_agent_id then return 'own'; end if;
  if v_approval.state <> 'waiting' then return 'decided'; end if;
  if v_approval.due_at <= p_now then
    update public.approvals set state = 'expired' where id = p_id;
    return 'decided';
  end if;
  if p_is_approved and v_approval.kind <> 'draft' then return 'unknown_kind'; end if;

  update public.approvals set
    state = case when p_is_approved then 'approved' else 'refused' end,
    decided_by = p_agent_id, decided_at = p_now, reason = p_reason,
    edited_content = case when p_is_approved then nullif(p_content, content) end
  where id = p_id;
  if p_is_approved then
    insert into public.outbox (account_id, conversation_id, key, agent_id, reason, content, rule_run_id, send_after, created_at, updated_at)
    values (p_account_id, v_approval.conversation_id, v_approval.key, p_agent_id, 'agent_reply', coalesce(p_content, v_approval.content),
      v_approval.rule_run_id, p_now, p_now, p_now)
    on conflict (account_id, key) do nothing;
  end if;
  return 'done';
end $$;
comment on function public.decide_approval(bigint, bigint, boolean, bigint, text, text, timestamptz) is
  'Approves or refuses once; what is approved goes into the outbox in the same transaction. Says what came of it: done, decided, own, forbidden, not_found, unknown_kind.';

create function public.expire_approvals(p_now timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_expired integer;
begin
  update public.approvals set state = 'expired' where state = 'waiting' and due_at <= p_now;
  get diagnostics v_expired = row_count;
  delete from public.approvals where state <> 'waiting' and created_at < p_now - interval '90 days';
  return v_expired;
end $$;
comment on function public.expire_approvals(timestamptz) is 'Ends what nobody decided in time, and forgets after 90 days what was decided.';

create function public.approval_rows(p_account_id bigint, p_limit integer default 100)
returns table (
  id bigint, conversation_id bigint, contact_name text, kind text, content text, requested_as text, requested_by bigint, is_rule boolean,
  needed_role text, due_at timestamptz, state text, decided_by_name text, decided_at timestamptz, edited_content text, reason text,
  created_at timestamptz, last_message text, is_newer boolean, send_state text, send_code text
)
language sql stable security invoker set search_path = '' as $$
  select a.id, a.conversation_id, coalesce(p.name, ''), a.kind, a.content, a.requested_as, r.chatwoot_user_id, a.requested_by is null,
    a.needed_role, a.due_at, a.state, d.name, a.decided_at, a.edited_content, a.reason, a.created_at,
    coalesce(left(m.content, 300), ''), coalesce(n.is_newer, false), o.state, o.code
  from public.approvals a
  join public.conversations c on c.account_id = a.account_id and c.conversation_id = a.conversation_id and c.deleted_at is null
  left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
  left join public.agents r on r.id = a.requested_by
  left join public.agents d on d.id = a.decided_by
  left join public.outbox o on o.account_id = a.account_id and o.key = a.key
  left join lateral (
    select s.content from public.messages s
    where s.account_id = a.account_id and s.conversation_id = a.conversation_id and s.direction = 'incoming' and not s.is_deleted
    order by s.created_at desc, s.message_id desc limit 1
  ) m on true
  left join lateral (
    select true as is_newer from public.messages s
    where s.account_id = a.account_id and s.conversation_id = a.conversation_id and s.direction in ('incoming', 'outgoing')
      and not s.is_private and not s.is_deleted and s.created_at > a.created_at and a.state = 'waiting'
    limit 1
  ) n on true
  where a.account_id = p_account_id and (a.state = 'waiting' or a.created_at > now() - interval '7 days')
  order by case a.state when 'waiting' then 0 else 1 end, case a.state when 'waiting' then a.due_at end, a.created_at desc
  limit least(p_limit, 200)
$$;
comment on function public.approval_rows(bigint, integer) is
  'What waits, the next to expire first, then what was decided within a week. `is_newer`: somebody wrote after it was prepared. Row level security of the caller applies.';

revoke execute on function public.decide_approval, public.expire_approvals, public.approval_rows from public, anon, authenticated;
grant execute on function public.decide_approval, public.expire_approvals, public.approval_rows to service_role;
grant execute on function public.approval_rows to authenticated;
