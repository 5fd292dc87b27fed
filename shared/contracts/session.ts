import { z } from 'zod'
import { Role } from './brief.ts'

/** Who the signed-in user is: one entry for each account in which they are a person today, none for a stranger. */
export const Session = z.object({
  accounts: z.array(z.object({
    accountId: z.number().int(),
    chatwootAccountId: z.number().int(),
    chatwootUrl: z.string(),
    name: z.string(),
    role: Role,
    agentName: z.string(),
  })),
})
export type Session = z.infer<typeof Session>
