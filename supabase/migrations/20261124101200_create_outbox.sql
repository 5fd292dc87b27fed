create table public.outbox (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  conversation_id bigint not null,
  key uuid not null,
  agent_id bigint not null references public.agents (id) on delete cascade,
  reason text not null check (reason in ('agent_reply', 'agent_note')),
  content text not null,
  state text not null default 'held' check (state in ('held', 'sending', 'unknown', 'done', 'cancelled', 'failed')),
  send_after timestamptz not null,
  attempts integer not null default 0,
  locked_until timestamptz,
  message_id bigint,
  code text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint outbox_one_per_key unique (account_id, key)
);
create index outbox_waiting on public.outbox (send_after, id) where state in ('held', 'sending', 'unknown');
create index outbox_agent_id on public.outbox (agent_id);
create index outbox_conversation on public.outbox (account_id, conversation_id, created_at desc);
comment on table public.outbox is 'Intent rows: each effect toward Chatwoot, who asked for it and why, written before it happens, so that a crash neither loses nor repeats it.';
comment on column public.outbox.key is 'The caller''s idempotency key; it travels with the message, so the thread itself tells whether it was sent.';
comment on column public.outbox.state is 'unknown: asked, no answer; the thread is read before anything is sent again.';

alter table public.outbox enable row level security;
revoke all on public.outbox from anon, authenticated;
grant select on public.outbox to authenticated;
grant select, insert, update, delete on public.outbox to service_role;

create policy "members read what their accounts send" on public.outbox for select to authenticated
  using (account_id in (select private.current_account_ids()));

create function public.hold_message(
  p_account_id bigint, p_conversation_id bigint, p_key uuid, p_agent_id bigint, p_reason text, p_content text,
  p_send_after timestamptz, p_now timestamptz default now()
) returns setof public.outbox
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.outbox (account_id, conversation_id, key, agent_id, reason, content, send_after, created_at, updated_at)
  values (p_account_id, p_conversation_id, p_key, p_agent_id, p_reason, p_content, p_send_after, p_now, p_now)
  on conflict (account_id, key) do nothing;
  return query select * from public.outbox where account_id = p_account_id and key = p_key;
end $$;
comment on function public.hold_message(bigint, bigint, uuid, bigint, text, text, timestamptz, timestamptz) is
  'Writes the intent once and returns the row that stands: an earlier one under the same key is left as it was.';

create function public.cancel_message(p_account_id bigint, p_conversation_id bigint, p_key uuid, p_now timestamptz default now())
returns setof public.outbox
language plpgsql security definer set search_path = '' as $$
begin
  update public.outbox set state = 'cancelled', updated_at = p_now
  where account_id = p_account_id and conversation_id = p_conversation_id and key = p_key and state = 'held';
  return query
    select * from public.outbox where account_id = p_account_id and conversation_id = p_conversation_id and key = p_key;
end $$;
comment on function public.cancel_message(bigint, bigint, uuid, timestamptz) is 'Takes a message back while it is held, and returns the row as it stands.';

create function public.claim_outbox(p_now timestamptz, p_limit integer default 20, p_lease_seconds integer default 60)
returns setof public.outbox
language sql security definer set search_path = '' as $$
  update public.outbox o
  set state = 'sending', attempts = o.attempts + 1, locked_until = p_now + make_interval(secs => p_lease_seconds), updated_at = p_now
  where o.id in (
    select w.id from public.outbox w
    where w.state in ('held', 'sending', 'unknown') and w.send_after <= p_now and (w.locked_until is null or w.locked_until <= p_now)
    order by w.send_after, w.id
    limit p_limit
    for update skip locked
  )
  returning o.*
$$;
comment on function public.claim_outbox(timestamptz, integer, integer) is
  'Takes due messages for one sender. More than one attempt means that an earlier one may have reached Chatwoot.';

create function public.settle_message(
  p_id bigint, p_attempt integer, p_state text, p_message_id bigint, p_code text, p_send_after timestamptz, p_now timestamptz default now()
) returns void
language sql security definer set search_path = '' as $$
  update public.outbox set
    state = p_state, message_id = p_message_id, code = p_code, send_after = coalesce(p_send_after, send_after),
    locked_until = null, updated_at = p_now
  where id = p_id and attempts = p_attempt and state = 'sending'
$$;
comment on function public.settle_message(bigint, integer, text, bigint, text, timestamptz, timestamptz) is
  'Writes what became of one attempt. The attempt guards against a sender that wakes up late.';

revoke execute on function public.hold_message, public.cancel_message, public.claim_outbox, public.settle_message from public, anon, authenticated;
grant execute on function public.hold_message, public.cancel_message, public.claim_outbox, public.settle_message to service_role;
