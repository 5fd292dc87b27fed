import { describe, expect, it } from 'vitest'
import { LANGUAGES } from '../contracts/judgement.ts'
import { payoutMail, payoutNote, payoutNotice, payoutSlack, pendingSentence, unknownPayoutNotice } from './payout-words.ts'

const usd = (minor: number) => ({ minor, currency: 'USD' })
const ALL = { id: 'a1', orderName: '#1001', failed: usd(1_000), whole: usd(1_000) }
const NOTICE = { text: 'Refund for #1001: $10.00 did not arrive', orderName: '#1001', contactName: '<!here>\nMaya', conversationId: 7, link: 'https://chat.example/7' }

describe('words for money that did not arrive', () => {
  it.each(LANGUAGES)('say in %s which order, how much, and what to do, without a hole', (language) => {
    for (const payout of [ALL, { ...ALL, whole: usd(4_000) }]) {
      const note = payoutNote(payout, language)
      expect(note).toContain('#1001')
      expect(note).toMatch(/10[.,]00/)
      expect(note).not.toMatch(/[{}]/)
      expect(note.split('\n').filter(line => line.startsWith('- '))).toHaveLength(2)
    }
    expect(pendingSentence(language).length).toBeGreaterThan(10)
    expect(unknownPayoutNotice(ALL, language)).toMatch(/#1001.*10[.,]00.*Shopify\.$/)
    expect(payoutMail(NOTICE, language).text).toContain(NOTICE.link)
  })

  it('say how much of it when the rest was paid', () => {
    expect(payoutNote(ALL, 'en')).toContain('Nothing was paid back.')
    expect(payoutNote({ ...ALL, whole: usd(4_000) }, 'en')).toContain('$10.00 of $40.00 as failed')
    expect(payoutNotice(ALL, 'en')).toBe(NOTICE.text)
  })

  it('let a customer\'s name call nobody', () => {
    expect(payoutSlack(NOTICE, 'en')).toBe(`:red_circle: *<https://chat.example/7|${NOTICE.text}>*\nConversation #7 with &lt;!here&gt; Maya. Order #1001.`)
    expect(payoutMail(NOTICE, 'en')).toEqual({
      subject: `${NOTICE.text} (#7)`,
      text: `${NOTICE.text}\nConversation #7 with <!here> Maya. Order #1001.\n\nOpen it:\nhttps://chat.example/7\n`,
    })
  })
})
