alter table public.conversations
  add column mood text check (mood in ('negative', 'neutral', 'positive')),
  add column mood_score real not null default 0 check (mood_score between -1 and 1),
  add column mood_confidence real not null default 0 check (mood_confidence between 0 and 1),
  add column mood_evidence text[] not null default '{}',
  add column mood_version text,
  add column is_frustrated boolean not null default false,
  add column frustration_score real not null default 0 check (frustration_score between 0 and 1),
  add column frustration_evidence text[] not null default '{}',
  add column frustration_version text,
  add column category_decided_by bigint references public.agents (id) on delete set null;
comment on column public.conversations.category_decided_by is 'Who confirmed or corrected the category; from then on it stays.';
comment on column public.conversations.is_frustrated is 'Whether the customer''s last words, with what went before them, tell of frustration.';

create table public.message_moods (
  account_id bigint not null,
  message_id bigint not null,
  conversation_id bigint not null,
  mood text check (mood in ('negative', 'neutral', 'positive')),
  mood_score real not null check (mood_score between -1 and 1),
  frustration_score real not null check (frustration_score between 0 and 1),
  version text not null,
  said_at timestamptz not null,
  primary key (account_id, message_id),
  foreign key (account_id, message_id) references public.messages (account_id, message_id) on delete cascade
);
create index message_moods_thread on public.message_moods (account_id, conversation_id, said_at);
comment on table public.message_moods is 'How each customer message felt, for the trend of a conversation.';

create table public.judgements (
  account_id bigint not null,
  conversation_id bigint not null,
  judge text not null check (judge in ('category', 'language', 'mood', 'frustration')),
  value text,
  confidence real not null check (confidence between 0 and 1),
  is_abstained boolean not null,
  version text not null,
  judged_at timestamptz not null default now(),
  labelled_at timestamptz,
  primary key (account_id, conversation_id, judge),
  foreign key (account_id, conversation_id) references public.conversations (account_id, conversation_id) on delete cascade
);
create index judgements_recent on public.judgements (account_id, judge, judged_at desc);
comment on table public.judgements is 'What each judge said, kept as it was said: people''s verdicts are compared with it.';
comment on column public.judgements.value is 'The likeliest value, also when it abstained.';
comment on column public.judgements.labelled_at is 'When Pitwall put this value on the conversation as a label.';

create table public.verdicts (
  id bigint generated always as identity primary key,
  account_id bigint not null,
  conversation_id bigint not null,
  judge text not null check (judge in ('category', 'language', 'mood', 'frustration')),
  said text,
  truth text not null check (length(truth) <= 40),
  confidence real not null check (confidence between 0 and 1),
  was_abstained boolean not null,
  version text,
  decided_by bigint references public.agents (id) on delete set null,
  decided_at timestamptz not null default now(),
  foreign key (account_id, conversation_id) references public.conversations (account_id, conversation_id) on delete cascade
);
create index verdicts_recent on public.verdicts (account_id, judge, decided_at desc);
create index verdicts_conversation on public.verdicts (account_id, conversation_id, judge);
create index verdicts_agent on public.verdicts (decided_by);
comment on table public.verdicts is 'Who confirmed or corrected a judge, from what, to what, when. Never changed; the latest of a conversation counts.';

create table public.judge_models (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  judge text not null check (judge in ('category')),
  version text not null,
  seed_version text not null,
  is_active boolean not null default false,
  labels integer not null check (labels >= 0),
  held_out integer not null check (held_out >= 0),
  right_before integer not null check (right_before between 0 and held_out),
  right_after integer not null check (right_after between 0 and held_out),
  model jsonb not null,
  trained_at timestamptz not null default now(),
  trained_by bigint references public.agents (id) on delete set null,
  unique (account_id, judge, version)
);
create unique index judge_models_one_active on public.judge_models (account_id, judge) where is_active;
comment on table public.judge_models is 'What a judge learned on this account, on top of the seed model; figures are on labels it had not seen.';

create table public.judge_settings (
  account_id bigint not null references public.accounts (id) on delete cascade,
  judge text not null check (judge in ('category', 'language', 'mood', 'frustration')),
  target_precision real not null default 0.9 check (target_precision between 0.5 and 0.99),
  bar real check (bar between 0 and 1),
  is_acting boolean not null default false,
  paused_at timestamptz,
  watched_since timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (account_id, judge)
);
comment on table public.judge_settings is 'How sure a judge must be on this account, and whether it may act by itself.';
comment on column public.judge_settings.bar is 'From answers measured on this account; null until there are enough, then the model''s own holds.';
comment on column public.judge_settings.is_acting is 'Writes labels and attributes to Chatwoot. Drift switches it off and sets `paused_at`.';
comment on column public.judge_settings.watched_since is 'Answers before this no longer count for drift: acting was switched on again, or the model changed.';

alter table public.message_moods enable row level security;
alter table public.judgements enable row level security;
alter table public.verdicts enable row level security;
alter table public.judge_models enable row level security;
alter table public.judge_settings enable row level security;
revoke all on public.message_moods, public.judgements, public.verdicts, public.judge_models, public.judge_settings from anon, authenticated;
grant select on public.message_moods, public.judgements, public.verdicts, public.judge_settings to authenticated;
grant select (id, account_id, judge, version, seed_version, is_active, labels, held_out, right_before, right_after, trained_at, trained_by)
  on public.judge_models to authenticated;
grant select, insert, update, delete on public.message_moods, public.judgements, public.verdicts, public.judge_models, public.judge_settings to service_role;

create policy "members read the moods of their accounts" on public.message_moods for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the judgements of their accounts" on public.judgements for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the verdicts of their accounts" on public.verdicts for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read which models their accounts have" on public.judge_models for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read how their judges are set" on public.judge_settings for select to authenticated
  using (account_id in (select private.current_account_ids()));

create or replace function public.learn_conversations(p_account_id bigint, p_learned jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  update public.conversations c set
    category = case when c.category_decided_by is null then f.category else c.category end,
    category_confidence = case when c.category_decided_by is null then f.category_confidence else c.category_confidence end,
    category_evidence = case when c.category_decided_by is null then f.category_evidence else c.category_evidence end,
    category_version = case when c.category_decided_by is null then f.category_version else c.category_version end,
    language = f.language, language_confidence = f.language_confidence,
    language_evidence = f.language_evidence, language_version = f.language_version
  from jsonb_to_recordset(p_learned) as f (
    conversation_id bigint, category text, category_confidence real, category_evidence text[], category_version text,
    language text, language_confidence real, language_evidence text[], language_version text
  )
  where c.account_id = p_account_id and c.conversation_id = f.conversation_id;

  insert into public.judgements (account_id, conversation_id, judge, value, confidence, is_abstained, version, judged_at)
  select p_account_id, f.conversation_id, j.judge, j.value, j.confidence, j.is_abstained, j.version, f.judged_at
  from jsonb_to_recordset(p_learned) as f (conversation_id bigint, judged_at timestamptz, judgements jsonb)
  cross join jsonb_to_recordset(f.judgements) as j (judge text, value text, confidence real, is_abstained boolean, version text)
  where exists (select from public.conversations c where c.account_id = p_account_id and c.conversation_id = f.conversation_id)
  on conflict (account_id, conversation_id, judge) do nothing;
end $$;
comment on function public.learn_conversations(bigint, jsonb) is 'Stores what the judges said of conversations; what a person decided stays.';

create function public.learn_moods(p_account_id bigint, p_messages jsonb, p_conversations jsonb) returns void
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.message_moods as m (account_id, message_id, conversation_id, mood, mood_score, frustration_score, version, said_at)
  select p_account_id, f.* from jsonb_to_recordset(p_messages) as f (
    message_id bigint, conversation_id bigint, mood text, mood_score real, frustration_score real, version text, said_at timestamptz
  )
  where exists (select from public.messages s where s.account_id = p_account_id and s.message_id = f.message_id)
  on conflict (account_id, message_id) do update set
    mood = excluded.mood, mood_score = excluded.mood_score, frustration_score = excluded.frustration_score, version = excluded.version;

  update public.conversations c set
    mood = f.mood, mood_score = f.mood_score, mood_confidence = f.mood_confidence, mood_evidence = f.mood_evidence,
    mood_version = f.mood_version, is_frustrated = f.is_frustrated, frustration_score = f.frustration_score,
    frustration_evidence = f.frustration_evidence, frustration_version = f.frustration_version
  from jsonb_to_recordset(p_conversations) as f (
    conversation_id bigint, mood text, mood_score real, mood_confidence real, mood_evidence text[], mood_version text,
    is_frustrated boolean, frustration_score real, frustration_evidence text[], frustration_version text
  )
  where c.account_id = p_account_id and c.conversation_id = f.conversation_id;
end $$;
comment on function public.learn_moods(bigint, jsonb, jsonb) is 'Stores how messages felt, and how their conversations stand now.';

create function public.decide_judgement(
  p_account_id bigint, p_conversation_id bigint, p_judge text, p_truth text, p_agent_id bigint, p_now timestamptz
) returns jsonb
language plpgsql security definer set search_path = '' as $$
declare
  v_said public.judgements;
begin
  perform 1 from public.conversations c
  where c.account_id = p_account_id and c.conversation_id = p_conversation_id and c.deleted_at is null for update;
  if not found then return null; end if;
  select * into v_said from public.judgements j
  where j.account_id = p_account_id and j.conversation_id = p_conversation_id and j.judge = p_judge;

  insert into public.verdicts (account_id, conversation_id, judge, said, truth, confidence, was_abstained, version, decided_by, decided_at)
  values (p_account_id, p_conversation_id, p_judge, v_said.value, p_truth, coalesce(v_said.confidence, 0), coalesce(v_said.is_abstained, true),
    v_said.version, p_agent_id, p_now);
  update public.conversations c set
    category = case when p_judge = 'category' then p_truth else c.category end,
    category_confidence = case when p_judge = 'category' then 1 else c.category_confidence end,
    category_evidence = case when p_judge = 'category' then '{}' else c.category_evidence end,
    category_version = case when p_judge = 'category' then 'person' else c.category_version end,
    category_decided_by = case when p_judge = 'category' then p_agent_id else c.category_decided_by end
  where c.account_id = p_account_id and c.conversation_id = p_conversation_id;
  return jsonb_build_object('said', v_said.value, 'isLabelled', v_said.labelled_at is not null);
end $$;
comment on function public.decide_judgement(bigint, bigint, text, text, bigint, timestamptz) is
  'Writes down what a person decided, and lets it hold. Null when the conversation does not exist.';

create function public.judge_outcomes(p_account_id bigint, p_judge text, p_since timestamptz, p_limit integer default 2000)
returns table (conversation_id bigint, said text, truth text, confidence real, is_abstained boolean, is_explicit boolean, decided_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select * from (
    select j.conversation_id, j.value, coalesce(v.truth, j.value), j.confidence, j.is_abstained, v.id is not null, coalesce(v.decided_at, c.last_activity_at) as decided_at
    from public.judgements j
    join public.conversations c on c.account_id = j.account_id and c.conversation_id = j.conversation_id
    left join lateral (
      select d.id, d.truth, d.decided_at from public.verdicts d
      where d.account_id = j.account_id and d.conversation_id = j.conversation_id and d.judge = j.judge
      order by d.id desc limit 1
    ) v on true
    where j.account_id = p_account_id and j.judge = p_judge and j.value is not null
      and (v.id is not null or (c.status = 'resolved' and c.first_reply_at is not null and not j.is_abstained))
      and coalesce(v.decided_at, c.last_activity_at) >= p_since
  ) o (conversation_id, said, truth, confidence, is_abstained, is_explicit, decided_at)
  order by o.decided_at desc, o.conversation_id desc limit p_limit
$$;
comment on function public.judge_outcomes(bigint, text, timestamptz, integer) is
  'Judgements whose truth is known, the latest first: a person said so, or a person answered, resolved and let it stand.';

create function public.judge_records(p_account_id bigint, p_since timestamptz) returns table (judge text, was_right bigint, known bigint)
language sql stable security definer set search_path = '' as $$
  select j.judge, count(*) filter (where o.said = o.truth), count(*)
  from unnest('{category,language,mood,frustration}'::text[]) as j (judge)
  cross join lateral public.judge_outcomes(p_account_id, j.judge, p_since) o
  where not o.is_abstained
  group by j.judge
$$;
comment on function public.judge_records(bigint, timestamptz) is 'How often each judge was right of late, of the answers whose truth is known.';

create function public.judge_coverage(p_account_id bigint, p_judge text, p_since timestamptz)
returns table (answered bigint, abstained bigint)
language sql stable security definer set search_path = '' as $$
  select count(*) filter (where not is_abstained), count(*) filter (where is_abstained)
  from public.judgements where account_id = p_account_id and judge = p_judge and judged_at >= p_since
$$;
comment on function public.judge_coverage(bigint, text, timestamptz) is 'How often a judge answered and how often it abstained.';

create function public.own_labels(p_account_id bigint, p_limit integer default 3000)
returns table (conversation_id bigint, subject text, texts text[], category text, decided_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select c.conversation_id, c.subject,
    array(
      select m.content from public.messages m
      where m.account_id = c.account_id and m.conversation_id = c.conversation_id and m.direction = 'incoming' and not m.is_deleted
      order by m.created_at, m.message_id limit 3
    ),
    v.truth, v.decided_at
  from (
    select distinct on (d.conversation_id) d.conversation_id, d.truth, d.decided_at from public.verdicts d
    where d.account_id = p_account_id and d.judge = 'category'
    order by d.conversation_id, d.id desc
  ) v
  join public.conversations c on c.account_id = p_account_id and c.conversation_id = v.conversation_id and c.deleted_at is null
  order by v.decided_at desc, c.conversation_id limit p_limit
$$;
comment on function public.own_labels(bigint, integer) is 'Conversations whose category a person decided, with what the customer said first; the latest first.';

create function public.activate_judge_model(p_account_id bigint, p_judge text, p_id bigint, p_now timestamptz) returns boolean
language plpgsql security definer set search_path = '' as $$
begin
  if p_id is not null and not exists (
    select from public.judge_models where account_id = p_account_id and judge = p_judge and id = p_id
  ) then return false; end if;
  update public.judge_models set is_active = false where account_id = p_account_id and judge = p_judge and is_active;
  update public.judge_models set is_active = true where account_id = p_account_id and judge = p_judge and id = p_id;
  insert into public.judge_settings (account_id, judge, watched_since, updated_at) values (p_account_id, p_judge, p_now, p_now)
  on conflict (account_id, judge) do update set bar = null, watched_since = excluded.watched_since, updated_at = excluded.updated_at;
  return true;
end $$;
comment on function public.activate_judge_model(bigint, text, bigint, timestamptz) is
  'Makes one version the active one, or with null the seed model. What was measured of another version no longer sets the bar.';

revoke execute on function public.learn_moods, public.decide_judgement, public.judge_outcomes, public.judge_records, public.judge_coverage, public.own_labels,
  public.activate_judge_model from public, anon, authenticated;
grant execute on function public.learn_moods, public.decide_judgement, public.judge_outcomes, public.judge_records, public.judge_coverage, public.own_labels,
  public.activate_judge_model to service_role;
