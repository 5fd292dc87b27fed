import type { Board as BoardType } from '#shared/contracts/board'
import type { FailureCode } from '@/core/api'
import { Board } from '#shared/contracts/board'
import { defineStore } from 'pinia'
import { shallowRef } from 'vue'
import { z } from 'zod'
import { useApi } from '@/core/api'
import { setServerTime } from '@/core/server-clock'
import { createTurns } from '@/core/turns'

type BoardState =
  | { status: 'loading' }
  | { status: 'ready', board: BoardType, staleBecause: FailureCode | null }
  | { status: 'failed', code: FailureCode }

const Assigned = z.object({ conversationId: z.number(), assigneeId: z.number().nullable() })

/** The queue of one account. A refresh that fails leaves what is known standing, with the reason. */
export const useBoardStore = defineStore('board', () => {
  const api = useApi()
  const state = shallowRef<BoardState>({ status: 'loading' })
  const load = createTurns(async (accountId: number): Promise<void> => {
    const askedAt = Date.now()
    const answer = await api.get(`/board/${accountId}`, Board)
    if (answer.ok) {
      setServerTime(answer.value.asOf, askedAt)
      state.value = { status: 'ready', board: answer.value, staleBecause: null }
      return
    }
    state.value = state.value.status === 'ready' ? { ...state.value, staleBecause: answer.code } : { status: 'failed', code: answer.code }
  })

  /** Shows the new holder at once and takes it back when Chatwoot says no; returns the refusal, or null. */
  async function assign(accountId: number, conversationId: number, agentId: number | null): Promise<FailureCode | null> {
    const before = state.value
    if (before.status !== 'ready') return null
    const person = before.board.people.find(({ id }) => id === agentId)
    const rows = before.board.rows.map(row => row.conversationId === conversationId
      ? { ...row, assignee: person ? { id: person.id, name: person.name } : null }
      : row)
    state.value = { ...before, board: { ...before.board, rows } }
    const answer = await api.send('POST', `/board/${accountId}/${conversationId}/assign`, { agentId }, Assigned)
    await load(accountId)
    return answer.ok ? null : answer.code
  }

  return { state, load, assign }
})
