import type { AttainmentFigure as Figure, MeasuredPromise as Measured } from '#shared/contracts/attainment'
import type { ClockKind } from '#shared/contracts/sla'
import type { FailureCode } from '@/core/api'
import { AttainmentFigure, MeasuredPromises } from '#shared/contracts/attainment'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { z } from 'zod'
import { useApi } from '@/core/api'

export type Breakdown = 'tier' | 'agent' | 'team' | 'inbox' | 'day' | 'kind'
/** `from` and `to` in epoch ms; `kind` null is every kind; `withEarlier` counts what began before the account promised anything. */
export interface Question { from: number, to: number, by: Breakdown, kind: ClockKind | null, withEarlier: boolean }
export type FiguresState =
  | { status: 'loading' }
  | { status: 'ready', question: Question, all: Figure, figures: Figure[] }
  | { status: 'failed', code: FailureCode }
export type PromisesState =
  | { status: 'loading', key: string }
  | { status: 'ready', key: string, promises: Measured[], linkBase: string }
  | { status: 'failed', key: string, code: FailureCode }

const Figures = z.object({ figures: z.array(AttainmentFigure) })

const NOTHING: Figure = { key: null, name: null, kept: 0, broken: 0, open: 0, closed: 0, share: null, low: null, high: null }

/** How well promises were kept in a period, and the promises behind one of its figures. */
export const useInsightsStore = defineStore('insights', () => {
  const api = useApi()
  const state = shallowRef<FiguresState>({ status: 'loading' })
  const opened = shallowRef<PromisesState | null>(null)
  let latest = 0

  async function load(accountId: number, question: Question): Promise<void> {
    const mine = ++latest
    opened.value = null
    const ask = async (by: string) => api.get(`/sla/${accountId}/attainment?${queryOf(question, by)}`, Figures)
    const [parts, whole] = await Promise.all([ask(question.by), ask('all')])
    if (mine !== latest) return
    if (!parts.ok) state.value = { status: 'failed', code: parts.code }
    else if (!whole.ok) state.value = { status: 'failed', code: whole.code }
    else state.value = { status: 'ready', question, all: whole.value.figures[0] ?? NOTHING, figures: parts.value.figures }
  }

  /** Opens the promises of a figure, or closes them when they are open. */
  async function open(accountId: number, key: string): Promise<void> {
    if (state.value.status !== 'ready') return
    if (opened.value?.key === key) {
      opened.value = null
      return
    }
    opened.value = { status: 'loading', key }
    const { question } = state.value
    const query = `${queryOf(question, question.by)}&key=${encodeURIComponent(key)}`
    const answer = await api.get(`/sla/${accountId}/promises?${query}`, MeasuredPromises)
    if (opened.value?.key !== key || state.value.status !== 'ready' || state.value.question !== question) return
    opened.value = answer.ok ? { status: 'ready', key, ...answer.value } : { status: 'failed', key, code: answer.code }
  }

  return { state, opened, load, open }
})

function queryOf({ from, to, kind, withEarlier }: Question, by: string): string {
  const period = { from: new Date(from).toISOString(), to: new Date(to).toISOString(), by, withEarlier: String(withEarlier) }
  return new URLSearchParams(kind ? { ...period, kind } : period).toString()
}
