import type { ChatwootAccess } from './chatwoot-http.ts'
import { createChatwootHttp } from './chatwoot-http.ts'
import { createReads } from './chatwoot-reads.ts'
import { createWrites } from './chatwoot-writes.ts'

export { AskedToWait, UnknownOutcome } from './chatwoot-http.ts'

export type Chatwoot = ReturnType<typeof createChatwoot>

/** Chatwoot's API (4.15) for one account, with the account's token; every answer parsed, nothing of it logged. */
export function createChatwoot(access: ChatwootAccess) {
  const http = createChatwootHttp(access)
  return { ...createReads(http), ...createWrites(http) }
}
