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
