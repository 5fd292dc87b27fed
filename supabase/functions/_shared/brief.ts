import type { SupabaseClient } from '@supabase/supabase-js'
import type { Brief } from '../../../shared/contracts/brief.ts'
import type { Category, Language, Opinion } from '../../../shared/contracts/judgement.ts'
import type { ShopView } from '../../../shared/contracts/order.ts'
import type { Thread } from './brief-thread.ts'
import type { Caller } from './caller.ts'
import type { Embedder } from './embeddings.ts'
import { eld } from 'eld/extrasmall'
import { LANGUAGES, toJudgement } from '../../../shared/contracts/judgement.ts'
import { judgeLanguage } from '../../../shared/judges/language.ts'
import { loadAccount } from './account.ts'
import { readFeelings, readRecords } from './brief-mood.ts'
import { countWaiting, readAssignment, readClocks, readEarlier, readJudgements, readNames } from './brief-rows.ts'
import { readConversationThread } from './brief-thread.ts'
import { requireMember } from './caller.ts'
import { keepCustomers } from './jobs-customer.ts'
import { readMeaning } from './jobs-judge.ts'
import { runInBackground } from './jobs.ts'
import { loadJudges } from './judge-models.ts'
import { searchArticles } from './knowledge.ts'
import { readConversationShop, SHOP_PATIENCE } from './shop-memory.ts'

const ARTICLES = 3
// What a customer wants stands in their last messages; the rest of a long thread only blurs a search.
const ASKED = 3
const NO_SHOP: ShopView = { status: 'not_connected' }

export interface BriefQuestion {
  /** The caller's own client: row level security decides what they see. */
  supabase: SupabaseClient
  /** Opens the account's credentials, once the caller has proved to be a member. */
  admin: SupabaseClient
  /** Null: no person looks but a rule, and what it writes the shop signs; both clients are the service's then. */
  userId: string | null
  accountId: number
  conversationId: number
  now: number
  fetch?: typeof fetch
  embedder: Embedder | null
  /** How fresh the shop's word must be. */
  shopFor?: keyof typeof SHOP_PATIENCE
}

/**
 * Everything the first view shows, in one answer. Chatwoot and the shop are asked live; a vendor that does not answer
 * costs its part of the view and nothing else. Refuses with `account_not_found` and `conversation_not_found`.
 */
export async function readBrief(asking: BriefQuestion): Promise<Brief> {
  const { supabase, admin, userId, accountId, conversationId, now, fetch, embedder, shopFor = 'look' } = asking
  const reader = { supabase, accountId, conversationId }
  const member = userId === null ? null : await requireMember(supabase, userId, accountId)
  const [account, judged, judges, records] = await Promise.all([
    loadAccount(admin, accountId),
    readJudgements(reader),
    loadJudges(admin, accountId),
    readRecords(admin, accountId, now),
  ])
  const thread = await readConversationThread(supabase, account, conversationId, { now, fetch })
  const { conversation, contact, messages } = thread

  const asked = customerTexts(thread)
  const question = [conversation.subject, ...asked.slice(-ASKED)].filter(Boolean).join('\n')
  const writer = { email: contact.email, phone: contact.phone, text: [conversation.subject, ...asked].join('\n'), now }
  const [clocks, assignment, names, past, waiting, shop] = await Promise.all([
    readClocks(reader),
    readAssignment(reader, conversation.assigneeId),
    readNames(reader, conversation),
    readEarlier(reader, contact.contactId),
    countWaiting(reader, now),
    account.shopify ? readConversationShop({ ...asking, ...SHOP_PATIENCE[shopFor], shop: account.shopify, question: writer }) : NO_SHOP,
  ])
  const hints = { conversation: judged?.language ?? null, contact: past.language, inbox: account.language }
  const language = toJudgement(judgeLanguage(judges.models.language, asked, hints, text => eld.detect(text)))
  const replyLanguage = LANGUAGES.find(one => one === language.value) ?? LANGUAGES.find(one => one === past.language) ?? account.language
  const opinion = readMeaning(judges, conversation.subject, asked).category
  const category = judged?.category_version ? storedCategory(judged, judged.category_version) : toJudgement(opinion)
  const articles = await searchArticles({ client: supabase, admin, embedder }, {
    accountId,
    query: question,
    language: replyLanguage,
    limit: ARTICLES,
    people: [contact.name, ...contact.name.split(/\s+/), contact.email, contact.phone],
  })
  rememberCustomer({ admin, accountId, conversationId, contactId: contact.contactId, shop, now })

  return {
    accountId,
    conversationId,
    conversation: {
      status: conversation.status,
      priority: conversation.priority,
      labels: conversation.labels,
      subject: conversation.subject,
      canReply: conversation.canReply,
      openedAt: conversation.openedAt,
      lastActivityAt: conversation.lastActivityAt,
      ...names,
    },
    contact: {
      id: contact.contactId,
      name: contact.name,
      email: contact.email,
      phone: contact.phone,
      isVip: isVip(shop, conversation.labels, account.vipTags),
    },
    language,
    replyLanguage: replyLanguage satisfies Language,
    category,
    guess: category.value ? null : toGuess(opinion),
    ...readFeelings(judges, thread),
    records,
    waiting,
    clocks,
    assignment,
    shop,
    messages,
    isLive: thread.isLive,
    articles,
    earlier: past.earlier,
    me: meOf(member, account.name),
    asOf: now,
  }
}

function meOf(member: Caller | null, shopName: string): Brief['me'] {
  if (!member) return { id: 0, name: shopName, email: '', role: 'agent' }
  return { id: member.chatwootUserId, name: member.name, email: member.email, role: member.role }
}

// Calibrated, so that a guess shown is right about as often as not at worst; anything less misleads.
const LEAST_GUESS = 0.4
function toGuess({ value, confidence }: Opinion<Category>): Brief['guess'] {
  return value && confidence >= LEAST_GUESS ? { value, confidence } : null
}

type Judged = NonNullable<Awaited<ReturnType<typeof readJudgements>>>
function storedCategory({ category, category_confidence, category_evidence }: Judged, version: string): Brief['category'] {
  return { value: category, confidence: category_confidence, evidence: category_evidence, version }
}

function customerTexts({ messages }: Thread): string[] {
  return messages.filter(({ direction, content }) => direction === 'incoming' && content.trim()).map(({ content }) => content)
}

function isVip(shop: ShopView, labels: string[], vipTags: string[]): boolean {
  const known = new Set([...labels, ...shop.status === 'ready' ? shop.customer?.tags ?? [] : []].map(tag => tag.toLowerCase()))
  return vipTags.some(tag => known.has(tag.toLowerCase()))
}

/** What the shop says of a customer may make the promise a faster one; the agent does not wait for it. */
function rememberCustomer({ admin, accountId, conversationId, contactId, shop, now }: {
  admin: SupabaseClient
  accountId: number
  conversationId: number
  contactId: number
  shop: ShopView
  now: number
}): void {
  if (shop.status !== 'ready' || shop.outdated || !shop.customer) return
  const { customer } = shop
  runInBackground(async () => keepCustomers(accountId, [{ conversationId, contactId, customer }], { admin, now: () => now }))
}
