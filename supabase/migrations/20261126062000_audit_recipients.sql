create or replace function private.audit_outbox() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  -- The intent of a notice's mail names whom it goes to; nobody's hand sent it.
  v_is_notice boolean := new.effect = 'mail' and new.payload ? 'notificationId';
  v_actor bigint := case when not v_is_notice then new.agent_id end;
begin
  perform private.write_audit(
    new.account_id, v_actor,
    case when new.macro_run_id is not null then 'macro' when v_actor is not null then 'agent' when new.rule_run_id is not null then 'rule' else 'system' end,
    'message.' || case when tg_op = 'INSERT' then 'asked' when new.state = 'done' then 'sent' else new.state end,
    'outbox:' || new.id, new.conversation_id,
    jsonb_strip_nulls(jsonb_build_object(
      'effect', new.effect, 'reason', new.reason, 'key', new.key, 'messageId', new.message_id, 'code', new.code, 'ruleRunId', new.rule_run_id,
      'macroRunId', new.macro_run_id, 'recipientId', case when v_is_notice then new.agent_id end
    ))
  );
  return null;
end $$;
