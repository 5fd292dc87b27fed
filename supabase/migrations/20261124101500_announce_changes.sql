create function private.announce(p_account_id bigint, p_event text, p_ids jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  -- A plain Postgres has no Realtime; the rows are the truth, the announcement is a courtesy.
  if to_regprocedure('realtime.send(jsonb,text,text,boolean)') is null then return; end if;
  perform realtime.send(p_ids, p_event, 'account:' || p_account_id, true);
end $$;
comment on function private.announce(bigint, text, jsonb) is 'Tells the members of an account that something changed: ids only, they read it under row level security.';

create function private.announce_conversation() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.announce(new.account_id, 'conversation_changed', jsonb_build_object('conversationId', new.conversation_id));
  return null;
end $$;
create function private.announce_message() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.announce(new.account_id, 'message_created',
    jsonb_build_object('conversationId', new.conversation_id, 'messageId', new.message_id));
  return null;
end $$;
create function private.announce_clock() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.announce(new.account_id, 'clock_changed', jsonb_build_object('conversationId', new.conversation_id));
  return null;
end $$;
revoke execute on function private.announce, private.announce_conversation, private.announce_message, private.announce_clock from public;

create trigger announce_new_conversation after insert on public.conversations
  for each row execute function private.announce_conversation();
create trigger announce_changed_conversation after update on public.conversations
  for each row when (old.* is distinct from new.*) execute function private.announce_conversation();
create trigger announce_new_message after insert on public.messages
  for each row execute function private.announce_message();
create trigger announce_changed_message after update of content, attachments, is_deleted on public.messages
  for each row when ((old.content, old.attachments, old.is_deleted) is distinct from (new.content, new.attachments, new.is_deleted))
  execute function private.announce_conversation();
create trigger announce_new_clock after insert on public.sla_clocks
  for each row execute function private.announce_clock();
create trigger announce_changed_clock after update on public.sla_clocks
  for each row when (old.* is distinct from new.*) execute function private.announce_clock();

do $$ begin
  if to_regclass('realtime.messages') is null then return; end if;
  execute $policy$
    create policy "members receive the announcements of their accounts" on realtime.messages for select to authenticated
      using (
        extension = 'broadcast'
        and (select realtime.topic()) ~ '^account:[0-9]{1,18}$'
        and substring((select realtime.topic()) from '^account:([0-9]{1,18})$')::bigint in (select private.current_account_ids())
      )
  $policy$;
end $$;
