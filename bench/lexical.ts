import type { TestStack } from '../local/testing/stack.ts'
import type { Article, Rank } from '../scripts/search-eval.ts'
import lunr from 'lunr'
import MiniSearch from 'minisearch'

const words = new lunr.Pipeline()
words.add(lunr.trimmer, lunr.stopWordFilter, lunr.stemmer)

/** What the same articles give in engines people would take instead: English, stemmed, without stop words, title and questions doubled. */
export async function lexicalEngines(stack: TestStack, accountId: number, corpus: Article[]): Promise<Record<string, Rank>> {
  await stack.sql('drop table if exists lexical')
  await stack.sql(
    `create temp table lexical as select slug,
       setweight(to_tsvector('english', title || ' ' || array_to_string(questions, ' ')), 'A') || setweight(to_tsvector('english', body), 'D') as words
     from articles where account_id = $1`,
    [accountId],
  )
  return {
    ts_rank: rankInPostgres(stack, 'ts_rank'),
    ts_rank_cd: rankInPostgres(stack, 'ts_rank_cd'),
    minisearch: rankInMiniSearch(corpus),
    lunr: rankInLunr(corpus),
  }
}

function rankInPostgres(stack: TestStack, ranking: 'ts_rank' | 'ts_rank_cd'): Rank {
  return async (text) => {
    const rows = await stack.sql<{ slug: string }>(
      `select slug from lexical, (select string_agg(quote_literal(lexeme), '|')::tsquery as any_word from unnest(to_tsvector('english', $1))) q
       where words @@ any_word order by ${ranking}(words, any_word) desc, slug limit 10`,
      [text],
    )
    return rows.map(({ slug }) => slug)
  }
}

function rankInMiniSearch(corpus: Article[]): Rank {
  const engine = new MiniSearch({
    fields: ['title', 'asked', 'body'],
    processTerm: term => words.run([new lunr.Token(term.toLowerCase(), {})]).map(String),
  })
  engine.addAll(corpus.map(({ questions, ...article }) => ({ ...article, asked: questions.join(' . ') })))
  return text => engine.search(text, { boost: { title: 2, asked: 2 } }).slice(0, 10).map(({ id }) => String(id))
}

function rankInLunr(corpus: Article[]): Rank {
  const engine = lunr((builder) => {
    builder.ref('id')
    builder.field('title', { boost: 2 })
    builder.field('asked', { boost: 2 })
    builder.field('body')
    for (const { questions, ...article } of corpus) builder.add({ ...article, asked: questions.join(' . ') })
  })
  return text => engine
    .query(query => words.run(lunr.tokenizer(text)).forEach(word => query.term(word.toString(), { usePipeline: false })))
    .slice(0, 10)
    .map(({ ref }) => ref)
}
