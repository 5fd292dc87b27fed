import type { Customer } from '../../../shared/contracts/order.ts'
import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { planClocks } from './jobs-promise.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { readShopCustomer } from './shop-view.ts'

const Asked = z.object({ conversationId: z.number() })
const Writer = z.object({ contact_id: z.number(), email: z.string().nullable(), phone: z.string().nullable() })

/**
 * Keeps what the shop says of a customer, who may be owed a faster answer than was promised before they were known.
 * Whoever has just read a shop view may call it.
 */
export async function learnCustomer(
  accountId: number,
  { conversationId, contactId, customer }: { conversationId: number, contactId: number, customer: Pick<Customer, 'tags' | 'lifetimeValue'> },
  work: Work,
): Promise<void> {
  await callRpc(work.admin, 'learn_customer', {
    p_account_id: accountId,
    p_contact_id: contactId,
    p_tags: customer.tags,
    p_lifetime_value_minor: customer.lifetimeValue.minor,
    p_now: timestamp(work.now()),
  }, z.unknown())
  await planClocks(accountId, [conversationId], work)
}

/** Asks the shop who is writing, once per new conversation. */
export async function learnCustomers(accountId: number, jobs: Job[], work: Work): Promise<void> {
  const { shopify } = await loadAccount(work.admin, accountId)
  if (!shopify) return
  for (const job of jobs) {
    const { conversationId } = Asked.parse(job.payload)
    const writer = await writerOf(accountId, conversationId, work)
    if (!writer || (!writer.email && !writer.phone)) continue
    const customer = await readShopCustomer({ ...shopify, fetch: work.fetch }, writer).catch((error) => {
      // A refusal is for an admin to mend and shows among the connections; asking again would not help.
      if (error instanceof ProblemError && error.code === 'shopify_refused') return null
      throw error
    })
    if (customer) await learnCustomer(accountId, { conversationId, contactId: writer.contact_id, customer }, work)
  }
}

async function writerOf(accountId: number, conversationId: number, { admin }: Work) {
  const known = await admin.from('conversations').select('contact_id').eq('account_id', accountId).eq('conversation_id', conversationId).maybeSingle()
  if (known.error) throw new ProblemError('internal', { cause: known.error })
  if (!known.data) return null
  const { data, error } = await admin
    .from('contacts')
    .select('contact_id, email, phone')
    .eq('account_id', accountId)
    .eq('contact_id', known.data.contact_id)
    .maybeSingle()
  if (error) throw new ProblemError('internal', { cause: error })
  return Writer.nullable().parse(data)
}
