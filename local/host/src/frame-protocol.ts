/** The only request a dashboard app can make; anything else is ignored. */
export const FETCH_INFO = 'chatwoot-dashboard-app:fetch-info'

/** What the host posts into a frame: a JSON string, at each load and at each `fetch-info` (Frame.vue, 4.15.1). */
export function contextMessage(conversation: object, contact: object, agent: { id: number, name: string, email: string }): string {
  const { id, name, email } = agent
  return JSON.stringify({ event: 'appContext', data: { conversation, contact, currentAgent: { id, name, email } } })
}
