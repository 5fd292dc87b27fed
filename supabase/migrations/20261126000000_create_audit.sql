create table public.audit_heads (
  account_id bigint primary key,
  seq bigint not null default 0,
  hash text not null default ''
);
comment on table public.audit_heads is 'Where each account''s chain of acts ends. Its row is the lock under which the next act is written.';

create table public.audit_log (
  account_id bigint not null,
  seq bigint not null,
  record text not null,
  hash text not null,
  acted_at_ms bigint not null generated always as (((record::jsonb) ->> 'at')::bigint) stored,
  actor text generated always as ((record::jsonb) ->> 'actor') stored,
  actor_id bigint generated always as (((record::jsonb) ->> 'actorId')::bigint) stored,
  act text generated always as ((record::jsonb) ->> 'act') stored,
  subject text generated always as ((record::jsonb) ->> 'subject') stored,
  conversation_id bigint generated always as (((record::jsonb) ->> 'conversationId')::bigint) stored,
  primary key (account_id, seq)
);
create index audit_log_conversation on public.audit_log (account_id, conversation_id, seq desc) where conversation_id is not null;
create index audit_log_actor on public.audit_log (account_id, actor_id, seq desc);
comment on table public.audit_log is
  'Acts with money, messages, access and settings, in the order in which they were done. It outlives what it speaks of, so it points to nothing by key.';
comment on column public.audit_log.record is
  'JSON {version, accountId, seq, at (epoch ms), actor, actorId, act, subject, conversationId, detail, previous}; `previous` is the hash of the row before. The other columns are read from it.';
comment on column public.audit_log.hash is 'SHA-256 of the UTF-8 bytes of `record`, in hex.';

alter table public.audit_heads enable row level security;
alter table public.audit_log enable row level security;
revoke all on public.audit_heads, public.audit_log from anon, authenticated, service_role;
grant select on public.audit_heads, public.audit_log to authenticated, service_role;
create policy "admins read where the chain of their accounts ends" on public.audit_heads for select to authenticated
  using ((select private.has_role(account_id, '{admin}')));
create policy "admins read what was done in their accounts" on public.audit_log for select to authenticated
  using ((select private.has_role(account_id, '{admin}')));

create function private.refuse_rewriting() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  raise exception 'audit_log_is_append_only';
end $$;
revoke execute on function private.refuse_rewriting from public;
create trigger refuse_rewriting before update or delete on public.audit_log
  for each row execute function private.refuse_rewriting();
create trigger refuse_emptying before truncate on public.audit_log
  for each statement execute function private.refuse_rewriting();

create function private.write_audit(
  p_account_id bigint, p_actor_id bigint, p_actor text, p_act text, p_subject text, p_conversation_id bigint, p_detail jsonb default '{}'
) returns void
language plpgsql security definer set search_path = '' as $$
declare
  v_head public.audit_heads;
  v_record text;
  v_hash text;
begin
  insert into public.audit_heads (account_id) values (p_account_id) on conflict do nothing;
  select * into v_head from public.audit_heads where account_id = p_account_id for update;
  v_record := jsonb_build_object(
    'version', 1, 'accountId', p_account_id, 'seq', v_head.seq + 1, 'at', floor(extract(epoch from clock_timestamp()) * 1000)::bigint,
    'actor', p_actor, 'actorId', p_actor_id, 'act', p_act, 'subject', p_subject, 'conversationId', p_conversation_id,
    'detail', p_detail, 'previous', v_head.hash
  )::text;
  v_hash := encode(sha256(convert_to(v_record, 'UTF8')), 'hex');
  insert into public.audit_log (account_id, seq, record, hash) values (p_account_id, v_head.seq + 1, v_record, v_hash);
  update public.audit_heads set seq = v_head.seq + 1, hash = v_hash where account_id = p_account_id;
end $$;
comment on function private.write_audit(bigint, bigint, text, text, text, bigint, jsonb) is
  'Adds an act to the account''s chain, in the transaction that does it. `p_actor` is agent, rule, macro or system; `p_detail` carries ids and figures, never a customer''s words.';
revoke execute on function private.write_audit from public;

create function private.acting_agent(p_account_id bigint) returns bigint
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select id from public.agents where user_id = (select auth.uid()) and account_id = p_account_id),
    (select id from public.agents where id = nullif(current_setting('pitwall.acting_agent', true), '')::bigint and account_id = p_account_id)
  )
$$;
comment on function private.acting_agent(bigint) is
  'Who acts, as an agent of the account: the signed-in person, else whom a function of the service has named for its transaction; null where nobody is.';
revoke execute on function private.acting_agent from public;

create function private.audit_outbox() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.write_audit(
    new.account_id, new.agent_id,
    case when new.agent_id is not null then 'agent' when new.rule_run_id is not null then 'rule' else 'system' end,
    'message.' || case when tg_op = 'INSERT' then 'asked' when new.state = 'done' then 'sent' else new.state end,
    'outbox:' || new.id, new.conversation_id,
    jsonb_strip_nulls(jsonb_build_object(
      'effect', new.effect, 'reason', new.reason, 'key', new.key, 'messageId', new.message_id, 'code', new.code, 'ruleRunId', new.rule_run_id
    ))
  );
  return null;
end $$;
revoke execute on function private.audit_outbox from public;
create trigger audit_asked_message after insert on public.outbox
  for each row when (new.effect in ('message', 'note', 'mail', 'slack')) execute function private.audit_outbox();
create trigger audit_settled_message after update of state on public.outbox
  for each row when (new.effect in ('message', 'note', 'mail', 'slack') and old.state is distinct from new.state and new.state in ('done', 'failed', 'cancelled', 'unknown'))
  execute function private.audit_outbox();

create function private.audit_approval() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.write_audit(
    new.account_id, case when tg_op = 'INSERT' then new.requested_by else new.decided_by end,
    case when (case when tg_op = 'INSERT' then new.requested_by else new.decided_by end) is not null then 'agent'
      when tg_op = 'INSERT' and new.rule_run_id is not null then 'rule' else 'system' end,
    'approval.' || case when tg_op = 'INSERT' then 'asked' else new.state end,
    'approval:' || new.id, new.conversation_id,
    jsonb_strip_nulls(jsonb_build_object('kind', new.kind, 'key', new.key, 'neededRole', new.needed_role, 'isEdited', nullif(new.edited_content is not null, false)))
  );
  return null;
end $$;
revoke execute on function private.audit_approval from public;
create trigger audit_asked_approval after insert on public.approvals for each row execute function private.audit_approval();
create trigger audit_decided_approval after update of state on public.approvals
  for each row when (old.state is distinct from new.state) execute function private.audit_approval();

create function private.audit_access() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_actor bigint := private.acting_agent(new.account_id);
  v_actor_kind text := case when v_actor is null then 'system' else 'agent' end;
  v_before public.agents := case when tg_op = 'UPDATE' then old end;
begin
  if tg_op = 'INSERT' then
    perform private.write_audit(new.account_id, v_actor, v_actor_kind, 'access.added', 'agent:' || new.id, null,
      jsonb_build_object('role', new.role, 'source', new.role_source));
  end if;
  if tg_op = 'UPDATE' and v_before.role is distinct from new.role then
    perform private.write_audit(new.account_id, v_actor, v_actor_kind, 'access.role_changed', 'agent:' || new.id, null,
      jsonb_build_object('from', v_before.role, 'to', new.role, 'source', new.role_source));
  end if;
  if tg_op = 'UPDATE' and (v_before.removed_at is null) <> (new.removed_at is null) then
    perform private.write_audit(new.account_id, v_actor, v_actor_kind,
      case when new.removed_at is null then 'access.returned' else 'access.removed' end, 'agent:' || new.id, null);
  end if;
  if v_before.user_id is distinct from new.user_id then
    perform private.write_audit(new.account_id, new.id, 'agent',
      case when new.user_id is null then 'access.unlinked' else 'access.linked' end, 'agent:' || new.id, null);
  end if;
  return null;
end $$;
revoke execute on function private.audit_access from public;
create trigger audit_added_person after insert on public.agents for each row execute function private.audit_access();
create trigger audit_changed_person after update on public.agents
  for each row when (old.role is distinct from new.role or old.user_id is distinct from new.user_id or (old.removed_at is null) <> (new.removed_at is null))
  execute function private.audit_access();

create function private.audit_sign_in() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_agent record;
begin
  for v_agent in select account_id, id from public.agents where user_id = new.id and removed_at is null order by account_id loop
    perform private.write_audit(v_agent.account_id, v_agent.id, 'agent', 'access.signed_in', 'agent:' || v_agent.id, null);
  end loop;
  return null;
end $$;
revoke execute on function private.audit_sign_in from public;
create trigger audit_sign_in after update of last_sign_in_at on auth.users
  -- Auth may write the moment of one sign-in more than once.
  for each row when (new.last_sign_in_at > coalesce(old.last_sign_in_at, '-infinity') + interval '10 seconds')
  execute function private.audit_sign_in();

create function private.audit_settings() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  -- Arguments: the columns that name the row, then those that are not told of: secrets, dates, what jobs learn.
  v_keys text[] := string_to_array(tg_argv[0], ',');
  v_untold text[] := string_to_array(tg_argv[1], ',') || v_keys || '{account_id}';
  v_row jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
  v_before jsonb := case when tg_op = 'INSERT' then '{}' else to_jsonb(old) - v_untold end;
  v_after jsonb := case when tg_op = 'DELETE' then '{}' else to_jsonb(new) - v_untold end;
  v_account bigint := coalesce(v_row ->> 'account_id', v_row ->> 'id')::bigint;
  v_actor bigint;
begin
  if tg_op = 'UPDATE' and v_before = v_after and not ('ciphertext' = any (v_untold)) then return null; end if;
  v_actor := coalesce(private.acting_agent(v_account), (v_row ->> 'updated_by')::bigint);
  perform private.write_audit(
    v_account, v_actor, case when v_actor is null then 'system' else 'agent' end,
    'settings.' || case tg_op when 'INSERT' then 'added' when 'UPDATE' then 'changed' else 'removed' end,
    tg_table_name || ':' || (select string_agg(v_row ->> key, '/' order by n) from unnest(v_keys) with ordinality as k (key, n)), null,
    jsonb_build_object(
      'from', coalesce((select jsonb_object_agg(key, value) from jsonb_each(v_before) where v_after -> key is distinct from value), '{}'),
      'to', coalesce((select jsonb_object_agg(key, value) from jsonb_each(v_after) where v_before -> key is distinct from value), '{}')
    )
  );
  return null;
end $$;
revoke execute on function private.audit_settings from public;
comment on function private.audit_settings() is 'Tells what of a settings row was, and what it became.';

create trigger audit_settings after update on public.accounts for each row
  execute function private.audit_settings('id', 'people_synced_at,chatwoot_webhook_id,chatwoot_dashboard_app_id,looked_around_at,rules_offered_at,macros_offered_at,created_at');
create trigger audit_settings after insert or update or delete on public.account_secrets for each row
  execute function private.audit_settings('kind', 'ciphertext,expires_at,updated_at');
create trigger audit_settings after insert or update or delete on public.sla_tiers for each row
  execute function private.audit_settings('id', 'updated_at');
create trigger audit_settings after insert or update or delete on public.business_calendars for each row
  execute function private.audit_settings('account_id', 'updated_at');
create trigger audit_settings after insert or update or delete on public.judge_settings for each row
  execute function private.audit_settings('judge', 'watched_since,updated_at');
create trigger audit_settings after insert or update or delete on public.automation_rules for each row
  execute function private.audit_settings('id', 'enabled_at,created_at,updated_at');
create trigger audit_settings after insert or update or delete on public.routing_policies for each row
  execute function private.audit_settings('account_id', 'learned_at,updated_at,updated_by');
create trigger audit_settings after insert or update or delete on public.routing_inboxes for each row
  execute function private.audit_settings('inbox_id', '');
create trigger audit_settings after insert or update or delete on public.agent_routing for each row
  execute function private.audit_settings('agent_id', 'typical_response_seconds,updated_at');
create trigger audit_settings after insert or update or delete on public.agent_skills for each row
  execute function private.audit_settings('agent_id,skill', '');
