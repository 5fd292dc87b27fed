import type { MacroDefinition } from '#shared/contracts/macro'
import type { RowFailure } from '../database'
import type { MacroDraft } from './macro-draft'
import type { ListedMacro, SaveAnswer } from './macros.api'
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import { useSupabase } from '@/core/supabase'
import { checkMacro, draftOf, newMacro } from './macro-draft'
import { saveMacro } from './macros.api'
import { useMacrosStore } from './macros.store'

interface Editing { id: number | null, version: number, draft: MacroDraft, before: string }
/** `conflict`: somebody saved another version meanwhile, or removed the macro (`theirs` null). */
export type SaveState = { status: 'idle' } | { status: 'running' } | { status: 'failed', code: RowFailure } | { status: 'conflict', theirs: ListedMacro | null }

/** The macro that is being written. */
export const useMacroEditingStore = defineStore('settings_macro_editing', () => {
  const loadSupabase = useSupabase()
  const list = useMacrosStore()
  const editing = ref<Editing | null>(null)
  const saving = shallowRef<SaveState>({ status: 'idle' })
  // Messages come with the first attempt to save, not with the first letter.
  const isStrict = shallowRef(false)
  const isDirty = computed(() => editing.value !== null && JSON.stringify(editing.value.draft) !== editing.value.before)
  const checked = computed(() => editing.value && checkMacro(editing.value.draft))
  const errors = computed(() => isStrict.value && checked.value && !checked.value.ok ? checked.value.errors : null)

  function open(macro: ListedMacro | null): void {
    const draft = macro?.definition ? draftOf(macro.definition) : newMacro()
    editing.value = { id: macro?.id ?? null, version: macro?.version ?? 0, draft, before: JSON.stringify(draft) }
    isStrict.value = false
    saving.value = { status: 'idle' }
  }
  function close(): void {
    editing.value = null
    saving.value = { status: 'idle' }
  }

  /** False: there is something to mend or to decide first, or the database refused. */
  async function save(accountId: number): Promise<boolean> {
    isStrict.value = true
    const { value: now } = editing
    if (!now || !checked.value?.ok || saving.value.status === 'running') return false
    const { definition } = checked.value
    if (now.id === null) return saveNew(accountId, definition, true)
    saving.value = { status: 'running' }
    const client = await loadSupabase().catch(() => null)
    const written = { id: now.id, version: now.version, definition }
    const answer: SaveAnswer = client ? await saveMacro(client, accountId, written) : { saved: false, code: 'unreachable' }
    if (!answer.saved) {
      saving.value = answer.code === null ? { status: 'conflict', theirs: answer.theirs } : { status: 'failed', code: answer.code }
      return false
    }
    close()
    await list.load(accountId)
    return true
  }

  /** After a conflict: mine becomes the next version. Theirs stays among the versions. */
  async function saveOver(accountId: number): Promise<boolean> {
    if (!editing.value || saving.value.status !== 'conflict' || !saving.value.theirs) return false
    editing.value.version = saving.value.theirs.version
    saving.value = { status: 'idle' }
    return save(accountId)
  }

  /** After a conflict: mine stands beside theirs, switched off. */
  async function saveBeside(accountId: number): Promise<boolean> {
    return checked.value?.ok ? saveNew(accountId, checked.value.definition, false) : false
  }

  async function saveNew(accountId: number, definition: MacroDefinition, isEnabled: boolean): Promise<boolean> {
    saving.value = { status: 'running' }
    const isSaved = await list.add(accountId, [definition], isEnabled)
    if (isSaved) close()
    else saving.value = list.acting.status === 'failed' ? { status: 'failed', code: list.acting.code } : { status: 'idle' }
    return isSaved
  }

  return { editing, saving, checked, errors, isDirty, open, close, save, saveOver, saveBeside }
})
