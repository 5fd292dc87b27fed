import { describe, expect, it } from 'vitest'
import { macroMail, macroSlack } from './notice.ts'

const NOTICE = {
  text: 'Please look.\nThe customer wrote: <!channel> *now* & [x](y)',
  macroName: 'Escalation',
  contactName: 'Maya\r\nBcc: all@shop.test',
  conversationId: 7,
  link: 'https://chat.example/app/accounts/1/conversations/7',
}

describe('what a macro tells colleagues', () => {
  it('is a mail with all of the text, and a subject of one line', () => {
    expect(macroMail(NOTICE, 'en')).toEqual({
      subject: 'Please look. The customer wrote: <!channel> *now* & [x](y) (#7)',
      text: `${NOTICE.text}\n\nConversation #7 with Maya Bcc: all@shop.test. Macro: Escalation.\n\nOpen it:\n${NOTICE.link}\n`,
    })
    expect(macroMail({ ...NOTICE, text: 'x'.repeat(1000) }, 'fr').subject).toHaveLength(125)
  })

  it('calls nobody in Slack, and links the conversation alone', () => {
    expect(macroSlack({ ...NOTICE, contactName: '' }, 'es')).toBe(
      `Please look.\nThe customer wrote: &lt;!channel&gt; ∗now∗ &amp; [x](y)\n<${NOTICE.link}|Conversación n.º 7 con un cliente. Macro: Escalation.>`,
    )
  })
})
