create function public.search_articles(
  p_account_id bigint,
  p_query text,
  p_language text default null,
  p_limit integer default 10,
  p_embedding extensions.vector default null,
  p_model text default null
) returns table (id bigint, title text, body text, language text, url text, score double precision)
language sql stable set search_path = '' as $$
  -- BM25F (Robertson and Zaragoza 2009): fields are weighed before they saturate. Weights and k1 are tuned on the development
  -- questions of docs/search.md: the title and what customers asked say more than the body.
  with words as materialized (
    select l.language, w.lexeme as term
    from (values ('en'), ('es'), ('fr')) as l (language),
      unnest(to_tsvector(private.search_config(l.language), private.fold_accents(left(p_query, 4000)))) as w
    where p_language is null or l.language = p_language
    order by cardinality(w.positions) desc, w.lexeme
    limit 200
  ),
  listed as materialized (
    select a.id, a.title_length, a.question_length, a.body_length
    from public.articles a
    where a.account_id = p_account_id and a.status = 'published' and (p_language is null or a.language = p_language)
  ),
  means as materialized (
    select count(*)::float as articles,
      greatest(avg(title_length), 1)::float as title_length,
      greatest(avg(question_length), 1)::float as question_length,
      greatest(avg(body_length), 1)::float as body_length
    from listed
  ),
  known as materialized (
    select w.language, w.term as asked, w.term, 1.0::float as trust
    from words w
    where exists (
      select from public.article_terms t where t.account_id = p_account_id and t.language = w.language and t.term = w.term offset 0
    )
  ),
  mistyped as materialized (
    -- A word that stands nowhere is perhaps mistyped; people seldom miss the first letter.
    select w.language, w.term as asked, n.term, 0.6::float as trust
    from words w,
      lateral (
        select t.term
        from public.article_terms t
        where t.account_id = p_account_id and t.language = w.language
          and t.term between left(w.term, 1) and left(w.term, 1) || 'zzzz'
          and extensions.similarity(t.term, w.term) >= 0.45
        order by extensions.similarity(t.term, w.term) desc, t.term
        limit 1
      ) n
    where char_length(w.term) >= 5 and not exists (select from known k where k.asked = w.term)
  ),
  found as materialized (
    select k.language, k.term, k.trust, t.article_id, t.in_title, t.in_questions, t.in_body
    from (select * from known union all select * from mistyped) k,
      -- The offset keeps the planner from anything but one index look-up per word.
      lateral (
        select * from public.article_terms p where p.account_id = p_account_id and p.language = k.language and p.term = k.term offset 0
      ) t
  ),
  matches as (
    select f.trust, f.article_id, m.articles,
      8 * f.in_title / (1 - 0.4 + 0.4 * l.title_length / m.title_length)
        + 8 * f.in_questions / (1 - 0.3 + 0.3 * l.question_length / m.question_length)
        + f.in_body / (1 - 0.5 + 0.5 * l.body_length / m.body_length) as frequency,
      count(*) over (partition by f.language, f.term) as spread
    from found f
    join listed l on l.id = f.article_id
    cross join means m
  ),
  by_words as materialized (
    select article_id, sum(trust * ln(1 + (articles - spread + 0.5) / (spread + 0.5)) * frequency / (8 + frequency)) as score
    from matches
    group by article_id
  ),
  by_meaning as (
    select c.article_id, max(1 - (c.embedding operator(extensions.<=>) p_embedding)) as score
    from public.article_chunks c
    join listed l on l.id = c.article_id
    where p_embedding is not null and c.account_id = p_account_id and c.model = p_model
    group by c.article_id
  ),
  scored as (
    -- Sums of z-scores: unlike ranks they let a sure side overrule an unsure one.
    select l.id,
      coalesce(w.score, 0) as words,
      case when p_embedding is null then coalesce(w.score, 0)
        else coalesce((coalesce(w.score, 0) - avg(coalesce(w.score, 0)) over ()) / nullif(stddev_pop(coalesce(w.score, 0)) over (), 0), 0)
          + coalesce((m.score - avg(m.score) over ()) / nullif(stddev_pop(m.score) over (), 0), 0)
      end as score,
      m.score as meaning
    from listed l
    left join by_words w on w.article_id = l.id
    left join by_meaning m on m.article_id = l.id
  )
  select a.id, a.title, a.body, a.language, a.url, s.score
  from scored s
  join public.articles a on a.id = s.id
  where s.words > 0 or s.meaning > 0.3
  order by s.score desc, a.id
  limit least(greatest(p_limit, 0), 50)
$$;
comment on function public.search_articles(bigint, text, text, integer, extensions.vector, text) is
  'Published articles that fit a text, best first: words (any of them, never all) and meaning where vectors of `p_model` exist.';
revoke execute on function public.search_articles from public, anon;
grant execute on function public.search_articles to authenticated, service_role;
