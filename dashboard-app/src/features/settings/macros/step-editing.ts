import type { MacroInput } from '#shared/contracts/macro'
import type { InjectionKey, Ref } from 'vue'
import type { Places } from '../rules/rule-words'
import type { LiveValues } from './live-values'
import type { MacroDraft, MacroErrors } from './macro-draft'
import type { Slot } from './step-tree'
import { MAX_STEPS } from '#shared/contracts/macro'
import { computed, inject, provide, shallowRef } from 'vue'
import { createDragOrder } from './drag-order'
import { inputsOf } from './macro-draft'
import { emptyStep } from './step-draft'
import { flatten, insertStep, moveStep, nudgeStep, slotOf, takeStep } from './step-tree'

interface Around { places: () => Places, errors: () => MacroErrors | null, live: LiveValues }
export type StepEditing = ReturnType<typeof createStepEditing>

const Key: InjectionKey<StepEditing> = Symbol('step editing')

/** What every step of a macro shares while it is edited, however deep it stands. */
export function provideStepEditing(draft: Ref<MacroDraft>, around: Around): StepEditing {
  const editing = createStepEditing(draft, around)
  provide(Key, editing)
  return editing
}

export function useStepEditing(): StepEditing {
  const editing = inject(Key)
  if (!editing) throw new Error('a step stands outside of a macro\'s editor')
  return editing
}

function createStepEditing(draft: Ref<MacroDraft>, { places, errors, live }: Around) {
  const opened = shallowRef<string | null>(null)
  const moved = shallowRef<string | null>(null)
  const awaited = shallowRef<string | null>(null)
  const drag = createDragOrder<string>()
  const keys = computed(() => flatten(draft.value.steps).map(({ key }) => key))

  function change(steps: MacroDraft['steps'], key: string) {
    draft.value.steps = steps
    moved.value = key
    awaited.value = key
  }
  /** Where a step that is dropped on another goes. */
  function slotAt(): Slot | null {
    const { value: place } = drag.over
    const slot = place && slotOf(draft.value.steps, place.key)
    return slot && place ? { ...slot, index: slot.index + (place.isAfter ? 1 : 0) } : null
  }

  return {
    draft,
    live,
    opened,
    /** The step that moved last, for who does not see it. */
    moved,
    /** A step that moved and has the focus yet to come. */
    awaited,
    drag,
    places: computed(places),
    errors: computed(errors),
    inputs: computed<MacroInput[]>(() => inputsOf(draft.value)),
    isFull: computed(() => keys.value.length >= MAX_STEPS),
    numberOf: (key: string) => keys.value.indexOf(key) + 1,
    add(slot: Slot): string {
      const step = emptyStep('send_message')
      draft.value.steps = insertStep(draft.value.steps, step, slot)
      opened.value = step.key
      return step.key
    },
    remove(key: string): void {
      draft.value.steps = takeStep(draft.value.steps, key).rest
      if (moved.value === key) moved.value = null
    },
    nudge: (key: string, by: -1 | 1) => change(nudgeStep(draft.value.steps, key, by), key),
    drop(slot: Slot | null = slotAt()): void {
      const { value: key } = drag.dragged
      drag.end()
      if (key !== null && slot) change(moveStep(draft.value.steps, key, slot), key)
    },
  }
}
