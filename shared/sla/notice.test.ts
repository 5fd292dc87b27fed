import type { Notice } from './notice.ts'
import { describe, expect, it } from 'vitest'
import { noticeMail, noticeSlack } from './notice.ts'
import { raisedPriority } from './priority.ts'

function notice(over: Partial<Notice> = {}): Notice {
  const link = 'https://chat.shop.example/app/accounts/1/conversations/12'
  return { level: 'yellow', kind: 'first_response', tierName: 'VIP', contactName: 'Maya', conversationId: 12, dueAt: 4 * 60_000, link, ...over }
}

describe('a notice', () => {
  it('says who waits for what, and how long it is still time', () => {
    expect(noticeMail(notice(), 'en', 0)).toEqual({
      subject: 'In danger: first reply for Maya (#12)',
      text: 'In danger: first reply for Maya\nConversation #12, tier VIP. Due in 4 minutes.\n\nOpen it:\nhttps://chat.shop.example/app/accounts/1/conversations/12\n',
    })
    expect(noticeMail(notice({ level: 'red', kind: 'resolution' }), 'es', 34 * 60_000).text).toContain('Incumplida: resolución para Maya')
    expect(noticeMail(notice({ contactName: '' }), 'fr', 0).subject).toBe('En danger : première réponse pour un client (#12)')
  })

  it('keeps a hostile name a name: no header, no mention, no link', () => {
    const hostile = notice({ contactName: 'Eve\r\nBcc: all@shop.example <!channel> <https://evil.example|pay>' })
    expect(noticeMail(hostile, 'en', 0).subject).not.toMatch(/[\r\n]/)
    expect(noticeSlack(hostile, 'en', 0)).not.toMatch(/<!|<https:\/\/evil/)
  })
})

describe('raisedPriority', () => {
  it.each([[null, 'medium'], ['low', 'medium'], ['medium', 'high'], ['high', 'urgent'], ['urgent', null]] as const)('raises %s to %s', (from, to) => {
    expect(raisedPriority(from)).toBe(to)
  })
})
