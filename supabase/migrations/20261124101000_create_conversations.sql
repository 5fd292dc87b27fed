create table public.contacts (
  account_id bigint not null references public.accounts (id) on delete cascade,
  contact_id bigint not null,
  name text not null default '',
  email text,
  phone text,
  identifier text,
  is_blocked boolean not null default false,
  customer_tags text[] not null default '{}',
  lifetime_value_minor bigint,
  customer_seen_at timestamptz,
  source_version bigint not null,
  source_digest bigint not null,
  primary key (account_id, contact_id)
);
create index contacts_email on public.contacts (account_id, email);
comment on table public.contacts is 'Read model of Chatwoot contacts, folded from webhooks and sweeps.';
comment on column public.contacts.customer_tags is 'Tags of the matched customer in the shop, as of `customer_seen_at`. Never taken from Chatwoot attributes: a visitor can write those.';
comment on column public.contacts.source_version is 'When Chatwoot knew this (microseconds since 1970); with `source_digest` a total order, so events fold in any order.';

create table public.conversations (
  account_id bigint not null references public.accounts (id) on delete cascade,
  conversation_id bigint not null,
  contact_id bigint not null,
  inbox_id bigint not null,
  assignee_id bigint,
  team_id bigint,
  status text not null check (status in ('open', 'resolved', 'pending', 'snoozed')),
  priority text check (priority in ('low', 'medium', 'high', 'urgent')),
  labels text[] not null default '{}',
  subject text,
  can_reply boolean not null default true,
  snoozed_until timestamptz,
  opened_at timestamptz not null,
  last_activity_at timestamptz not null,
  first_reply_at timestamptz,
  deleted_at timestamptz,
  category text,
  category_confidence real not null default 0 check (category_confidence between 0 and 1),
  category_evidence text[] not null default '{}',
  category_version text,
  language text check (language in ('en', 'es', 'fr', 'other')),
  language_confidence real not null default 0 check (language_confidence between 0 and 1),
  language_evidence text[] not null default '{}',
  language_version text,
  source_version bigint not null,
  source_digest bigint not null,
  primary key (account_id, conversation_id)
);
create index conversations_contact on public.conversations (account_id, contact_id, last_activity_at desc);
create index conversations_activity on public.conversations (account_id, status, last_activity_at desc);
create index conversations_assignee on public.conversations (account_id, assignee_id);
comment on table public.conversations is 'Read model of Chatwoot conversations, folded from webhooks and sweeps.';
comment on column public.conversations.conversation_id is 'Chatwoot''s display id: unique within the account only.';
comment on column public.conversations.assignee_id is 'Chatwoot user id; null when nobody, or a bot, has it.';
comment on column public.conversations.first_reply_at is 'The first public message by a person of the shop; bots, automation and notes do not count.';
comment on column public.conversations.category is 'What the judge named at arrival, null when it abstained; `category_version` says which judge.';

create table public.messages (
  account_id bigint not null,
  message_id bigint not null,
  conversation_id bigint not null,
  direction text not null check (direction in ('incoming', 'outgoing', 'activity', 'template')),
  is_private boolean not null default false,
  sender_kind text not null check (sender_kind in ('contact', 'agent', 'bot', 'system')),
  sender_id bigint,
  sender_name text not null default '',
  content text not null default '',
  attachments jsonb not null default '[]',
  ref text,
  is_automated boolean not null default false,
  is_deleted boolean not null default false,
  created_at timestamptz not null,
  source_version bigint not null,
  source_digest bigint not null,
  primary key (account_id, message_id),
  foreign key (account_id, conversation_id) references public.conversations (account_id, conversation_id) on delete cascade
);
create index messages_thread on public.messages (account_id, conversation_id, created_at desc, message_id desc);
create index messages_ref on public.messages (account_id, ref) where ref is not null;
comment on table public.messages is 'Read model of the threads. `content` is Markdown from a customer or an agent: hostile until rendered safely.';
comment on column public.messages.ref is 'The idempotency key under which Pitwall sent it.';
comment on column public.messages.attachments is 'Array of {kind, url, name}.';

alter table public.contacts enable row level security;
alter table public.conversations enable row level security;
alter table public.messages enable row level security;

revoke all on public.contacts, public.conversations, public.messages from anon, authenticated;
grant select on public.contacts, public.conversations, public.messages to authenticated;
grant select, insert, update, delete on public.contacts, public.conversations, public.messages to service_role;

create policy "members read the contacts of their accounts" on public.contacts for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the conversations of their accounts" on public.conversations for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the messages of their accounts" on public.messages for select to authenticated
  using (account_id in (select private.current_account_ids()));
