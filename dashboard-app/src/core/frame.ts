import { FETCH_CONTEXT, FrameContext } from '#shared/contracts/frame'

/** What the panel takes from the context: hints, each verified by the server. */
export interface FrameHint {
  conversationId: number
  agentEmail: string
  agentName: string
  contactName: string | null
  theme: 'light' | 'dark' | null
  /** Where Chatwoot stands and how it counts this account, to link back to it. */
  chatwoot: { origin: string, accountId: number | null }
}

interface FrameWindow {
  parent: { postMessage: (message: string, targetOrigin: string) => void }
  addEventListener: (type: 'message', listener: (event: MessageEvent) => void) => void
}

export interface FrameOptions { origins: string[], onHint: (hint: FrameHint) => void, onStranger?: (origin: string) => void }
export interface Frame { isEmbedded: boolean, ask: () => void }

/** Listens to Chatwoot, and to nobody else: the message must come from the frame's parent and from a configured origin. */
export function openFrame(page: FrameWindow, { origins, onHint, onStranger }: FrameOptions): Frame {
  const isEmbedded = !Object.is(page.parent, page)
  page.addEventListener('message', (event) => {
    if (event.source !== page.parent) return
    const context = readContext(event.data)
    if (!context) return
    if (origins.includes(event.origin)) onHint(toHint(context, event.origin))
    else onStranger?.(event.origin)
  })
  const ask = () => isEmbedded && page.parent.postMessage(FETCH_CONTEXT, '*') // the question holds no secret
  return { isEmbedded, ask: () => void ask() }
}

/** Chatwoot posts a JSON string, among the messages of browser extensions and tools. */
function readContext(posted: unknown): FrameContext | null {
  if (typeof posted !== 'string' || !posted.includes('appContext')) return null
  try {
    return FrameContext.safeParse(JSON.parse(posted)).data ?? null
  }
  catch {
    return null
  }
}

function toHint({ data: { conversation, contact, currentAgent, theme } }: FrameContext, origin: string): FrameHint {
  return {
    conversationId: conversation.id,
    agentEmail: currentAgent.email.toLowerCase(),
    agentName: currentAgent.name ?? '',
    contactName: contact?.name ?? conversation.meta?.sender?.name ?? null,
    theme: theme ?? null,
    chatwoot: { origin, accountId: conversation.account_id ?? null },
  }
}
