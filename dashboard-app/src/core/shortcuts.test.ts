// @vitest-environment happy-dom
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { effectScope } from 'vue'
import { areSinglesOn, listenForShortcuts, reach, useShortcut } from './shortcuts'

const scopes: ReturnType<typeof effectScope>[] = []
let pressed: string[] = []

beforeAll(() => listenForShortcuts(document))
afterEach(() => {
  scopes.splice(0).forEach(scope => scope.stop())
  pressed = []
  areSinglesOn.value = true
  reach.value = 'all'
  document.body.innerHTML = ''
})

function answer(id: Parameters<typeof useShortcut>[0], name: string = id) {
  const scope = effectScope()
  scope.run(() => useShortcut(id, () => pressed.push(name)))
  scopes.push(scope)
  return scope
}
function press(key: string, over: KeyboardEventInit = {}, target: EventTarget = document.body) {
  const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...over })
  target.dispatchEvent(event)
  return event
}

describe('useShortcut', () => {
  it('answers its key and takes it from the browser', () => {
    answer('send')
    expect(press('Enter', { ctrlKey: true }).defaultPrevented).toBe(true)
    press('Enter')
    expect(pressed).toEqual(['send'])
  })

  it('reads digits by their place, for keyboards that shift them', () => {
    answer('draft_formal')
    press('&', { code: 'Digit1' })
    expect(pressed).toEqual(['draft_formal'])
  })

  it('leaves letters to whoever is typing', () => {
    answer('use_draft')
    document.body.innerHTML = '<textarea></textarea>'
    press('u', {}, document.querySelector('textarea') ?? document)
    expect(pressed).toEqual([])
  })

  it('keeps single letters silent once they are switched off, and chords working', () => {
    answer('use_draft')
    answer('send')
    areSinglesOn.value = false
    press('u')
    press('Enter', { metaKey: true })
    expect(pressed).toEqual(['send'])
  })

  it('gives the key back to the component below when the newest goes', () => {
    answer('send', 'below')
    answer('send', 'above').stop()
    press('Enter', { ctrlKey: true })
    expect(pressed).toEqual(['below'])
  })

  it('keeps the hidden section\'s keys silent, but not help', () => {
    answer('send')
    answer('help')
    reach.value = 'help'
    press('Enter', { ctrlKey: true })
    press('?')
    expect(pressed).toEqual(['help'])
  })
})
