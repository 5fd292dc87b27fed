import { z } from 'zod'
import { MacroDefinition } from './macro.ts'

/** What of an action does not come along: there is no such step, its value or what its text names is not known, or no room is left. */
export const ImportLoss = z.object({
  action: z.string(),
  because: z.enum(['action', 'value', 'variable', 'filter', 'room']),
  value: z.string().nullable(),
})
export type ImportLoss = z.infer<typeof ImportLoss>

/** A macro of Chatwoot's as Pitwall would have it; without a definition nothing of it comes along. */
export const ChatwootMacro = z.object({
  id: z.number().int(),
  name: z.string(),
  isPersonal: z.boolean(),
  definition: MacroDefinition.nullable(),
  losses: z.array(ImportLoss),
})
export type ChatwootMacro = z.infer<typeof ChatwootMacro>

/** `GET /macros/:accountId/chatwoot/macros`, for admins. Nothing is written: who asked chooses. */
export const ChatwootMacros = z.object({ macros: z.array(ChatwootMacro) })
export type ChatwootMacros = z.infer<typeof ChatwootMacros>
