import { z } from 'zod'

const BASE = '/standin/chatwoot'
const Agent = z.object({ id: z.number(), name: z.string(), email: z.string(), role: z.string(), token: z.string() })
export type Agent = z.infer<typeof Agent>
const People = z.object({
  accountName: z.string(),
  agents: z.array(Agent),
  contacts: z.array(z.object({ id: z.number(), name: z.string(), email: z.string().nullable() })),
  inboxes: z.array(z.object({ id: z.number(), name: z.string(), channel: z.string() })),
  teams: z.array(z.object({ id: z.number(), name: z.string() })),
})
export type People = z.infer<typeof People>

const Named = z.looseObject({ id: z.number(), name: z.string() })
const Message = z.looseObject({
  id: z.number(),
  content: z.string().nullable(),
  message_type: z.number(),
  private: z.boolean(),
  created_at: z.number(),
  sender: z.looseObject({ name: z.string().nullish(), type: z.string().nullish() }).nullish(),
})
export type Message = z.infer<typeof Message>
const Conversation = z.looseObject({
  id: z.number(),
  account_id: z.number(),
  inbox_id: z.number(),
  status: z.string(),
  priority: z.string().nullable(),
  labels: z.array(z.string()),
  unread_count: z.number(),
  last_activity_at: z.number(),
  created_at: z.number(),
  meta: z.looseObject({
    sender: Named.extend({ email: z.string().nullish(), phone_number: z.string().nullish() }),
    assignee: Named.nullish(),
    team: Named.nullish(),
  }),
  last_non_activity_message: Message.nullish(),
})
export type Conversation = z.infer<typeof Conversation>
const Label = z.looseObject({ title: z.string(), color: z.string() })
export type Label = z.infer<typeof Label>
const App = z.looseObject({ id: z.number(), title: z.string(), content: z.array(z.object({ url: z.string() })) })
export type DashboardApp = z.infer<typeof App>

export async function loadPeople(): Promise<People> {
  return People.parse(await (await fetch(`${BASE}/demo/people`)).json())
}

interface CustomerMessage { conversationId?: number, contactId?: number, inboxId?: number, text: string }

/** Says something as the customer: in a conversation, or in a new one. Returns its id. */
export async function writeAsCustomer(message: CustomerMessage): Promise<number> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(`${BASE}/demo/customer`, { method: 'POST', headers, body: JSON.stringify(message) })
  return z.object({ conversationId: z.number() }).parse(await response.json()).conversationId
}

const Progress = z.object({ sent: z.number(), customers: z.number(), isRunning: z.boolean() })

/** How far the busy hour is; starts or stops it when asked to. */
export async function busyHour(act?: { start: { colleagueIds: number[] } } | 'stop'): Promise<z.infer<typeof Progress>> {
  const url = `${BASE}/demo/busy-hour`
  const headers = { 'content-type': 'application/json' }
  const init = act === undefined ? {} : act === 'stop' ? { method: 'DELETE' } : { method: 'POST', headers, body: JSON.stringify(act.start) }
  return Progress.parse(await (await fetch(url, init)).json())
}

/** Calls back with the id of a conversation in which something happened. */
export function watchChanges(onChange: (conversationId: number) => void): void {
  const source = new EventSource(`${BASE}/demo/changes`)
  source.onmessage = ({ data }) => onChange(z.object({ conversationId: z.number() }).parse(JSON.parse(data)).conversationId)
}

/** The API as an agent's browser uses it. */
export function createApi(token: () => string) {
  const call = async <S extends z.ZodType>(path: string, schema: S, body?: unknown): Promise<z.output<S>> => {
    const response = await fetch(`${BASE}/api/v1/accounts/1${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'api-access-token': token(), 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    if (!response.ok) throw new Error(`${path} answered ${response.status}`)
    return schema.parse(await response.json().catch(() => null))
  }
  const list = z.object({ data: z.object({ payload: z.array(Conversation) }) }).transform(answer => answer.data.payload)
  return {
    conversations: async () => (await Promise.all([1, 2, 3].map(page => call(`/conversations?status=all&page=${page}`, list)))).flat(),
    conversation: async (id: number) => call(`/conversations/${id}`, Conversation),
    messages: async (id: number) => call(`/conversations/${id}/messages`, z.object({ payload: z.array(Message) }).transform(answer => answer.payload)),
    labels: async () => call('/labels', z.object({ payload: z.array(Label) }).transform(answer => answer.payload)),
    apps: async () => call('/dashboard_apps', z.array(App)),
    send: async (id: number, content: string, isPrivate: boolean) => call(`/conversations/${id}/messages`, z.unknown(), { content, private: isPrivate }),
    toggleStatus: async (id: number) => call(`/conversations/${id}/toggle_status`, z.unknown(), {}),
    seen: async (id: number) => call(`/conversations/${id}/update_last_seen`, z.unknown(), {}),
  }
}
