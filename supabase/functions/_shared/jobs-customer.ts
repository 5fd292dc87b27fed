import type { Customer } from '../../../shared/contracts/order.ts'
import type { Job, Work } from './jobs.ts'
import { z } from 'zod'
import { loadAccount } from './account.ts'
import { ProblemError } from './app.ts'
import { planClocks } from './jobs-promise.ts'
import { callRpc, timestamp } from './jobs-rpc.ts'
import { readShopCustomer } from './shop-view.ts'

const Asked = z.object({ conversationId: z.number() })
const Talk = z.object({ conversation_id: z.number(), contact_id: z.number() })
const Writer = z.object({ contact_id: z.number(), email: z.string().nullable(), phone: z.string().nullable() })

interface Learnt { conversationId: number, contactId: number, customer: Pick<Customer, 'tags' | 'lifetimeValue'> }

/**
 * Keeps what the shop says of customers, who may be owed a faster answer than was promised before they were known.
 * Whoever has just read a shop view may call it.
 */
export async function keepCustomers(accountId: number, learnt: Learnt[], work: Work): Promise<void> {
  for (const { contactId, customer } of learnt) {
    await callRpc(work.admin, 'learn_customer', {
      p_account_id: accountId,
      p_contact_id: contactId,
      p_tags: customer.tags,
      p_lifetime_value_minor: customer.lifetimeValue.minor,
      p_now: timestamp(work.now()),
    }, z.unknown())
  }
  await planClocks(accountId, learnt.map(({ conversationId }) => conversationId), work)
}

/** Asks the shop who is writing, once per new conversation. */
export async function learnCustomers(accountId: number, jobs: Job[], work: Work): Promise<void> {
  const { shopify } = await loadAccount(work.admin, accountId)
  if (!shopify) return
  const writers = await writersOf(accountId, jobs.map(({ payload }) => Asked.parse(payload).conversationId), work)
  const learnt: Learnt[] = []
  for (const { conversationId, contactId, ...writer } of writers) {
    const customer = await readShopCustomer({ ...shopify, fetch: work.fetch }, writer).catch((error) => {
      // A refusal is for an admin to mend and shows among the connections; asking again would not help.
      if (error instanceof ProblemError && error.code === 'shopify_refused') return null
      throw error
    })
    if (customer) learnt.push({ conversationId, contactId, customer })
  }
  await keepCustomers(accountId, learnt, work)
}

/** Who wrote in these conversations, as far as the shop could know them. */
async function writersOf(accountId: number, conversationIds: number[], { admin }: Work) {
  const talks = await admin.from('conversations').select('conversation_id, contact_id').eq('account_id', accountId).in('conversation_id', conversationIds)
  if (talks.error) throw new ProblemError('internal', { cause: talks.error })
  const contactIds = [...new Set(talks.data.map(({ contact_id }) => contact_id))]
  const contacts = await admin.from('contacts').select('contact_id, email, phone').eq('account_id', accountId).in('contact_id', contactIds)
  if (contacts.error) throw new ProblemError('internal', { cause: contacts.error })
  const writers = new Map(z.array(Writer).parse(contacts.data).map(writer => [writer.contact_id, writer]))
  return z.array(Talk).parse(talks.data).flatMap(({ conversation_id, contact_id }) => {
    const { email = null, phone = null } = writers.get(contact_id) ?? {}
    return email || phone ? [{ conversationId: conversation_id, contactId: contact_id, email, phone }] : []
  })
}
