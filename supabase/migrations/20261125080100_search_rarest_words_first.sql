create function private.rank_articles(
  p_account_id bigint,
  p_query text,
  p_language text,
  p_embedding extensions.vector,
  p_model text
) returns table (id bigint, score double precision)
-- PL/pgSQL keeps the plan, which takes longer to make than to run. Without statistics (a folder just filled) a planner
-- would compare every posting with every article: hence no nested loops where a hash does.
language plpgsql stable security definer set search_path = '' set enable_nestloop = off as $$
#variable_conflict use_column
begin
  return query
  -- BM25F (Robertson and Zaragoza 2009): fields are weighed before they saturate, and a word asked often weighs more (k3 = 8).
  -- What a customer titled and asked says more than the body: docs/search.md has the weights' measurements.
  with mean as materialized (
    select count(*)::float as articles, avg(a.title_length::float) as title_length,
      avg(a.question_length::float) as question_length, avg(a.body_length::float) as body_length
    from public.articles a
    where a.account_id = p_account_id and a.status = 'published' and (p_language is null or a.language = p_language)
  ),
  listed as materialized (
    select a.id, a.language,
      1 - 0.4 + 0.4 * (a.title_length / greatest(m.title_length, 1)) as title_norm,
      1 - 0.3 + 0.3 * (a.question_length / greatest(m.question_length, 1)) as question_norm,
      1 - 0.75 + 0.75 * (a.body_length / greatest(m.body_length, 1)) as body_norm
    from public.articles a cross join mean m
    where a.account_id = p_account_id and a.status = 'published' and (p_language is null or a.language = p_language)
  ),
  words as materialized (
    select l.language, w.lexeme as term, cardinality(w.positions)::float as times
    from (select distinct listed.language from listed) l,
      unnest(to_tsvector(private.search_config(l.language), private.fold_accents(left(p_query, 4000)))) w
  ),
  known as materialized (
    select w.language, w.term as asked, w.term, w.times, 1.0::float as trust, k.articles
    from words w
    -- The offset keeps the planner from anything but one index look-up per word, here and below.
    cross join lateral (
      select * from public.article_words a where a.account_id = p_account_id and a.language = w.language and a.term = w.term offset 0
    ) k
  ),
  mistyped as materialized (
    -- A word that stands nowhere is perhaps mistyped; people seldom miss the first letter.
    select w.language, w.term as asked, n.term, w.times, 0.6::float as trust, n.articles
    from (
      select * from words u
      where u.term ~ '^[a-z]{5,}$' and (u.language, u.term) not in (select k.language, k.asked from known k)
      order by char_length(u.term) desc, u.term
      limit 8
    ) w,
      lateral (
        select k.term, k.articles
        from public.article_words k
        where k.account_id = p_account_id and k.language = w.language
          and k.term between left(w.term, 1) and left(w.term, 1) || 'zzzz'
          and extensions.similarity(k.term, w.term) >= 0.45
        order by extensions.similarity(k.term, w.term) desc, k.term
        limit 1
      ) n
  ),
  asked as materialized (
    -- Rare words decide. Reading stops where common ones could only confirm, so that a long question costs no more than a short one.
    select r.word, r.language, r.term, r.times, r.trust
    from (
      select k.*, row_number() over rarest_first as word, sum(k.articles) over rarest_first - k.articles as before
      from (select * from known union all select * from mistyped) k
      window rarest_first as (order by k.articles, k.language, k.term, k.trust desc rows unbounded preceding)
    ) r
    where r.before < 5000
  ),
  found as materialized (
    select w.word, t.article_id,
      6 * t.in_title / l.title_norm + 8 * t.in_questions / l.question_norm + t.in_body / l.body_norm as frequency
    from asked w
    cross join lateral (
      select * from public.article_terms p where p.account_id = p_account_id and p.language = w.language and p.term = w.term offset 0
    ) t
    join listed l on l.id = t.article_id
  ),
  weights as materialized (
    select w.word, w.trust * (8 + 1) * w.times / (8 + w.times) * ln(1 + (mean.articles - f.spread + 0.5) / (f.spread + 0.5)) as weight
    from (select found.word, count(*)::float as spread from found group by found.word) f
    join asked w on w.word = f.word
    cross join mean
  ),
  by_words as materialized (
    select f.article_id, sum(w.weight * f.frequency / (8 + f.frequency)) as score
    from found f join weights w on w.word = f.word
    group by f.article_id
  ),
  by_meaning as materialized (
    select c.article_id, max(1 - (c.embedding operator(extensions.<=>) p_embedding)) as score
    from public.article_chunks c
    join listed l on l.id = c.article_id
    where p_embedding is not null and c.account_id = p_account_id and c.model = p_model
    group by c.article_id
  ),
  candidates as materialized (
    select article_id as id, coalesce(w.score, 0) as words, m.score as meaning
    from by_words w full join by_meaning m using (article_id)
  ),
  means as materialized (
    select sum(c.words) / max(t.articles) as words,
      sqrt(greatest(sum(c.words ^ 2) / max(t.articles) - (sum(c.words) / max(t.articles)) ^ 2, 0)) as words_spread,
      avg(c.meaning) as meaning, stddev_pop(c.meaning) as meaning_spread
    from candidates c cross join mean t
  )
  -- Sums of z-scores over all listed articles: unlike ranks they let a sure side overrule an unsure one.
  select c.id,
    case when p_embedding is null then c.words
      else coalesce((c.words - m.words) / nullif(m.words_spread, 0), 0) + coalesce((c.meaning - m.meaning) / nullif(m.meaning_spread, 0), 0)
    end
  from candidates c cross join means m
  where c.words > 0 or c.meaning > 0.3;
end $$;
comment on function private.rank_articles(bigint, text, text, extensions.vector, text) is
  'Scores of published articles. Reads postings past row level security for speed and gives away ids only.';

create or replace function public.search_articles(
  p_account_id bigint,
  p_query text,
  p_language text default null,
  p_limit integer default 10,
  p_embedding extensions.vector default null,
  p_model text default null
) returns table (id bigint, title text, body text, language text, url text, score double precision)
language sql stable set search_path = '' as $$
  -- The caller's own row level security decides which of the ranked articles exist for them.
  select a.id, a.title, a.body, a.language, a.url, r.score
  from (
    select ranked.id, ranked.score
    from private.rank_articles(p_account_id, p_query, p_language, p_embedding, p_model) ranked
    order by ranked.score desc, ranked.id
    limit least(greatest(p_limit, 0), 50)
  ) r
  join public.articles a on a.id = r.id
  where a.status = 'published'
  order by r.score desc, a.id
$$;
revoke execute on function private.rank_articles from public;
grant execute on function private.rank_articles to authenticated, service_role;
