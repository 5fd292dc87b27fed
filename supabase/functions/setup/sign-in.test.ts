import { describe, expect, it } from 'vitest'
import { provesAddresses } from './sign-in.ts'

const auth = (answer: unknown) => ({ url: 'https://project.test', apiKey: 'sb_publishable_x', fetch: async () => Response.json(answer) })

describe('provesAddresses', () => {
  it('is false where Auth confirms an address by itself', async () => {
    expect(await provesAddresses(auth({ mailer_autoconfirm: false, disable_signup: false }))).toBe(true)
    expect(await provesAddresses(auth({ mailer_autoconfirm: true, disable_signup: false }))).toBe(false)
  })

  it('takes no answer for a good one', async () => {
    await expect(provesAddresses(auth({ message: 'No API key found in request' }))).rejects.toThrow()
  })
})
