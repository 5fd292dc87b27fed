import type { SupabaseClient } from '@supabase/supabase-js'
import type { Chatwoot } from './chatwoot.ts'
import { z } from 'zod'
import { callRpc, timestamp } from './jobs-rpc.ts'

type Agents = Awaited<ReturnType<Chatwoot['agents']>>
type Inboxes = Awaited<ReturnType<Chatwoot['inboxes']>>
/** `member_ids` null: not asked, so what is known stays. */
interface InboxFact { inbox_id: number, auto_assignment: boolean, member_ids: number[] | null }

/** Who serves these inboxes, of all or of those in `only`, and where Chatwoot assigns by itself. */
export async function readMembers(chatwoot: Chatwoot, inboxes: Inboxes, only?: ReadonlySet<number>): Promise<InboxFact[]> {
  return Promise.all(inboxes.map(async ({ id, enable_auto_assignment }) => ({
    inbox_id: id,
    auto_assignment: enable_auto_assignment === true,
    member_ids: !only || only.has(id) ? (await chatwoot.inboxMembers(id)).map(member => member.id) : null,
  })))
}

/** Keeps who is online, who serves what and where Chatwoot assigns, as read at `readAt`. */
export async function keepSurroundings(
  admin: SupabaseClient,
  accountId: number,
  agents: Agents,
  inboxes: InboxFact[],
  readAt: number,
): Promise<void> {
  await callRpc(admin, 'look_around', {
    p_account_id: accountId,
    p_agents: agents.map(agent => ({ chatwoot_user_id: agent.id, availability: agent.availability_status })),
    p_inboxes: inboxes,
    p_read_at: timestamp(readAt),
  }, z.unknown())
}
