alter table public.order_actions
  drop constraint order_actions_known_payout,
  add constraint order_actions_known_payout check (payout in ('pending', 'paid', 'failed', 'unknown'));
comment on column public.order_actions.payout is
  'What became of the money of a refund that is done: on its way to the bank, there, failed on the way, or not known after a week. Null where none moves, or nobody knows yet.';
comment on column public.order_actions.payout_look_at is
  'When the shop is asked again about the money; null when its word is final, or was waited for long enough.';

create or replace function public.settle_payout(
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

create or replace function private.note_shop_news(
  p_account_id bigint, p_subjects text[], p_orders text[], p_paid_orders text[], p_emails text[], p_now timestamptz
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  perform private.tell_shop_news(p_account_id, array(
    select s.conversation_id from public.shop_views s where s.account_id = p_account_id and s.subjects ?| p_subjects
    union
    -- A guest, or a customer whom the view does not know yet.
    select s.conversation_id from public.contacts p
    join public.conversations c on c.account_id = p.account_id and c.contact_id = p.contact_id
    join public.shop_views s on s.account_id = c.account_id and s.conversation_id = c.conversation_id
    where p.account_id = p_account_id and p.email = any (p_emails)
  ), p_now);
  -- The news are not the outcome: they only say that it is worth looking, and not every moment.
  update public.order_actions a set run_after = greatest(p_now, a.woken_at + interval '5 seconds'), woken_at = greatest(p_now, a.woken_at + interval '5 seconds')
  where a.account_id = p_account_id and a.order_gid = any (p_orders) and a.state in ('sent', 'unknown')
    and a.run_after > greatest(p_now, a.woken_at + interval '5 seconds');
  update public.order_actions set payout_look_at = p_now
  where account_id = p_account_id and order_gid = any (p_paid_orders)
    and (payout_look_at > p_now or (payout = 'unknown' and payout_look_at is null));
end $$;

-- What was given up in silence until now is looked for once more, and then said to be not known.
update public.order_actions set payout_look_at = now() where state = 'done' and payout = 'pending' and payout_look_at is null;
