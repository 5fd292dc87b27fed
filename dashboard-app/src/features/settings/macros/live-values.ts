import type { MacroDefinition } from '#shared/contracts/macro'
import { Rehearsal } from '#shared/contracts/macro'
import { FACT_LABELS } from '#shared/drafts/labels'
import { shallowRef, watch } from 'vue'
import { useApi } from '@/core/api'

export type LiveValues = ReturnType<typeof useLiveValues>

const NAMES = [...Object.keys(FACT_LABELS.en), 'agent.name']
// One note for each value: the rehearsal writes it as a text of the macro would have it.
const PROBE: MacroDefinition = {
  name: 'Values',
  description: '',
  suggestedFor: [],
  inputs: [],
  steps: NAMES.map(name => ({ do: 'add_note', text: `{{${name}}}` })),
}

/** The conversation that a macro is tried in, and what texts would name there. */
export function useLiveValues(accountId: () => number) {
  const api = useApi()
  const conversation = shallowRef<number | ''>('')
  const values = shallowRef<ReadonlyMap<string, string> | null>(null)
  let asked: number | '' = ''

  watch(conversation, () => {
    asked = ''
    values.value = null
  })

  /** Asks once per conversation; without an answer the picker shows names only. */
  async function load(): Promise<void> {
    const { value: number } = conversation
    if (number === '' || number === asked) return
    asked = number
    const told = await api.send('POST', `/macros/${accountId()}/${number}/rehearse`, { definition: PROBE, inputs: {} }, Rehearsal)
    if (number !== conversation.value) return
    if (!told.ok) {
      asked = ''
      return
    }
    const known = told.value.plan.steps.flatMap(({ path, text, holes }) => {
      const name = NAMES[Number(path)]
      return name !== undefined && text && holes.length === 0 ? [[name, text] as const] : []
    })
    values.value = new Map(known)
  }

  return { conversation, values, load }
}
