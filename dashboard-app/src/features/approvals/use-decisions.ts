import type { Approval, Decision } from '#shared/contracts/approval'
import type { Place, useApprovalsStore } from './approvals.store'
import type { FailureCode } from '@/core/api'
import { useTranslation } from 'i18next-vue'
import { computed, onScopeDispose, shallowRef, watch } from 'vue'
import { PROBLEM_WORDS } from '@/core/i18n'
import { useLiveStore } from '@/core/live.store'
import { useServerNow } from '@/core/server-clock'
import { useSupabase } from '@/core/supabase'
import { t } from './words'

type Store = Pick<ReturnType<typeof useApprovalsStore>, 'state' | 'deciding' | 'enter' | 'load' | 'decide'>
const BREATH_MS = 400

/** What waits in a place, kept true for as long as the component lives, and deciding on it. */
export function useDecisions(place: () => Place, store: Store) {
  const { t: panelWords } = useTranslation()
  const supabase = useSupabase()
  const live = useLiveStore()
  const now = useServerNow()
  const refusal = shallowRef<FailureCode | null>(null)
  const said = shallowRef('')
  let breath: ReturnType<typeof setTimeout> | undefined

  const queue = computed(() => store.state.status === 'ready' ? store.state.queue : null)
  const failure = computed(() => store.state.status === 'failed' ? store.state.code : null)
  const waiting = computed(() => queue.value?.approvals.filter(({ state, dueAt }) => state === 'waiting' && dueAt > now.value) ?? [])

  function wordsOf(code: FailureCode): string {
    return code === 'approval_not_waiting' ? t('approvals.not_waiting') : panelWords(PROBLEM_WORDS[code])
  }
  async function decide({ id, rehearsal }: Approval, decision: Decision) {
    refusal.value = await store.decide(place(), id, decision)
    said.value = refusal.value ? '' : saidOf(decision, rehearsal !== null)
  }
  function reloadSoon() {
    clearTimeout(breath)
    breath = setTimeout(() => void store.load(place()), BREATH_MS)
  }

  watch(() => JSON.stringify(place()), () => {
    store.enter(place())
    void store.load(place())
  }, { immediate: true })
  const stopHearing = live.hear({ load: supabase, accountId: place().accountId }, reloadSoon)
  onScopeDispose(() => {
    clearTimeout(breath)
    stopHearing()
  })
  return { queue, waiting, failure, refusal, said, wordsOf, decide, reload: async () => store.load(place()) }
}

function saidOf({ decision }: Decision, isAction: boolean): string {
  if (decision === 'refuse') return t('approvals.said.refused')
  return t(isAction ? 'approvals.said.agreed' : 'approvals.said.approved')
}
