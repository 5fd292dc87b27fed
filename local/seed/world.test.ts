import { describe, expect, it } from 'vitest'
import { CATEGORIES, DetectedLanguage, LANGUAGES } from '../../shared/contracts/judgement.ts'
import { world } from './index.ts'

const { agents, articles, contacts, conversations, customers, inboxes, labels, orders, products, teams } = world
const ids = (rows: { id: number }[]) => rows.map(row => row.id)
const skus = products.flatMap(product => product.variants.map(variant => variant.sku))
const words = (text: string) => text.split(/\s+/).filter(word => /\p{L}|\p{N}/u.test(word)).length

describe('world', () => {
  it.each([
    ['agents', ids(agents)],
    ['inboxes', ids(inboxes)],
    ['contacts', ids(contacts)],
    ['conversations', ids(conversations)],
    ['products', ids(products)],
    ['variants', products.flatMap(product => ids(product.variants))],
    ['customers', ids(customers)],
    ['orders', ids(orders)],
    ['order names', orders.map(order => order.name)],
    ['skus', skus],
    ['tracking numbers', orders.flatMap(order => order.fulfilments.map(one => one.trackingNumber))],
    ['article slugs', articles.map(article => article.slug)],
  ])('names each of its %s once', (_, names) => {
    expect(new Set<unknown>(names).size).toBe(names.length)
  })

  it('refers only to what exists', () => {
    for (const inbox of inboxes) expect(ids(agents)).toEqual(expect.arrayContaining(inbox.memberIds))
    for (const team of teams) expect(ids(agents)).toEqual(expect.arrayContaining(team.memberIds))
    for (const conversation of conversations) {
      expect(ids(contacts)).toContain(conversation.contactId)
      expect(ids(inboxes)).toContain(conversation.inboxId)
      expect([null, ...ids(agents)]).toContain(conversation.assigneeId)
      expect([null, ...ids(teams)]).toContain(conversation.teamId)
      expect(labels.map(label => label.title)).toEqual(expect.arrayContaining(conversation.labels))
      for (const message of conversation.messages) {
        if (message.from === 'agent') expect(ids(agents)).toContain(message.agentId)
      }
    }
    for (const order of orders) {
      for (const line of [...order.lines, ...order.fulfilments.flatMap(one => one.lines ?? [])]) expect(skus).toContain(line.sku)
      const customer = customers.find(one => one.id === order.customerId)
      if (order.customerId !== null) expect(customer?.email).toBe(order.email)
    }
  })

  it('tells each conversation forwards in time', () => {
    for (const { messages } of conversations) {
      const ages = messages.map(message => message.minutesAgo)
      expect(ages).toEqual([...ages].sort((a, b) => b - a))
      expect(messages.length).toBeGreaterThanOrEqual(1)
      expect(messages.length).toBeLessThanOrEqual(8)
    }
  })

  it('holds enough of everything that a visitor meets', () => {
    expect(conversations.length).toBeGreaterThanOrEqual(28)
    expect(customers.length).toBeGreaterThanOrEqual(20)
    expect(orders.length).toBeGreaterThanOrEqual(30)
    expect(articles.length).toBeGreaterThanOrEqual(34)
  })

  it('covers all categories in every language that Pitwall writes', () => {
    for (const language of LANGUAGES) {
      const seen = conversations.filter(one => one.truth.language === language).map(one => one.truth.category)
      expect([...new Set(seen)].sort()).toEqual([...CATEGORIES].sort())
    }
    expect(conversations.map(one => one.truth.language)).toContain(DetectedLanguage.enum.other)
  })

  it('has articles of a readable length, with the questions they answered', () => {
    for (const article of articles) {
      expect.soft([article.slug, words(article.body) >= 80 && words(article.body) <= 300]).toEqual([article.slug, true])
      expect.soft(article.body).toMatch(/^## /)
      expect.soft(article.questions.length).toBeGreaterThanOrEqual(2)
      expect.soft(article.questions.length).toBeLessThanOrEqual(5)
    }
    for (const language of ['es', 'fr']) expect(articles.filter(one => one.language === language).length).toBeGreaterThanOrEqual(8)
  })

  it('keeps the hard cases', () => {
    const peter = contacts.find(one => one.name === 'Peter Kowalski')
    const byEmail = customers.find(one => one.email === peter?.email)
    const byPhone = customers.find(one => one.phone === peter?.phone)
    expect(byEmail?.id).not.toBe(byPhone?.id)
    expect(orders.some(order => order.customerId === null)).toBe(true)
    expect(orders.some(order => order.daysAgo > 60)).toBe(true)
    expect([...new Set(orders.map(order => order.currency))].sort()).toEqual(['CAD', 'EUR', 'USD'])
    expect(contacts.some(one => one.email === null && one.phone === null)).toBe(true)
    expect(orders.some(order => order.name === '#41288')).toBe(false)
    expect(customers.filter(one => one.tags.includes('vip')).length).toBeGreaterThanOrEqual(2)
  })

  it('draws every product as a picture that loads nothing', () => {
    for (const { svg } of products) {
      expect(svg).toMatch(/^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg"/)
      expect(svg.replace('http://www.w3.org/2000/svg', '')).not.toMatch(/script|href|http|on\w+=/)
    }
  })
})
