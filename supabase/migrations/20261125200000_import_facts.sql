create function private.merge_facts(p_account_id bigint, p_contacts jsonb, p_conversations jsonb, p_messages jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.contacts as c (
    account_id, contact_id, name, email, phone, identifier, is_blocked, source_version, source_digest
  )
  select p_account_id, f.* from jsonb_to_recordset(p_contacts) as f (
    contact_id bigint, name text, email text, phone text, identifier text, is_blocked boolean, source_version bigint, source_digest bigint
  )
  order by f.contact_id
  on conflict (account_id, contact_id) do update set
    name = excluded.name, email = excluded.email, phone = excluded.phone, identifier = excluded.identifier,
    is_blocked = excluded.is_blocked, source_version = excluded.source_version, source_digest = excluded.source_digest
  where (excluded.source_version, excluded.source_digest) > (c.source_version, c.source_digest);

  insert into public.conversations as c (
    account_id, conversation_id, contact_id, inbox_id, assignee_id, team_id, status, priority, labels, subject, can_reply,
    snoozed_until, opened_at, last_activity_at, first_reply_at, source_version, source_digest
  )
  select p_account_id, f.* from jsonb_to_recordset(p_conversations) as f (
    conversation_id bigint, contact_id bigint, inbox_id bigint, assignee_id bigint, team_id bigint, status text, priority text,
    labels text[], subject text, can_reply boolean, snoozed_until timestamptz, opened_at timestamptz,
    last_activity_at timestamptz, first_reply_at timestamptz, source_version bigint, source_digest bigint
  )
  order by f.conversation_id
  on conflict (account_id, conversation_id) do update set
    contact_id = excluded.contact_id, inbox_id = excluded.inbox_id, assignee_id = excluded.assignee_id, team_id = excluded.team_id,
    status = excluded.status, priority = excluded.priority, labels = excluded.labels, subject = excluded.subject,
    can_reply = excluded.can_reply, snoozed_until = excluded.snoozed_until, opened_at = excluded.opened_at,
    deleted_at = null, source_version = excluded.source_version, source_digest = excluded.source_digest
  where (excluded.source_version, excluded.source_digest) > (c.source_version, c.source_digest);

  update public.conversations c set
    last_activity_at = greatest(c.last_activity_at, f.last_activity_at),
    first_reply_at = least(c.first_reply_at, f.first_reply_at)
  from jsonb_to_recordset(p_conversations) as f (conversation_id bigint, last_activity_at timestamptz, first_reply_at timestamptz)
  where c.account_id = p_account_id and c.conversation_id = f.conversation_id
    and (f.last_activity_at > c.last_activity_at or f.first_reply_at < coalesce(c.first_reply_at, 'infinity'));

  insert into public.messages as m (
    account_id, message_id, conversation_id, direction, is_private, sender_kind, sender_id, sender_name, content, attachments, ref,
    is_automated, is_deleted, created_at, source_version, source_digest
  )
  select p_account_id, f.* from jsonb_to_recordset(p_messages) as f (
    message_id bigint, conversation_id bigint, direction text, is_private boolean, sender_kind text, sender_id bigint, sender_name text,
    content text, attachments jsonb, ref text, is_automated boolean, is_deleted boolean, created_at timestamptz,
    source_version bigint, source_digest bigint
  )
  order by f.message_id
  on conflict (account_id, message_id) do update set
    direction = excluded.direction, is_private = excluded.is_private, sender_kind = excluded.sender_kind,
    sender_id = excluded.sender_id, sender_name = excluded.sender_name, content = excluded.content,
    attachments = excluded.attachments, ref = excluded.ref, is_automated = excluded.is_automated, is_deleted = excluded.is_deleted,
    source_version = excluded.source_version, source_digest = excluded.source_digest
  where (excluded.is_deleted, excluded.source_version, excluded.source_digest) > (m.is_deleted, m.source_version, m.source_digest);
end $$;
comment on function private.merge_facts(bigint, jsonb, jsonb, jsonb) is
  'Merges facts about contacts, conversations and messages. Newer wins, so order and repetition do not matter.';
revoke execute on function private.merge_facts from public;

create or replace function public.fold_facts(
  p_account_id bigint, p_contacts jsonb, p_conversations jsonb, p_messages jsonb, p_now timestamptz default now()
) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.jobs (account_id, kind, payload, dedupe_key, run_at, created_at)
  select p_account_id, 'learn_customer', jsonb_build_object('conversationId', f.conversation_id), f.conversation_id::text, p_now, p_now
  from jsonb_to_recordset(p_conversations) as f (conversation_id bigint)
  where not exists (
    select from public.conversations c where c.account_id = p_account_id and c.conversation_id = f.conversation_id
  )
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null do nothing;
  perform private.merge_facts(p_account_id, p_contacts, p_conversations, p_messages);
end $$;
comment on function public.fold_facts(bigint, jsonb, jsonb, jsonb, timestamptz) is
  'Merges facts in one transaction, and asks for the customer of what is new.';

create or replace function private.announce(p_account_id bigint, p_event text, p_ids jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  -- A plain Postgres has no Realtime; the rows are the truth, the announcement is a courtesy.
  if to_regprocedure('realtime.send(jsonb,text,text,boolean)') is null then return; end if;
  if current_setting('pitwall.is_past', true) = 'on' then return; end if;
  perform realtime.send(p_ids, p_event, 'account:' || p_account_id, true);
end $$;

create function public.import_facts(
  p_account_id bigint, p_contacts jsonb, p_conversations jsonb, p_messages jsonb, p_learned jsonb default '[]'
) returns bigint[]
language plpgsql security definer set search_path = '' as $$
declare
  v_ids bigint[];
begin
  perform set_config('pitwall.is_past', 'on', true);
  -- What is known and not over is told by webhooks and sweeps.
  select coalesce(array_agg(f.conversation_id), '{}') into v_ids
  from jsonb_to_recordset(p_conversations) as f (conversation_id bigint, status text)
  where f.status = 'resolved' and not exists (
    select from public.conversations c
    where c.account_id = p_account_id and c.conversation_id = f.conversation_id and (c.status <> 'resolved' or c.deleted_at is not null)
  );
  perform private.merge_facts(p_account_id, p_contacts,
    (select coalesce(jsonb_agg(f.one), '[]') from jsonb_array_elements(p_conversations) f (one) where (f.one ->> 'conversation_id')::bigint = any (v_ids)),
    (select coalesce(jsonb_agg(f.one), '[]') from jsonb_array_elements(p_messages) f (one) where (f.one ->> 'conversation_id')::bigint = any (v_ids)));
  perform public.learn_conversations(p_account_id, (
    select coalesce(jsonb_agg(f.one), '[]') from jsonb_array_elements(p_learned) f (one)
    join public.conversations c on c.account_id = p_account_id and c.conversation_id = (f.one ->> 'conversation_id')::bigint
    where c.conversation_id = any (v_ids) and c.category_version is null
  ));
  perform set_config('pitwall.is_past', '', true);
  return v_ids;
end $$;
comment on function public.import_facts(bigint, jsonb, jsonb, jsonb, jsonb) is
  'Merges conversations that are over, with what they were about, and tells nobody: no promise, no rule, no assignment and no question to the shop follows. Returns those that were taken.';

revoke execute on function public.import_facts from public, anon, authenticated;
grant execute on function public.import_facts to service_role;
