import type { TestStack } from '../../../local/testing/stack.ts'
import { beforeAll, describe, expect, it } from 'vitest'
import { startTestStack } from '../../../local/testing/stack.ts'
import { ChatwootMacros } from '../../../shared/contracts/macro-import.ts'
import { storeSecrets } from '../_shared/account.ts'
import { CHATWOOT, openChatwoot, TOKEN } from '../_shared/chatwoot-testing.ts'
import { importChatwootMacros } from './import.ts'

let stack: TestStack
let account: number
const shop = openChatwoot()

beforeAll(async () => {
  stack = await startTestStack()
  const [made] = await stack.sql<{ id: number }>(
    `insert into public.accounts (name, language, chatwoot_url, chatwoot_account_id) values ('Acme', 'es', '${CHATWOOT}', 1) returning id`,
  )
  account = made?.id ?? 0
  await storeSecrets(stack.adminClient(), account, { chatwoot_api_token: TOKEN })
}, 60_000)

describe('importChatwootMacros', () => {
  it('lists what Chatwoot has, in the account\'s language, with what does not come along', async () => {
    const { macros } = ChatwootMacros.parse(await importChatwootMacros(stack.adminClient(), account, shop.fetch))
    expect(macros.map(({ name, definition }) => [name, definition?.steps.map(step => step.do)])).toEqual([
      ['Hand over to returns', ['add_labels', 'set_priority', 'add_note']],
      ['Close with thanks', ['send_message', 'assign_me', 'set_status']],
    ])
    expect(macros[1]?.definition?.steps[0]).toMatchObject({ texts: { es: expect.stringContaining('Hi {{customer.name}}') } })
    expect(macros.flatMap(({ losses }) => losses)).toEqual([
      { action: 'remove_assigned_agent', because: 'action', value: null },
      { action: 'send_message', because: 'variable', value: 'conversation.display_id' },
      { action: 'send_webhook_event', because: 'action', value: null },
    ])
    expect(await stack.sql('select id from public.chatwoot_macros')).toEqual([])
  })

  it('refuses with the code of what is wrong', async () => {
    const refusing = async () => Response.json({ error: 'Invalid Access Token' }, { status: 401 })
    await expect(importChatwootMacros(stack.adminClient(), account, refusing)).rejects.toMatchObject({ code: 'chatwoot_refused' })
    await expect(importChatwootMacros(stack.adminClient(), 9_999, shop.fetch)).rejects.toMatchObject({ code: 'account_not_found' })
  })
})
