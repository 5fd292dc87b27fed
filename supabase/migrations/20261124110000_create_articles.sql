create table public.articles (
  id bigint generated always as identity primary key,
  account_id bigint not null references public.accounts (id) on delete cascade,
  slug text not null,
  title text not null check (char_length(title) between 1 and 200),
  body text not null check (char_length(body) <= 100000),
  language text not null check (language in ('en', 'es', 'fr')),
  status text not null default 'draft' check (status in ('draft', 'published', 'archived')),
  url text check (url ~ '^https?://'),
  questions text[] not null default '{}' check (cardinality(questions) <= 200),
  title_length integer not null default 0,
  question_length integer not null default 0,
  body_length integer not null default 0,
  version integer not null default 1,
  updated_by bigint references public.agents (id) on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint articles_one_per_slug unique (account_id, slug)
);
create index articles_updated_by on public.articles (updated_by);
create index articles_listed on public.articles (account_id, status, language);
comment on table public.articles is 'The shop''s knowledge. `body` is Markdown and hostile until rendered safely.';
comment on column public.articles.questions is 'What customers asked when this was the answer: the best thing to search by (docs/search.md).';
comment on column public.articles.body_length is 'Indexed words, for BM25F; so are title_length and question_length.';

create table public.article_versions (
  article_id bigint not null references public.articles (id) on delete cascade,
  version integer not null,
  account_id bigint not null references public.accounts (id) on delete cascade,
  title text not null,
  body text not null,
  language text not null,
  status text not null,
  url text,
  questions text[] not null,
  edited_by bigint references public.agents (id) on delete set null,
  edited_at timestamptz not null,
  primary key (article_id, version)
);
create index article_versions_account_id on public.article_versions (account_id);
create index article_versions_edited_by on public.article_versions (edited_by);
comment on table public.article_versions is 'What an article was before each edit.';

create table public.article_terms (
  account_id bigint not null references public.accounts (id) on delete cascade,
  language text not null,
  term text not null,
  article_id bigint not null references public.articles (id) on delete cascade,
  in_title smallint not null,
  in_questions smallint not null,
  in_body smallint not null,
  primary key (account_id, language, term, article_id)
);
create index article_terms_article_id on public.article_terms (article_id);
create index article_terms_similar on public.article_terms using gin (term extensions.gin_trgm_ops);
comment on table public.article_terms is 'How often a stemmed word stands in an article''s title, questions and body: the postings of BM25F.';

create table public.article_chunks (
  article_id bigint not null references public.articles (id) on delete cascade,
  position integer not null,
  account_id bigint not null references public.accounts (id) on delete cascade,
  text text not null,
  embedding extensions.vector,
  model text,
  dimensions integer,
  primary key (article_id, position),
  constraint article_chunks_embedding_is_described check ((embedding is null) = (model is null) and (embedding is null) = (dimensions is null))
);
create index article_chunks_account_id on public.article_chunks (account_id, model);
comment on table public.article_chunks is 'Passages of an article, with their meaning where a model has computed it.';
comment on column public.article_chunks.model is 'Vectors of different models are never compared: a row of another model is computed anew.';

create function private.search_config(p_language text) returns regconfig
language sql immutable set search_path = '' as $$
  select case p_language when 'es' then 'pg_catalog.spanish' when 'fr' then 'pg_catalog.french' else 'pg_catalog.english' end::regconfig
$$;
create function private.fold_accents(p_text text) returns text
language sql immutable set search_path = '' as $$
  select translate(lower(p_text), 'áàâäãéèêëíìîïóòôöõúùûüñç', 'aaaaaeeeeiiiiooooouuuunc')
$$;
comment on function private.fold_accents(text) is 'Customers leave accents out, so both sides do.';

create function private.index_article() returns trigger
language plpgsql security definer set search_path = '' as $$
declare
  v_config regconfig := private.search_config(new.language);
  v_title tsvector := to_tsvector(v_config, private.fold_accents(new.title));
  v_questions tsvector := to_tsvector(v_config, private.fold_accents(array_to_string(new.questions, ' . ')));
  v_body tsvector := to_tsvector(v_config, private.fold_accents(new.body));
begin
  delete from public.article_terms where article_id = new.id;
  insert into public.article_terms (account_id, language, term, article_id, in_title, in_questions, in_body)
  select new.account_id, new.language, lexeme, new.id,
    coalesce(sum(occurrences) filter (where field = 't'), 0),
    coalesce(sum(occurrences) filter (where field = 'q'), 0),
    coalesce(sum(occurrences) filter (where field = 'b'), 0)
  from (
    select 't' as field, lexeme, cardinality(positions) as occurrences from unnest(v_title)
    union all select 'q', lexeme, cardinality(positions) from unnest(v_questions)
    union all select 'b', lexeme, cardinality(positions) from unnest(v_body)
  ) fields
  where char_length(lexeme) <= 60
  group by lexeme;
  update public.articles set
    title_length = (select coalesce(sum(in_title), 0) from public.article_terms where article_id = new.id),
    question_length = (select coalesce(sum(in_questions), 0) from public.article_terms where article_id = new.id),
    body_length = (select coalesce(sum(in_body), 0) from public.article_terms where article_id = new.id)
  where id = new.id;
  return null;
end $$;
create trigger index_article after insert or update of title, body, language, questions on public.articles
  for each row execute function private.index_article();

create function private.keep_version() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into public.article_versions (article_id, version, account_id, title, body, language, status, url, questions, edited_by, edited_at)
  values (old.id, old.version, old.account_id, old.title, old.body, old.language, old.status, old.url, old.questions, old.updated_by, old.updated_at);
  new.version := old.version + 1;
  new.updated_at := now();
  return new;
end $$;
create trigger keep_version before update of title, body, language, status, url, questions on public.articles
  for each row when ((old.title, old.body, old.language, old.status, old.url, old.questions)
    is distinct from (new.title, new.body, new.language, new.status, new.url, new.questions))
  execute function private.keep_version();

alter table public.articles enable row level security;
alter table public.article_versions enable row level security;
alter table public.article_terms enable row level security;
alter table public.article_chunks enable row level security;

revoke all on public.articles, public.article_versions, public.article_terms, public.article_chunks from anon, authenticated;
grant select on public.articles, public.article_versions, public.article_terms, public.article_chunks to authenticated;
grant insert (account_id, slug, title, body, language, status, url, questions, updated_by),
  update (title, body, language, status, url, questions, updated_by) on public.articles to authenticated;
grant select, insert, update, delete on public.articles, public.article_versions, public.article_terms, public.article_chunks to service_role;

create policy "members read published articles, admins all" on public.articles for select to authenticated
  using (
    account_id in (select private.current_account_ids())
    and (status = 'published' or (select private.has_role(account_id, '{admin}')))
  );
create policy "admins write articles of their account" on public.articles for insert to authenticated
  with check ((select private.has_role(account_id, '{admin}')));
create policy "admins edit articles of their account" on public.articles for update to authenticated
  using ((select private.has_role(account_id, '{admin}'))) with check ((select private.has_role(account_id, '{admin}')));
create policy "admins read the history of their articles" on public.article_versions for select to authenticated
  using ((select private.has_role(account_id, '{admin}')));
create policy "members read the postings of their accounts" on public.article_terms for select to authenticated
  using (account_id in (select private.current_account_ids()));
create policy "members read the passages of their accounts" on public.article_chunks for select to authenticated
  using (account_id in (select private.current_account_ids()));

revoke execute on function private.search_config, private.fold_accents, private.index_article, private.keep_version from public;
grant execute on function private.search_config, private.fold_accents to authenticated, service_role;
