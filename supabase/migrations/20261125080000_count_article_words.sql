create table public.article_words (
  account_id bigint not null references public.accounts (id) on delete cascade,
  language text not null,
  term text not null,
  articles integer not null,
  primary key (account_id, language, term)
);
comment on table public.article_words is
  'In how many articles a stemmed word stands: search reads the rarest words first and looks here for what a mistyped word meant.';

create function private.count_added_words() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  -- In order, so that two articles saved at once wait for each other instead of locking each other out.
  insert into public.article_words as w (account_id, language, term, articles)
  select account_id, language, term, count(*) from added group by account_id, language, term order by account_id, language, term
  on conflict (account_id, language, term) do update set articles = w.articles + excluded.articles;
  return null;
end $$;
create function private.count_removed_words() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform from public.article_words w
  where (w.account_id, w.language, w.term) in (select account_id, language, term from removed)
  order by w.account_id, w.language, w.term
  for update;
  update public.article_words w set articles = w.articles - r.articles
  from (select account_id, language, term, count(*) as articles from removed group by account_id, language, term) r
  where (w.account_id, w.language, w.term) = (r.account_id, r.language, r.term);
  delete from public.article_words w using removed r
  where (w.account_id, w.language, w.term) = (r.account_id, r.language, r.term) and w.articles <= 0;
  return null;
end $$;
create trigger count_added_words after insert on public.article_terms
  referencing new table as added for each statement execute function private.count_added_words();
create trigger count_removed_words after delete on public.article_terms
  referencing old table as removed for each statement execute function private.count_removed_words();

create function private.index_articles(p_ids bigint[]) returns void
language sql security definer set search_path = '' as $$
  delete from public.article_terms where article_id = any (p_ids);
  insert into public.article_terms (account_id, language, term, article_id, in_title, in_questions, in_body)
  select a.account_id, a.language, w.lexeme, a.id,
    least(coalesce(sum(w.occurrences) filter (where w.field = 't'), 0), 32767),
    least(coalesce(sum(w.occurrences) filter (where w.field = 'q'), 0), 32767),
    least(coalesce(sum(w.occurrences) filter (where w.field = 'b'), 0), 32767)
  from public.articles a,
    lateral (
      select f.field, v.lexeme, cardinality(v.positions) as occurrences
      from (values ('t', a.title), ('q', array_to_string(a.questions, ' . ')), ('b', a.body)) as f (field, text),
        unnest(to_tsvector(private.search_config(a.language), private.fold_accents(f.text))) as v
    ) w
  where a.id = any (p_ids) and char_length(w.lexeme) <= 60
  group by a.account_id, a.language, w.lexeme, a.id;
  update public.articles a set title_length = l.title_length, question_length = l.question_length, body_length = l.body_length
  from (
    select i.id, coalesce(sum(t.in_title), 0) as title_length, coalesce(sum(t.in_questions), 0) as question_length, coalesce(sum(t.in_body), 0) as body_length
    from unnest(p_ids) as i (id) left join public.article_terms t on t.article_id = i.id
    group by i.id
  ) l
  where a.id = l.id;
$$;
comment on function private.index_articles(bigint[]) is 'Writes the postings of articles anew; a whole import at once.';

create function private.index_inserted_articles() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.index_articles((select array_agg(id order by id) from inserted));
  return null;
end $$;
create or replace function private.index_article() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  perform private.index_articles(array[new.id]);
  return null;
end $$;
drop trigger index_article on public.articles;
create trigger index_inserted_articles after insert on public.articles
  referencing new table as inserted for each statement execute function private.index_inserted_articles();
create trigger index_article after update of title, body, language, questions on public.articles
  for each row execute function private.index_article();

-- Nothing looks for similar words among postings any more.
drop index public.article_terms_similar;

insert into public.article_words (account_id, language, term, articles)
select account_id, language, term, count(*) from public.article_terms group by account_id, language, term;

alter table public.article_words enable row level security;
revoke all on public.article_words from anon, authenticated;
grant select on public.article_words to service_role;
revoke execute on function private.count_added_words, private.count_removed_words, private.index_articles, private.index_inserted_articles from public;
