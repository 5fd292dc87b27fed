import type { Category, DetectedLanguage, Language } from '../../shared/contracts/judgement.ts'

/** The demo shop's world. Every time is relative to the first start, so the demo is always about today. */
export interface SeedWorld {
  accountName: string
  agents: SeedAgent[]
  teams: { id: number, name: string, memberIds: number[] }[]
  inboxes: SeedInbox[]
  labels: { title: string, description: string, color: string }[]
  cannedResponses: { shortCode: string, content: string }[]
  contacts: SeedContact[]
  conversations: SeedConversation[]
  products: SeedProduct[]
  customers: SeedCustomer[]
  orders: SeedOrder[]
  articles: SeedArticle[]
}

interface SeedAgent { id: number, name: string, email: string, role: 'administrator' | 'agent', availability: 'online' | 'busy' | 'offline' }
interface SeedInbox { id: number, name: string, channel: 'Channel::WebWidget' | 'Channel::Email' | 'Channel::Api', timeZone: string, memberIds: number[], autoAssignment?: boolean }
interface SeedContact { id: number, name: string, email: string | null, phone: string | null }

export interface SeedConversation {
  id: number
  contactId: number
  inboxId: number
  status: 'open' | 'resolved' | 'pending' | 'snoozed'
  priority: 'low' | 'medium' | 'high' | 'urgent' | null
  assigneeId: number | null
  teamId: number | null
  labels: string[]
  subject: string | null
  /** What a careful person would say of it: tests measure against these, the product never reads them. */
  truth: { category: Category, language: DetectedLanguage }
  messages: SeedMessage[]
}
interface SeedMessage {
  from: 'contact' | 'agent' | 'bot' | 'activity'
  agentId?: number
  isPrivate?: boolean
  minutesAgo: number
  text: string
}

export interface SeedProduct {
  id: number
  title: string
  productType: string
  tags?: string[]
  /** An original SVG drawing, shown as the product picture. */
  svg: string
  variants: { id: number, title: string, sku: string, price: string, stock: { main: number, east: number } }[]
}
export interface SeedAddress { name: string, line1: string, city: string, provinceCode: string | null, countryCode: string, zip: string }
export interface SeedCustomer {
  id: number
  firstName: string
  lastName: string
  email: string | null
  phone: string | null
  tags: string[]
  locale: string
  sinceDaysAgo: number
  address: SeedAddress
}
export interface SeedOrder {
  id: number
  name: string
  /** Null is a guest, found by `email`. */
  customerId: number | null
  email: string
  daysAgo: number
  currency: 'USD' | 'CAD' | 'EUR'
  lines: { sku: string, quantity: number }[]
  shippingAmount: string
  discount?: { code: string, amount: string }
  /** On top of the goods' prices: 0.07 is seven in a hundred. */
  taxRate?: number
  payment: 'PAID' | 'AUTHORIZED' | 'PENDING' | 'PARTIALLY_REFUNDED' | 'REFUNDED' | 'VOIDED'
  fulfilments: {
    daysAgo: number
    lines?: { sku: string, quantity: number }[]
    carrier: string
    trackingNumber: string
    trackingUrl: string
    displayStatus: 'IN_TRANSIT' | 'OUT_FOR_DELIVERY' | 'DELIVERED' | 'CONFIRMED' | 'LABEL_PURCHASED' | 'NOT_DELIVERED' | 'FULFILLED'
    deliveredDaysAgo?: number
    estimatedInDays?: number
    events: { daysAgo: number, text: string, city: string }[]
  }[]
  /** What went back to the customer, in the order's currency; the whole total when left out of a refunded order. */
  refundedAmount?: string
  cancelledDaysAgo?: number
  returnStatus?: 'NO_RETURN' | 'RETURN_REQUESTED' | 'IN_PROGRESS' | 'RETURNED'
  onHold?: boolean
  note?: string
  tags?: string[]
}
export interface SeedArticle { slug: string, title: string, language: Language, status: 'published' | 'draft', body: string, questions: string[], url: string | null }
