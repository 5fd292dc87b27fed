create table public.sweeps (
  account_id bigint primary key references public.accounts (id) on delete cascade,
  swept_until timestamptz not null
);
comment on table public.sweeps is 'Up to when an account''s conversations were compared with Chatwoot''s own list. Webhooks are tried once, so losses are normal.';
alter table public.sweeps enable row level security;
revoke all on public.sweeps from anon, authenticated;
grant select on public.sweeps to authenticated;
grant select, insert, update, delete on public.sweeps to service_role;
create policy "members read how fresh their accounts are" on public.sweeps for select to authenticated
  using (account_id in (select private.current_account_ids()));

create function public.clocks_to_plan(p_account_id bigint, p_conversation_ids bigint[])
returns table (
  conversation_id bigint, opened_at timestamptz, inbox_id bigint, labels text[], category text,
  customer_tags text[], lifetime_value_minor bigint, tier_position integer
)
language sql stable security definer set search_path = '' as $$
  select c.conversation_id, c.opened_at, c.inbox_id, c.labels, c.category,
    coalesce(p.customer_tags, '{}'), p.lifetime_value_minor, k.tier_position
  from public.conversations c
  left join public.contacts p on p.account_id = c.account_id and p.contact_id = c.contact_id
  left join public.sla_clocks k on k.account_id = c.account_id and k.conversation_id = c.conversation_id
  where c.account_id = p_account_id and c.conversation_id = any (p_conversation_ids) and c.deleted_at is null
    and (k.id is null or (k.stopped_at is null and k.tier_position > 0))
$$;
comment on function public.clocks_to_plan(bigint, bigint[]) is 'Of these conversations, those without a promise or with a running one, and what decides their tier.';

create function public.fold_facts(
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

  update public.sla_clocks k set
    stopped_at = greatest(k.started_at, c.first_reply_at),
    warned_at = case when k.warn_at <= c.first_reply_at then k.warned_at end,
    breached_at = case when k.due_at < c.first_reply_at then k.breached_at end
  from public.conversations c
  join jsonb_to_recordset(p_conversations) as f (conversation_id bigint) on f.conversation_id = c.conversation_id
  where c.account_id = p_account_id and k.account_id = c.account_id and k.conversation_id = c.conversation_id
    and c.first_reply_at < coalesce(k.stopped_at, 'infinity') and k.stopped_at is distinct from greatest(k.started_at, c.first_reply_at);
end $$;
comment on function public.fold_facts(bigint, jsonb, jsonb, jsonb, timestamptz) is
  'Merges facts about contacts, conversations and messages in one transaction, and asks for the customer of what is new. Newer wins, so order and repetition do not matter.';

create function public.learn_conversations(p_account_id bigint, p_learned jsonb) returns void
language sql security definer set search_path = '' as $$
  update public.conversations c set
    category = f.category, category_confidence = f.category_confidence, category_evidence = f.category_evidence,
    category_version = f.category_version, language = f.language, language_confidence = f.language_confidence,
    language_evidence = f.language_evidence, language_version = f.language_version
  from jsonb_to_recordset(p_learned) as f (
    conversation_id bigint, category text, category_confidence real, category_evidence text[], category_version text,
    language text, language_confidence real, language_evidence text[], language_version text
  )
  where c.account_id = p_account_id and c.conversation_id = f.conversation_id
$$;
comment on function public.learn_conversations(bigint, jsonb) is 'Stores what the judges said of conversations.';

create function public.learn_customer(
  p_account_id bigint, p_contact_id bigint, p_tags text[], p_lifetime_value_minor bigint, p_now timestamptz default now()
) returns void
language sql security definer set search_path = '' as $$
  update public.contacts set customer_tags = p_tags, lifetime_value_minor = p_lifetime_value_minor, customer_seen_at = p_now
  where account_id = p_account_id and contact_id = p_contact_id
$$;
comment on function public.learn_customer(bigint, bigint, text[], bigint, timestamptz) is 'Stores what the shop knows of a contact.';

create function public.stale_threads(p_account_id bigint, p_conversations jsonb) returns setof bigint
language sql stable security definer set search_path = '' as $$
  select f.conversation_id
  from jsonb_to_recordset(p_conversations) as f (conversation_id bigint, last_activity_at timestamptz)
  where date_trunc('second', f.last_activity_at) > coalesce((
    select max(m.created_at) from public.messages m where m.account_id = p_account_id and m.conversation_id = f.conversation_id
  ), '-infinity')
$$;
comment on function public.stale_threads(bigint, jsonb) is 'Of these conversations, those in which something happened that no stored message tells of.';

create function public.enqueue_sweeps(p_now timestamptz, p_every_seconds integer) returns void
language sql security definer set search_path = '' as $$
  delete from public.jobs where kind = 'sweep_account' and dead_at < p_now - interval '1 hour';
  insert into public.jobs (account_id, kind, dedupe_key, run_at, created_at)
  select a.id, 'sweep_account', 'sweep', p_now, p_now
  from public.accounts a
  left join public.sweeps s on s.account_id = a.id
  where (s.swept_until is null or s.swept_until <= p_now - make_interval(secs => p_every_seconds))
    and not exists (select from public.jobs j where j.account_id = a.id and j.kind = 'sweep_account' and j.done_at is null)
  on conflict (account_id, kind, dedupe_key) where dedupe_key is not null and attempts = 0 and done_at is null and dead_at is null do nothing
$$;
comment on function public.enqueue_sweeps(timestamptz, integer) is
  'Asks for a sweep of each account whose last one is older than this. One that died is replaced after an hour.';

revoke execute on function public.clocks_to_plan, public.fold_facts, public.learn_conversations, public.learn_customer,
  public.stale_threads, public.enqueue_sweeps from public, anon, authenticated;
grant execute on function public.clocks_to_plan, public.fold_facts, public.learn_conversations, public.learn_customer,
  public.stale_threads, public.enqueue_sweeps to service_role;
