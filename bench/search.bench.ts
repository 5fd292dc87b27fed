import type { TestStack } from '../local/testing/stack.ts'
import type { Article, Query } from '../scripts/search-eval.ts'
import type { Reporter } from './figure.ts'
import { existsSync } from 'node:fs'
import process from 'node:process'
import { startTestStack } from '../local/testing/stack.ts'
import * as retrieval from '../scripts/search-eval.ts'
import { percentile } from './figure.ts'
import { lexicalEngines } from './lexical.ts'
import { makeArticles, makeText } from './made-articles.ts'

const TARGET_MS = 50
const ARTICLES = [100, 1_000, 5_000]
const ASKED = 60
const SHORT_WORDS = 12
// The last three messages of a customer who tells everything.
const LONG_WORDS = 150
const DATA = '../shared/data'
const PAST_QUESTIONS = 3

/** How long an agent's search takes as their account grows, and how well it ranks beside other engines on the same questions. */
export async function measure(reporter: Reporter): Promise<void> {
  await measureSpeed(reporter)
  for (const name of ['stackfaq', 'taubank']) {
    const [corpusFile, queriesFile] = ['corpus', 'queries-dev'].map(file => `${DATA}/retrieval-${name}/${file}.jsonl`)
    if (!corpusFile || !queriesFile || !existsSync(queriesFile)) {
      reporter.skip(`retrieval-${name} is not beside the project`)
      continue
    }
    const corpus = await retrieval.readLines(corpusFile, retrieval.Article)
    const queries = await retrieval.readLines(queriesFile, retrieval.Query)
    await measureQuality(reporter, name, corpus, queries)
    const learnt = learnQuestions(corpus, queries)
    if (learnt.queries.length > ASKED) await measureQuality(reporter, `${name}_asked_before`, learnt.corpus, learnt.queries)
  }
}

async function measureSpeed({ report }: Reporter): Promise<void> {
  const stack = await startTestStack()
  for (const count of ARTICLES) {
    const accountId = await retrieval.index(stack, makeArticles(count))
    const ask = await signedIn(stack, accountId)
    for (const [kind, words] of [['', SHORT_WORDS], ['long_', LONG_WORDS]] as const) {
      const took: number[] = []
      const worked: number[] = []
      for (let asked = 0; asked < ASKED; asked++) {
        const text = makeText(words)
        const started = performance.now()
        const before = process.cpuUsage()
        await ask(text)
        const { user, system } = process.cpuUsage(before)
        took.push(performance.now() - started)
        worked.push((user + system) / 1000)
      }
      report(`${kind}p50_${count}`, percentile(took, 0.5), 'ms')
      report(`${kind}p95_${count}`, percentile(took, 0.95), 'ms', TARGET_MS)
      report(`${kind}cpu_p95_${count}`, percentile(worked, 0.95), 'ms', TARGET_MS)
    }
  }
  await stack.stop()
}

/** Asks as an agent of the account does: signed in, with row level security. */
async function signedIn({ database: { db, mutex }, ...stack }: TestStack, accountId: number) {
  const email = `agent${accountId}@eval.example`
  const { userId } = await stack.userClient(email)
  await stack.sql(
    `insert into agents (account_id, chatwoot_user_id, user_id, name, email) values ($1, 1, $2, 'Agent', $3)`,
    [accountId, userId, email],
  )
  const claims = JSON.stringify({ sub: userId, role: 'authenticated' })
  return async (text: string) => mutex.run(() => db.transaction(async (transaction) => {
    await transaction.query(`select set_config('role', 'authenticated', true), set_config('request.jwt.claims', $1, true)`, [claims])
    const { rows } = await transaction.query('select * from search_articles($1, $2)', [accountId, text])
    if (rows.length === 0) throw new Error('The agent\'s search found nothing, so it measured nothing')
  }))
}

async function measureQuality({ report }: Reporter, name: string, corpus: Article[], queries: Query[]): Promise<void> {
  const stack = await startTestStack()
  const accountId = await retrieval.index(stack, corpus)
  const ours = await retrieval.score(queries, retrieval.rankInSql(stack, accountId))
  const best = { ndcg10: 0, hit1: 0 }
  for (const [engine, rank] of Object.entries(await lexicalEngines(stack, accountId, corpus))) {
    const { ndcg10, hit1 } = await retrieval.score(queries, rank)
    report(`${name}.${engine}.ndcg10`, ndcg10, 'score')
    report(`${name}.${engine}.hit1`, hit1, 'score')
    Object.assign(best, { ndcg10: Math.max(best.ndcg10, ndcg10), hit1: Math.max(best.hit1, hit1) })
  }
  await stack.stop()
  report(`${name}.ndcg10`, ours.ndcg10, 'score', best.ndcg10)
  report(`${name}.hit1`, ours.hit1, 'score', best.hit1)
}

/** The first questions of each article become what was asked before; the others are asked. */
function learnQuestions(corpus: Article[], queries: Query[]) {
  const past = new Map<string, string[]>()
  const asked = queries.filter(({ text, rel: [id = ''] }) => {
    const known = past.get(id) ?? []
    if (known.length >= PAST_QUESTIONS) return true
    past.set(id, [...known, text])
    return false
  })
  return { corpus: corpus.map(article => ({ ...article, questions: past.get(article.id) ?? [] })), queries: asked }
}
