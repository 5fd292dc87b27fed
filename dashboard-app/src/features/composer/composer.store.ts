import type { OutgoingKind } from '#shared/contracts/message'
import type { PanelStorage } from '@/core/storage'
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { z } from 'zod'
import { readJson } from '@/core/storage'

const Texts = z.object({ reply: z.string(), note: z.string() })
type Texts = z.infer<typeof Texts>
const EMPTY: Texts = { reply: '', note: '' }

/** What the agent is writing. Kept at every letter: the frame may go without a word. */
export const useComposerStore = defineStore('composer', () => {
  const kind = shallowRef<OutgoingKind>('reply')
  const texts = shallowRef<Texts>(EMPTY)
  let kept: { storage: PanelStorage, key: string } | null = null
  let inserted = ''

  const text = computed({ get: () => texts.value[kind.value], set: written => put(kind.value, written) })

  /** Opens one agent's text for one conversation; `key` names both. */
  function open(storage: PanelStorage, key: string): void {
    kept = { storage, key: `pitwall.text.${key}` }
    texts.value = Texts.safeParse(readJson(storage, kept.key)).data ?? EMPTY
    kind.value = texts.value.reply === '' && texts.value.note !== '' ? 'note' : 'reply'
    inserted = ''
  }

  function put(target: OutgoingKind, written: string): void {
    texts.value = { ...texts.value, [target]: written }
    if (!kept) return
    if (texts.value.reply || texts.value.note) kept.storage.setItem(kept.key, JSON.stringify(texts.value))
    else kept.storage.removeItem(kept.key)
  }

  /** Puts a draft or an article into the reply: over an untouched draft, after anything the agent wrote. */
  function insert(piece: string): void {
    const own = texts.value.reply === inserted ? '' : texts.value.reply.trimEnd()
    kind.value = 'reply'
    put('reply', own ? `${own}\n\n${piece}` : piece)
    inserted = own ? '' : piece
  }

  /** Gives back a text that was taken back or refused, before what has been written since. */
  function giveBack(target: OutgoingKind, returned: string): void {
    const since = texts.value[target].trim()
    kind.value = target
    put(target, since ? `${returned}\n\n${since}` : returned)
  }

  return { kind, text, texts, open, put, insert, giveBack }
})
