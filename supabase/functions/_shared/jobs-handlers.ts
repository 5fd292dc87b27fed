import type { JobHandlers } from './jobs.ts'
import { syncAccountPeople } from './chatwoot-people.ts'
import { assignConversations } from './jobs-assign.ts'
import { learnCustomers } from './jobs-customer.ts'
import { foldEvents } from './jobs-fold.ts'
import { importHistory } from './jobs-import.ts'
import { writeLabels } from './jobs-label.ts'
import { runMacros } from './jobs-macro.ts'
import { retrainJudge } from './jobs-retrain.ts'
import { runRules } from './jobs-rules.ts'
import { tellShopNews, traceShopNews } from './jobs-shop-news.ts'
import { sweepRouting } from './jobs-sweep-routing.ts'
import { readThreads, sweepAccount } from './jobs-sweep.ts'
import { runTimedRules } from './jobs-timed.ts'

/** Every kind of job and who does it. */
export const JOB_HANDLERS: JobHandlers = {
  fold_event: foldEvents,
  learn_customer: learnCustomers,
  sweep_account: sweepAccount,
  read_thread: readThreads,
  sync_people: syncAccountPeople,
  // Loaded when asked for: the provider's client would slow down every webhook's cold start.
  index_passages: async (accountId, _, work) => import('./jobs-index.ts').then(async ({ indexPassages }) => indexPassages(accountId, work)),
  ask_category: async (accountId, jobs, work) => import('./jobs-opinion.ts').then(async ({ askOpinions }) => askOpinions(accountId, jobs, work)),
  assign_conversation: assignConversations,
  sweep_routing: sweepRouting,
  write_label: writeLabels,
  retrain_judge: retrainJudge,
  tell_shop_news: tellShopNews,
  trace_shop_news: traceShopNews,
  run_rules: runRules,
  run_timed_rule: runTimedRules,
  run_macro: runMacros,
  start_macro: async (accountId, jobs, work) => import('./jobs-start-macro.ts').then(async ({ startRuleMacros }) => startRuleMacros(accountId, jobs, work)),
  write_draft: async (accountId, jobs, work) => import('./jobs-draft.ts').then(async ({ writeRuleDrafts }) => writeRuleDrafts(accountId, jobs, work)),
  import_history: async (accountId, jobs, work) => importHistory(accountId, jobs, work),
  // Loaded when asked for, as the passages: no webhook needs the simulation.
  replay_routing: async (accountId, jobs, work) => import('./jobs-replay.ts').then(async ({ runReplays }) => runReplays(accountId, jobs, work)),
}
