alter table public.order_actions
  add column payout text,
  add column payout_look_at timestamptz,
  add column payout_looks integer not null default 0,
  add column failed_minor bigint,
  add column failed_shop_minor bigint,
  add constraint order_actions_known_payout check (payout in ('pending', 'paid', 'failed', 'unknown')),
  add constraint order_actions_failed_money check (
    num_nulls(failed_minor, failed_shop_minor) in (0, 2) and coalesce(payout = 'failed', false) = (failed_minor is not null)
  );
create index order_actions_payout_look_at on public.order_actions (payout_look_at) where payout_look_at is not null;
comment on column public.order_actions.payout is
  'What became of the money of a refund that is done: on its way to the bank, there, failed on the way, or not known after a week. Null where none moves, or nobody knows yet.';
comment on column public.order_actions.payout_look_at is
  'When the shop is asked again about the money; null when its word is final, or was waited for long enough.';
comment on column public.order_actions.failed_minor is 'How much of it did not reach the customer, in the smallest unit of their currency.';

create trigger announce_changed_payout after update of payout on public.order_actions
  for each row when (old.payout is distinct from new.payout) execute function private.announce_its_conversation();

alter table public.notifications
  add column order_action_id uuid,
  drop constraint notifications_known_level,
  add constraint notifications_known_level check (level in ('yellow', 'red', 'rule', 'money')),
  drop constraint notifications_tell_something,
  add constraint notifications_tell_something check (case level
    when 'rule' then rule_run_id is not null and words is not null
    when 'money' then order_action_id is not null and words is not null
    else clock_id is not null and kind is not null
  end);
create unique index notifications_one_per_payout on public.notifications (agent_id, order_action_id, words) where order_action_id is not null;
comment on table public.notifications is
  'What a person was told of promises in danger, by a rule, or of money that did not arrive. `clock_id`, `rule_run_id` and `order_action_id` are remembered, not referenced: a notice outlives what it was about.';
comment on column public.notifications.tier_name is 'Why they were told: the tier of the promise, the rule, or the order.';

alter table public.outbox
  drop constraint outbox_known_reason,
  add constraint outbox_known_reason check (reason in ('agent_reply', 'agent_note', 'sla_yellow', 'sla_red', 'rule', 'macro', 'money'));

create function private.forget_shop_views(p_account_id bigint, p_conversation_id bigint) returns void
language sql security definer set search_path = '' as $$
  delete from public.shop_views s using public.conversations here, public.conversations other
  where here.account_id = p_account_id and here.conversation_id = p_conversation_id
    and other.account_id = here.account_id and other.contact_id = here.contact_id
    and s.account_id = other.account_id and s.conversation_id = other.conversation_id
$$;
comment on function private.forget_shop_views(bigint, bigint) is 'What was remembered of the shop is no longer so, in any conversation of this person.';
revoke execute on function private.forget_shop_views from public;

create or replace function public.settle_order_action(
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
    locked_until = null,
    payout = p_turn ->> 'payout',
    payout_look_at = (p_turn ->> 'payoutLookAt')::timestamptz
  where id = p_id;
  -- The receipt goes with the state, under the action's own key: there is one, whoever comes to write it.
  if p_receipt is not null then
    insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, content, send_after, created_at, updated_at)
    values (v_row.account_id, v_row.conversation_id, v_row.id, v_row.requested_by, 'agent_note', 'note', p_receipt, p_now, p_now, p_now)
    on conflict (account_id, key) do nothing;
  end if;
  if v_to = 'done' then perform private.forget_shop_views(v_row.account_id, v_row.conversation_id); end if;
  return true;
end $$;

create function public.claim_payouts(p_now timestamptz, p_limit integer default 20, p_lease_seconds integer default 60) returns setof public.order_actions
language sql security definer set search_path = '' as $$
  update public.order_actions a
  set payout_looks = a.payout_looks + 1, payout_look_at = p_now + make_interval(secs => p_lease_seconds)
  where a.id in (
    select w.id from public.order_actions w where w.payout_look_at <= p_now
    order by w.payout_look_at, w.id
    limit p_limit
    for update skip locked
  )
  returning a.*
$$;
comment on function public.claim_payouts(timestamptz, integer, integer) is
  'Takes refunds whose money is to be looked for; whoever dies holding one delays it by the lease.';

create function public.settle_payout(
  p_id uuid, p_look integer, p_payout jsonb, p_look_at timestamptz, p_note text, p_notice text, p_now timestamptz default now()
) returns boolean
language plpgsql security definer set search_path = '' as $$
declare
  v_row public.order_actions;
  v_state text := p_payout ->> 'state';
  v_failed bigint := (p_payout ->> 'failedMinor')::bigint;
  v_told bigint[];
begin
  select * into v_row from public.order_actions where id = p_id and payout_looks = p_look and state = 'done' for update;
  if v_row.id is null then return false; end if;
  update public.order_actions set
    payout = case when p_payout is null then payout else v_state end,
    failed_minor = case when p_payout is null then failed_minor when v_state = 'failed' then v_failed end,
    failed_shop_minor = case when p_payout is null then failed_shop_minor when v_state = 'failed' then (p_payout ->> 'failedShopMinor')::bigint end,
    payout_look_at = p_look_at
  where id = p_id;
  if v_state is distinct from v_row.payout then perform private.forget_shop_views(v_row.account_id, v_row.conversation_id); end if;

  -- Told once; of money that failed again when more of it did.
  if v_state = 'failed' and v_failed > coalesce(v_row.failed_minor, 0) then
    perform private.audit_order_action(v_row, 'payout_failed', null, jsonb_build_object('failedMinor', v_failed, 'shopRef', v_row.shop_ref));
    insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, content, send_after, created_at, updated_at)
    values (v_row.account_id, v_row.conversation_id, gen_random_uuid(), v_row.requested_by, 'agent_note', 'note', p_note, p_now, p_now, p_now);
    insert into public.outbox (account_id, conversation_id, key, reason, effect, payload, content, send_after, created_at, updated_at)
    select v_row.account_id, v_row.conversation_id, gen_random_uuid(), 'money', 'slack', jsonb_build_object('orderName', v_row.order_name), p_notice, p_now, p_now, p_now
    from public.accounts o where o.id = v_row.account_id and o.alarms_slack;
  elsif v_state = 'unknown' and v_row.payout is distinct from 'unknown' then
    perform private.audit_order_action(v_row, 'payout_unknown', null, jsonb_build_object('shopRef', v_row.shop_ref));
    -- Whose refund it is. Where a macro made it, or they have left, who leads has to look.
    select array_agg(g.id) into v_told from public.agents g
    where g.account_id = v_row.account_id and g.removed_at is null and g.id in (v_row.requested_by, v_row.decided_by);
  else
    return true;
  end if;

  with told as (
    insert into public.notifications (
      account_id, agent_id, conversation_id, order_action_id, level, tier_name, contact_name, words, mail, created_at
    )
    select v_row.account_id, g.id, v_row.conversation_id, v_row.id, 'money', v_row.order_name, coalesce(p.name, ''), p_notice,
      case when coalesce(w.by_mail, true) then 'waiting' else 'off' end, p_now
    from public.conversations c
    left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
    join public.agents g on g.account_id = c.account_id and g.removed_at is null
      and case when v_told is null then g.role in ('supervisor', 'admin') else g.id = any (v_told) end
    left join public.notification_preferences w on w.agent_id = g.id
    where c.account_id = v_row.account_id and c.conversation_id = v_row.conversation_id
    on conflict do nothing
    returning id, agent_id, mail
  )
  insert into public.outbox (account_id, conversation_id, key, agent_id, reason, effect, payload, content, send_after, created_at, updated_at)
  select v_row.account_id, v_row.conversation_id, gen_random_uuid(), agent_id, 'money', 'mail', jsonb_build_object('notificationId', id), '', p_now, p_now, p_now
  from told where mail = 'waiting';
  return true;
end $$;
comment on function public.settle_payout(uuid, integer, jsonb, timestamptz, text, text, timestamptz) is
  'Writes what the shop says of a refund''s money, and tells of it once: when it failed, the conversation by a note and who leads; when it is not known after a week, whose refund it is. Without a word of the shop it is only looked for again. The count of looks guards against a carrier that wakes up late.';

create or replace function public.given_back_today(p_account_id bigint, p_agent_id bigint, p_now timestamptz default now()) returns bigint
language sql stable security definer set search_path = '' as $$
  select coalesce(sum(shop_minor - coalesce(failed_shop_minor, 0)), 0)::bigint from public.order_actions
  where account_id = p_account_id and requested_by is not distinct from p_agent_id and was_alone and created_at > p_now - interval '1 day'
    and state in ('ready', 'sent', 'unknown', 'done')
$$;
comment on function public.given_back_today(bigint, bigint, timestamptz) is
  'What a person, or without one whatever runs by itself, has given back alone within a day, less what did not arrive, in the smallest unit of the shop''s currency.';

revoke execute on function public.claim_payouts, public.settle_payout from public, anon, authenticated;
grant execute on function public.claim_payouts, public.settle_payout to service_role;
