create table public.money_policies (
  account_id bigint primary key references public.accounts (id) on delete cascade,
  version integer not null default 1 check (version > 0),
  policy jsonb not null check (jsonb_typeof(policy) = 'object'),
  updated_by bigint references public.agents (id) on delete set null,
  updated_at timestamptz not null default now()
);
create index money_policies_updated_by on public.money_policies (updated_by);
comment on table public.money_policies is
  'Who of an account may give back how much alone, and until when goods are taken back. Without a row the defaults of shared/actions/policy.ts count.';
alter table public.money_policies enable row level security;
revoke all on public.money_policies from anon, authenticated;
grant select on public.money_policies to authenticated;
grant select, insert, update, delete on public.money_policies to service_role;
create policy "members read the money policy of their accounts" on public.money_policies for select to authenticated
  using (account_id in (select private.current_account_ids()));
create trigger audit_settings after insert or update or delete on public.money_policies for each row
  execute function private.audit_settings('account_id', 'updated_at,updated_by');

create table public.order_actions (
  id uuid primary key default gen_random_uuid(),
  account_id bigint not null,
  conversation_id bigint not null,
  request_key uuid not null,
  order_gid text not null,
  order_name text not null,
  kind text not null check (kind ~ '^[a-z][a-z_]{0,39}$'),
  asked jsonb not null,
  input jsonb not null,
  rehearsal jsonb not null,
  digest text not null,
  amount_minor bigint check (amount_minor >= 0),
  currency text,
  shop_minor bigint check (shop_minor >= 0),
  shop_currency text,
  reason text not null check (length(reason) between 1 and 500),
  requested_by bigint references public.agents (id) on delete set null,
  requested_as text not null,
  decided_by bigint references public.agents (id) on delete set null,
  was_alone boolean not null,
  state text not null check (state in ('waiting_approval', 'ready', 'sent', 'unknown', 'done', 'failed', 'refused', 'expired', 'stopped')),
  attempts integer not null default 0,
  doubts integer not null default 0 check (doubts >= 0),
  run_after timestamptz not null,
  locked_until timestamptz,
  first_sent_at timestamptz,
  last_sent_at timestamptz,
  refused_code text,
  needs_person boolean not null default false,
  shop_ref text,
  code text,
  detail text,
  changes jsonb not null default '[]',
  created_at timestamptz not null default now(),
  settled_at timestamptz,
  constraint order_actions_one_per_wish unique (account_id, request_key),
  constraint order_actions_whole_money check (num_nulls(amount_minor, currency, shop_minor, shop_currency) in (0, 4)),
  constraint order_actions_settled_when_over check (
    (state in ('done', 'failed', 'refused', 'expired', 'stopped')) = (settled_at is not null)
  ),
  foreign key (account_id, conversation_id) references public.conversations (account_id, conversation_id) on delete cascade
);
create unique index order_actions_one_open_per_order on public.order_actions (account_id, order_gid)
  where state in ('waiting_approval', 'ready', 'sent', 'unknown') and kind <> 'discount';
create index order_actions_due on public.order_actions (run_after) where state in ('ready', 'sent', 'unknown');
create index order_actions_conversation on public.order_actions (account_id, conversation_id, created_at desc);
create index order_actions_requested_by on public.order_actions (requested_by, created_at);
create index order_actions_decided_by on public.order_actions (decided_by);
comment on table public.order_actions is
  'Intents toward the shop, written before they are asked for: what, of which order, why, by whom. One that is open at a time for an order.';
comment on column public.order_actions.id is 'The idempotency key at Shopify; it stands in what the shop keeps as [ref:<id>], so the shop itself tells whether it was done.';
comment on column public.order_actions.request_key is 'The wish: a double click and a repeated macro step come with the same one.';
comment on column public.order_actions.asked is 'What was asked for, as order-action.ts has it.';
comment on column public.order_actions.input is 'The document''s variables, frozen: each attempt sends exactly these.';
comment on column public.order_actions.doubts is 'How many attempts may have been done without an answer.';
comment on column public.order_actions.refused_code is 'What the shop refused with while an earlier attempt was in doubt; believed when the shop shows that nothing was done.';
comment on column public.order_actions.was_alone is 'Nobody had to agree: counts toward what one person may give back in a day.';

alter table public.order_actions enable row level security;
revoke all on public.order_actions from anon, authenticated;
grant select on public.order_actions to authenticated;
grant select, insert, update, delete on public.order_actions to service_role;
create policy "members read what is done with orders in their accounts" on public.order_actions for select to authenticated
  using (account_id in (select private.current_account_ids()));

create function private.announce_its_conversation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.announce(new.account_id, 'conversation_changed', jsonb_build_object('conversationId', new.conversation_id));
  return null;
end $$;
revoke execute on function private.announce_its_conversation from public;
create trigger announce_new_order_action after insert on public.order_actions
  for each row execute function private.announce_its_conversation();
create trigger announce_changed_order_action after update of state on public.order_actions
  for each row when (old.state is distinct from new.state) execute function private.announce_its_conversation();

alter table public.approvals add column order_action_id uuid references public.order_actions (id) on delete cascade;
create unique index approvals_one_per_order_action on public.approvals (order_action_id) where order_action_id is not null;

create function private.audit_order_action(p_action public.order_actions, p_act text, p_actor_id bigint, p_detail jsonb default '{}') returns void
language sql security definer set search_path = '' as $$
  select private.write_audit(
    p_action.account_id, p_actor_id, case when p_actor_id is not null then 'agent' when p_action.requested_by is null then 'macro' else 'system' end,
    'order_action.' || p_act, 'order_action:' || p_action.id, p_action.conversation_id,
    jsonb_strip_nulls(jsonb_build_object(
      'kind', p_action.kind, 'order', p_action.order_gid, 'amountMinor', p_action.amount_minor, 'currency', p_action.currency,
      'requestedBy', p_action.requested_by, 'attempt', nullif(p_action.attempts, 0)
    ) || p_detail)
  )
$$;
comment on function private.audit_order_action(public.order_actions, text, bigint, jsonb) is 'Tells of an action in the account''s chain, in the transaction that changes it.';
revoke execute on function private.audit_order_action from public;

create function private.enter_order_action(p_action public.order_actions, p_state text, p_now timestamptz, p_actor_id bigint default null, p_detail jsonb default '{}')
returns void
language plpgsql security definer set search_path = '' as $$
begin
  if not (case p_action.state
    when 'waiting_approval' then p_state in ('ready', 'refused', 'expired', 'stopped')
    when 'ready' then p_state in ('ready', 'sent', 'failed', 'stopped')
    when 'sent' then p_state in ('ready', 'sent', 'unknown', 'done', 'failed')
    when 'unknown' then p_state in ('sent', 'unknown', 'done', 'failed')
    else false
  end) then
    raise exception 'an order action cannot go from % to %', p_action.state, p_state using errcode = 'P0001';
  end if;
  update public.order_actions set
    state = p_state,
    settled_at = case when p_state in ('done', 'failed', 'refused', 'expired', 'stopped') then p_now end
  where id = p_action.id;
  if p_state = 'sent' or p_state <> p_action.state then
    perform private.audit_order_action(p_action, case
      when p_state = 'ready' then case p_action.state when 'waiting_approval' then 'approved' else 'put_back' end
      else p_state
    end, p_actor_id, p_detail);
  end if;
end $$;
comment on function private.enter_order_action(public.order_actions, text, timestamptz, bigint, jsonb) is
  'The only place where the state of an order action changes, and where the audit log hears of it.';
revoke execute on function private.enter_order_action from public;

create function public.contact_of_conversation(p_account_id bigint, p_conversation_id bigint) returns table (email text, phone text)
language sql stable security definer set search_path = '' as $$
  select p.email, p.phone from public.conversations c
  join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
  where c.account_id = p_account_id and c.conversation_id = p_conversation_id and c.deleted_at is null
$$;
comment on function public.contact_of_conversation(bigint, bigint) is 'Whose orders a conversation may touch.';

create function public.given_back_today(p_account_id bigint, p_agent_id bigint, p_now timestamptz default now()) returns bigint
language sql stable security definer set search_path = '' as $$
  select coalesce(sum(shop_minor), 0)::bigint from public.order_actions
  where account_id = p_account_id and requested_by = p_agent_id and was_alone and created_at > p_now - interval '1 day'
    and state in ('ready', 'sent', 'unknown', 'done')
$$;
comment on function public.given_back_today(bigint, bigint, timestamptz) is
  'What a person has given back alone within a day, in the smallest unit of the shop''s currency.';

create function public.place_order_action(
  p_account_id bigint, p_conversation_id bigint, p_request_key uuid, p_agent_id bigint, p_agent_name text, p_id uuid,
  p_action jsonb, p_second jsonb, p_summary text, p_day_limit bigint, p_now timestamptz default now()
) returns table (outcome text, action jsonb)
language plpgsql security definer set search_path = '' as $$
declare
  v_row public.order_actions;
begin
  -- One wish of a person at a time, so that two of them cannot both fit under the limit of a day.
  perform from public.agents where id = p_agent_id and account_id = p_account_id for update;
  select * into v_row from public.order_actions where account_id = p_account_id and request_key = p_request_key;
  if v_row.id is not null then return query select 'known', to_jsonb(v_row); return; end if;
  select * into v_row from public.order_actions
  where account_id = p_account_id and order_gid = p_action ->> 'order_gid' and p_action ->> 'kind' <> 'discount' and kind <> 'discount'
    and state in ('waiting_approval', 'ready', 'sent', 'unknown');
  if v_row.id is not null then return query select 'busy', to_jsonb(v_row); return; end if;
  if p_second is null and p_day_limit is not null
    and public.given_back_today(p_account_id, p_agent_id, p_now) + coalesce((p_action ->> 'shop_minor')::bigint, 0) > p_day_limit then
    return query select 'over_day', null::jsonb; return;
  end if;

  begin
    insert into public.order_actions (
      id, account_id, conversation_id, request_key, order_gid, order_name, kind, asked, input, rehearsal, digest,
      amount_minor, currency, shop_minor, shop_currency, reason, requested_by, requested_as, was_alone, state, run_after, created_at
    )
    values (
      p_id, p_account_id, p_conversation_id, p_request_key, p_action ->> 'order_gid', p_action ->> 'order_name', p_action ->> 'kind',
      p_action -> 'asked', p_action -> 'input', p_action -> 'rehearsal', p_action ->> 'digest', (p_action ->> 'amount_minor')::bigint,
      p_action ->> 'currency', (p_action ->> 'shop_minor')::bigint, p_action ->> 'shop_currency', p_action ->> 'reason', p_agent_id,
      p_agent_name, p_second is null, case when p_second is null then 'ready' else 'waiting_approval' end, p_now, p_now
    )
    returning * into v_row;
    perform private.audit_order_action(v_row, 'requested', p_agent_id, jsonb_build_object('needsSecond', p_second is not null));
  exception when unique_violation then
    -- The same wish, or another one about this order, was faster.
    select * into v_row from public.order_actions where account_id = p_account_id and request_key = p_request_key;
    if v_row.id is not null then return query select 'known', to_jsonb(v_row); return; end if;
    select * into v_row from public.order_actions
    where account_id = p_account_id and order_gid = p_action ->> 'order_gid' and kind <> 'discount'
      and state in ('waiting_approval', 'ready', 'sent', 'unknown');
    return query select 'busy', to_jsonb(v_row); return;
  end;

  if p_second is not null then
    insert into public.approvals (
      account_id, conversation_id, kind, content, payload, order_action_id, requested_by, requested_as, needed_role, due_at, created_at
    )
    values (
      p_account_id, p_conversation_id, 'order_action', p_summary, jsonb_build_object('reason', p_action ->> 'reason'), v_row.id,
      p_agent_id, p_agent_name, p_second ->> 'role', p_now + make_interval(mins => (p_second ->> 'minutes')::integer), p_now
    );
  end if;
  return query select 'placed', to_jsonb(v_row);
end $$;
comment on function public.place_order_action(bigint, bigint, uuid, bigint, text, uuid, jsonb, jsonb, text, bigint, timestamptz) is
  'Writes an intent once per wish, with what waits for a second person in the same transaction. Says what came of it: placed, known (the same wish before), busy (another action of this order is open), over_day.';

create function public.claim_order_actions(p_now timestamptz, p_id uuid default null, p_limit integer default 20, p_lease_seconds integer default 60)
returns setof public.order_actions
language sql security definer set search_path = '' as $$
  update public.order_actions a
  set attempts = a.attempts + 1, locked_until = p_now + make_interval(secs => p_lease_seconds)
  where a.id in (
    select w.id from public.order_actions w
    where w.state in ('ready', 'sent', 'unknown') and (p_id is null or w.id = p_id) and w.run_after <= p_now
      and (w.locked_until is null or w.locked_until <= p_now)
    order by w.run_after, w.id
    limit p_limit
    for update skip locked
  )
  returning a.*
$$;
comment on function public.claim_order_actions(timestamptz, uuid, integer, integer) is
  'Takes due actions for one carrier; whoever dies holding one delays it by the lease.';

create function public.note_order_action_sent(p_id uuid, p_attempt integer, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_row public.order_actions;
begin
  select * into v_row from public.order_actions where id = p_id and attempts = p_attempt and state in ('ready', 'sent', 'unknown') for update;
  if v_row.id is null then return false; end if;
  perform private.enter_order_action(v_row, 'sent', p_now);
  update public.order_actions
  set first_sent_at = coalesce(first_sent_at, p_now), last_sent_at = p_now, doubts = doubts + 1, code = null
  where id = p_id;
  return true;
end $$;
comment on function public.note_order_action_sent(uuid, integer, timestamptz) is
  'Writes down that the shop is asked now, before it is; false when another carrier has the action by then. Until an answer is written down the attempt is in doubt.';

create function public.settle_order_action(
  p_id uuid, p_attempt integer, p_turn jsonb, p_proven boolean, p_receipt text, p_run_after timestamptz, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_row public.order_actions;
  v_to text := p_turn ->> 'to';
begin
  select * into v_row from public.order_actions where id = p_id and attempts = p_attempt and state in ('ready', 'sent', 'unknown') for update;
  if v_row.id is null then return false; end if;
  perform private.enter_order_action(v_row, v_to, p_now, null, jsonb_build_object('code', p_turn -> 'code', 'shopRef', p_turn -> 'ref'));
  update public.order_actions set
    code = p_turn ->> 'code',
    detail = p_turn ->> 'detail',
    shop_ref = coalesce(p_turn ->> 'ref', shop_ref),
    changes = coalesce(p_turn -> 'changes', changes),
    needs_person = coalesce((p_turn ->> 'needsPerson')::boolean, false),
    refused_code = coalesce(p_turn ->> 'refusedCode', refused_code),
    doubts = doubts - case when p_proven then 1 else 0 end,
    run_after = coalesce(p_run_after, run_after),
    locked_until = null
  where id = p_id;
  -- The receipt goes with the state, under the action's own key: there is one, whoever comes to write it.
  if p_receipt is not null then
    insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, content, send_after, created_at, updated_at)
    values (v_row.account_id, v_row.conversation_id, v_row.id, v_row.requested_by, 'agent_note', 'note', p_receipt, p_now, p_now, p_now)
    on conflict (account_id, key) do nothing;
  end if;
  -- What was remembered of the shop is no longer so, in any conversation of this person.
  if v_to = 'done' then
    delete from public.shop_views s using public.conversations here, public.conversations other
    where here.account_id = v_row.account_id and here.conversation_id = v_row.conversation_id
      and other.account_id = here.account_id and other.contact_id = here.contact_id
      and s.account_id = other.account_id and s.conversation_id = other.conversation_id;
  end if;
  return true;
end $$;
comment on function public.settle_order_action(uuid, integer, jsonb, boolean, text, timestamptz, timestamptz) is
  'Writes what became of one attempt, with the receipt and what else follows. `p_proven`: the attempt surely did nothing. The attempt guards against a carrier that wakes up late.';

create function public.stop_order_action(p_account_id bigint, p_id uuid, p_agent_id bigint, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_row public.order_actions;
begin
  select * into v_row from public.order_actions
  where account_id = p_account_id and id = p_id and state in ('waiting_approval', 'ready') and doubts = 0
    and (locked_until is null or locked_until <= p_now) for update;
  if v_row.id is null then return false; end if;
  perform private.enter_order_action(v_row, 'stopped', p_now, p_agent_id);
  update public.order_actions set decided_by = p_agent_id, code = 'stopped' where id = p_id;
  update public.approvals set state = 'refused', decided_by = p_agent_id, decided_at = p_now where order_action_id = p_id and state = 'waiting';
  return true;
end $$;
comment on function public.stop_order_action(bigint, uuid, bigint, timestamptz) is
  'Takes an action back while the shop was surely not asked; false when it is too late.';

create function public.close_order_action(p_account_id bigint, p_id uuid, p_agent_id bigint, p_is_done boolean, p_now timestamptz default now()) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_row public.order_actions;
begin
  select * into v_row from public.order_actions
  where account_id = p_account_id and id = p_id and state = 'unknown' and needs_person for update;
  if v_row.id is null then return false; end if;
  perform private.enter_order_action(v_row, case when p_is_done then 'done' else 'failed' end, p_now, p_agent_id, '{"code": "closed_by_person"}');
  update public.order_actions set decided_by = p_agent_id, code = 'closed_by_person', needs_person = false, locked_until = null where id = p_id;
  return true;
end $$;
comment on function public.close_order_action(bigint, uuid, bigint, boolean, timestamptz) is
  'A person has looked in the shop and says what became of an action that could not be asked for again.';

create or replace function public.decide_approval(
  p_account_id bigint, p_id bigint, p_is_approved boolean, p_agent_id bigint, p_content text, p_reason text, p_now timestamptz default now()
) returns text
language plpgsql security definer set search_path = '' as $$
declare
  v_approval public.approvals;
  v_action public.order_actions;
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
    perform private.expire_approval(v_approval, p_now);
    return 'decided';
  end if;
  if p_is_approved and v_approval.kind not in ('draft', 'order_action', 'macro_step') then return 'unknown_kind'; end if;

  if v_approval.order_action_id is not null then
    select * into v_action from public.order_actions where id = v_approval.order_action_id and state = 'waiting_approval' for update;
    if v_action.id is null then return 'decided'; end if;
    perform private.enter_order_action(v_action, case when p_is_approved then 'ready' else 'refused' end, p_now, p_agent_id);
    update public.order_actions set decided_by = p_agent_id, run_after = p_now, detail = case when p_is_approved then detail else p_reason end
    where id = v_action.id;
  end if;
  update public.approvals set
    state = case when p_is_approved then 'approved' else 'refused' end,
    decided_by = p_agent_id, decided_at = p_now, reason = p_reason,
    edited_content = case when p_is_approved and kind = 'draft' then nullif(p_content, content) end
  where id = p_id;
  if p_is_approved and v_approval.kind = 'draft' then
    insert into public.outbox (account_id, conversation_id, key, agent_id, reason, content, rule_run_id, send_after, created_at, updated_at)
    values (p_account_id, v_approval.conversation_id, v_approval.key, p_agent_id, 'agent_reply', coalesce(p_content, v_approval.content),
      v_approval.rule_run_id, p_now, p_now, p_now)
    on conflict (account_id, key) do nothing;
  end if;
  return 'done';
end $$;
comment on function public.decide_approval(bigint, bigint, boolean, bigint, text, text, timestamptz) is
  'Approves or refuses once; what is approved goes into the outbox, or becomes ready, in the same transaction. Says what came of it: done, decided, own, forbidden, not_found, unknown_kind.';

create function private.expire_approval(p_approval public.approvals, p_now timestamptz) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_action public.order_actions;
begin
  update public.approvals set state = 'expired' where id = p_approval.id and state = 'waiting';
  select * into v_action from public.order_actions where id = p_approval.order_action_id and state = 'waiting_approval' for update;
  if v_action.id is not null then perform private.enter_order_action(v_action, 'expired', p_now); end if;
end $$;
comment on function private.expire_approval(public.approvals, timestamptz) is 'Ends what nobody decided in time, with what waited for it.';
revoke execute on function private.expire_approval from public;

create or replace function public.expire_approvals(p_now timestamptz default now()) returns integer
language plpgsql security definer set search_path = '' as $$
declare
  v_approval public.approvals;
  v_expired integer := 0;
begin
  for v_approval in select * from public.approvals where state = 'waiting' and due_at <= p_now for update skip locked loop
    perform private.expire_approval(v_approval, p_now);
    v_expired := v_expired + 1;
  end loop;
  delete from public.approvals where state <> 'waiting' and created_at < p_now - interval '90 days';
  return v_expired;
end $$;

drop function public.approval_rows(bigint, integer);
create function public.approval_rows(p_account_id bigint, p_limit integer default 100)
returns table (
  id bigint, conversation_id bigint, contact_name text, kind text, content text, requested_as text, requested_by bigint, is_rule boolean,
  needed_role text, due_at timestamptz, state text, decided_by_name text, decided_at timestamptz, edited_content text, reason text,
  created_at timestamptz, last_message text, is_newer boolean, send_state text, send_code text, rehearsal jsonb, wish text, action_state text
)
language sql stable security invoker set search_path = '' as $$
  select a.id, a.conversation_id, coalesce(p.name, ''), a.kind, a.content, a.requested_as, r.chatwoot_user_id, a.requested_by is null,
    a.needed_role, a.due_at, a.state, d.name, a.decided_at, a.edited_content, a.reason, a.created_at,
    coalesce(left(m.content, 300), ''), coalesce(n.is_newer, false), o.state, o.code, x.rehearsal, x.reason, x.state
  from public.approvals a
  join public.conversations c on c.account_id = a.account_id and c.conversation_id = a.conversation_id and c.deleted_at is null
  left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
  left join public.agents r on r.id = a.requested_by
  left join public.agents d on d.id = a.decided_by
  left join public.outbox o on o.account_id = a.account_id and o.key = a.key
  left join public.order_actions x on x.id = a.order_action_id
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
  'What waits, the next to expire first, then what was decided within a week. `is_newer`: somebody wrote after it was prepared. `wish`: why an action with an order was asked for. Row level security of the caller applies.';

create function public.save_money_policy(
  p_account_id bigint, p_version integer, p_policy jsonb, p_agent_id bigint, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if p_version = 0 then
    insert into public.money_policies (account_id, policy, updated_by, updated_at) values (p_account_id, p_policy, p_agent_id, p_now)
    on conflict (account_id) do nothing;
  else
    update public.money_policies set policy = p_policy, version = version + 1, updated_by = p_agent_id, updated_at = p_now
    where account_id = p_account_id and version = p_version;
  end if;
  return found;
end $$;
comment on function public.save_money_policy(bigint, integer, jsonb, bigint, timestamptz) is
  'Saves the policy that was read as this version; false when somebody else saved meanwhile.';

revoke execute on function public.contact_of_conversation, public.given_back_today, public.place_order_action, public.claim_order_actions, public.note_order_action_sent,
  public.settle_order_action, public.stop_order_action, public.close_order_action, public.approval_rows, public.save_money_policy
  from public, anon, authenticated;
grant execute on function public.contact_of_conversation, public.given_back_today, public.place_order_action, public.claim_order_actions, public.note_order_action_sent,
  public.settle_order_action, public.stop_order_action, public.close_order_action, public.approval_rows, public.save_money_policy
  to service_role;
grant execute on function public.approval_rows to authenticated;
