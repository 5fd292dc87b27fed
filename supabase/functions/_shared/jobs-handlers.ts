import type { JobHandlers } from './jobs.ts'
import { syncAccountPeople } from './chatwoot-people.ts'
import { assignConversations, sweepRouting } from './jobs-assign.ts'
import { learnCustomers } from './jobs-customer.ts'
import { foldEvents } from './jobs-fold.ts'
import { importHistory } from './jobs-import.ts'
import { runReplays } from './jobs-replay.ts'
import { readThreads, sweepAccount } from './jobs-sweep.ts'

/** What a customer waits for: it never stands behind a shop or a model that takes its time. */
export const QUICK_KINDS = ['fold_event', 'assign_conversation', 'sweep_routing']

/** Every kind of job and who does it. */
export const JOB_HANDLERS: JobHandlers = {
  fold_event: foldEvents,
  learn_customer: learnCustomers,
  sweep_account: sweepAccount,
  read_thread: readThreads,
  sync_people: syncAccountPeople,
  assign_conversation: assignConversations,
  sweep_routing: sweepRouting,
  import_history: importHistory,
  replay_routing: runReplays,
}
