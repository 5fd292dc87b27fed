import { describe, expect, it } from 'vitest'
import { json, memory, openStores } from '@/core/testing'
import { useComposerStore } from './composer.store'

function open(storage = memory()) {
  openStores(() => json({}))
  const composer = useComposerStore()
  composer.open(storage, 'maya.7.41')
  return composer
}

describe('useComposerStore', () => {
  it('puts another draft in the place of one nobody touched', () => {
    const composer = open()
    composer.insert('Formal draft')
    composer.insert('Friendly draft')
    expect(composer.text).toBe('Friendly draft')
  })

  it('never overwrites what the agent wrote', () => {
    const composer = open()
    composer.text = 'My own words'
    composer.insert('A draft')
    expect(composer.text).toBe('My own words\n\nA draft')
  })

  it('keeps reply and note apart, and both through a frame that goes', () => {
    const storage = memory()
    const composer = open(storage)
    composer.text = 'To the customer'
    composer.kind = 'note'
    composer.text = 'To colleagues'
    expect(open(storage).texts).toEqual({ reply: 'To the customer', note: 'To colleagues' })
  })

  it('gives a text back before what has been written since', () => {
    const composer = open()
    composer.text = 'And one more thing'
    composer.giveBack('reply', 'First thing')
    expect(composer.text).toBe('First thing\n\nAnd one more thing')
  })

  it('leaves nothing stored once everything is sent', () => {
    const storage = memory()
    const composer = open(storage)
    composer.text = 'Sent'
    composer.put('reply', '')
    expect(storage.keys()).toEqual([])
  })
})
