import { existsSync, readFileSync } from 'node:fs'
import { eld } from 'eld/extrasmall'
import { describe, expect, it } from 'vitest'
import { judgeCategory } from '../../shared/judges/category.ts'
import { judgeLanguage } from '../../shared/judges/language.ts'
import { world } from './index.ts'

const TICKETS = new URL('../../../shared/data/tickets/dev.jsonl', import.meta.url)

interface Ticket { text: string, source: string, category: string, also: string[] }

describe('judgeCategory', () => {
  it('agrees with a careful reader on the seeded conversations, or abstains', () => {
    for (const { id, subject, messages, truth } of world.conversations) {
      const text = [subject, ...messages.filter(message => message.from === 'contact').map(message => message.text)].join('\n')
      const { value } = judgeCategory(text, truth.language)
      if (truth.language !== 'other') expect.soft([id, value]).toEqual([id, truth.category])
      else expect.soft([null, truth.category]).toContain(value)
    }
  })

  it.skipIf(!existsSync(TICKETS))('holds its measured figures on the development tickets of real shops', () => {
    const toCode = (name: string) => name.toLowerCase().replace(' & ', '_').replace(' ', '_')
    const rows: Ticket[] = readFileSync(TICKETS, 'utf8').trim().split('\n').map(line => JSON.parse(line))
    const real = rows.filter(row => row.source.startsWith('hint3'))
    const answered = real.map(row => ({ row, value: judgeCategory(row.text, 'en').value })).filter(({ value }) => value !== null)
    const lenient = answered.filter(({ row, value }) => [row.category, ...row.also].map(toCode).includes(value ?? ''))
    expect(answered.length / real.length).toBeGreaterThan(0.78)
    expect(lenient.length / answered.length).toBeGreaterThan(0.92)
  })
})

describe('judgeLanguage', () => {
  it('reads the language of every seeded conversation', () => {
    for (const { id, messages, truth } of world.conversations) {
      const texts = messages.filter(message => message.from === 'contact').map(message => message.text)
      expect.soft([id, judgeLanguage(texts, {}, text => eld.detect(text)).value]).toEqual([id, truth.language])
    }
  })
})
