import type { Access, Claims } from './access.ts'
import type { Frame, Version } from './frames.ts'
import { z } from 'zod'
import { readFrame, writeFrame } from './frames.ts'

const Join = z.object({
  access_token: z.string().nullish(),
  config: z.object({
    private: z.boolean().optional(),
    broadcast: z.object({ self: z.boolean().optional(), ack: z.boolean().optional() }).optional(),
  }).optional(),
})
const NewToken = z.object({ access_token: z.string() })
const Broadcast = z.object({ event: z.string(), payload: z.unknown() })

// A longer one fires at once.
const LONGEST_TIMER_MS = 2 ** 31 - 1

interface Channel {
  topic: string
  joinRef: string | null
  isPrivate: boolean
  claims: Claims
  self: boolean
  ack: boolean
  expiry?: ReturnType<typeof setTimeout>
}
interface Client { socket: WebSocket, version: Version, apiKey: string, channels: Map<string, Channel> }

export interface HubOptions {
  access: Access
  readToken: (token: string) => Promise<Claims | null>
  roleOfKey: (key: string) => Claims['role'] | null
  now: () => number
}
/** Stands in for Supabase Realtime: broadcast on public and private channels, authorised by the project's policies. */
export type Hub = ReturnType<typeof createHub>

/** Presence and `postgres_changes` are not spoken: nothing here uses them. */
export function createHub({ access, readToken, roleOfKey, now }: HubOptions) {
  const clients = new Set<Client>()
  let arrived = (_isFirst: boolean) => {}

  async function identify({ apiKey }: { apiKey: string }, token?: string | null): Promise<Claims | null> {
    if (token && !token.startsWith('sb_')) return readToken(token)
    const role = roleOfKey(token ?? apiKey)
    return role ? { role } : null
  }
  const mayReceive = async (topic: string, isPrivate: boolean, claims: Claims) =>
    !isPrivate || claims.role === 'service_role' || access.mayReceive(nameOf(topic), claims)

  async function join(client: Client, frame: Frame) {
    const { access_token: token, config = {} } = Join.parse(frame.payload)
    const claims = await identify(client, token)
    if (!claims) return reply(client, frame, 'error', { reason: 'InvalidJWTToken: token is invalid or expired' })
    const isPrivate = config.private === true
    if (!await mayReceive(frame.topic, isPrivate, claims)) {
      return reply(client, frame, 'error', { reason: `Unauthorized: You do not have permissions to read from this Channel topic: ${nameOf(frame.topic)}` })
    }
    leave(client, frame.topic)
    const { self = false, ack = false } = config.broadcast ?? {}
    const channel = { topic: frame.topic, joinRef: frame.joinRef ?? frame.ref, isPrivate, claims, self, ack }
    client.channels.set(frame.topic, channel)
    endWithToken(client, channel)
    reply(client, frame, 'ok', { postgres_changes: [] })
  }

  async function renew(client: Client, channel: Channel, frame: Frame) {
    const { access_token: token } = NewToken.parse(frame.payload)
    if (token.startsWith('sb_')) return
    const claims = await identify(client, token)
    if (!claims) return shut(client, channel, 'token is invalid or expired')
    if (!await mayReceive(channel.topic, channel.isPrivate, claims)) return shut(client, channel, 'You no longer have permission to read from this Channel topic')
    channel.claims = claims
    endWithToken(client, channel)
  }

  const maySend = async (topic: string, isPrivate: boolean, claims: Claims) =>
    !isPrivate || claims.role === 'service_role' || access.maySend(nameOf(topic), claims)

  async function pass(client: Client, channel: Channel, frame: Frame) {
    const { event, payload } = Broadcast.parse(frame.payload)
    if (!await maySend(channel.topic, channel.isPrivate, channel.claims)) return
    spread(channel.topic, channel.isPrivate, event, payload, channel.self ? undefined : client)
    if (channel.ack) reply(client, frame, 'ok')
  }

  function spread(topic: string, isPrivate: boolean, event: string, payload: unknown, except?: Client) {
    for (const client of clients) {
      const channel = client.channels.get(topic)
      if (!channel || channel.isPrivate !== isPrivate || client === except) continue
      send(client, { joinRef: null, ref: null, topic, event: 'broadcast', payload: { type: 'broadcast', event, payload } })
    }
  }

  function endWithToken(client: Client, channel: Channel) {
    clearTimeout(channel.expiry)
    if (!channel.claims.exp) return
    const leftMs = Math.max(0, channel.claims.exp * 1000 - now())
    const end = () => leftMs > LONGEST_TIMER_MS ? endWithToken(client, channel) : shut(client, channel, 'Token has expired')
    channel.expiry = setTimeout(end, Math.min(leftMs, LONGEST_TIMER_MS))
  }

  async function take(client: Client, frame: Frame) {
    if (frame.topic === 'phoenix') return reply(client, frame, 'ok')
    if (frame.event === 'phx_join') return join(client, frame)
    const channel = client.channels.get(frame.topic)
    if (!channel) return reply(client, frame, 'error', { reason: 'unmatched topic' })
    if (frame.event === 'access_token') return renew(client, channel, frame)
    if (frame.event === 'broadcast') return pass(client, channel, frame)
    if (frame.event !== 'phx_leave') return
    leave(client, frame.topic)
    reply(client, frame, 'ok')
    send(client, { joinRef: channel.joinRef, ref: channel.joinRef, topic: channel.topic, event: 'phx_close', payload: {} })
  }

  return {
    /** Takes over an open or opening WebSocket; messages of one socket are handled in order. */
    attach(socket: WebSocket, url: URL) {
      const version = url.searchParams.get('vsn') === '2.0.0' ? '2.0.0' : '1.0.0'
      const client: Client = { socket, version, apiKey: url.searchParams.get('apikey') ?? '', channels: new Map() }
      let before = Promise.resolve()
      clients.add(client)
      arrived(clients.size === 1)
      socket.binaryType = 'arraybuffer'
      socket.onmessage = ({ data }) => {
        // A broken frame costs its sender the socket and nobody else anything.
        before = before.then(async () => take(client, readFrame(data, version))).catch(() => socket.close(1003))
      }
      socket.onclose = () => {
        for (const topic of client.channels.keys()) leave(client, topic)
        clients.delete(client)
      }
    },
    /** A broadcast that came over HTTP; false when the caller is nobody we know. What the policies forbid goes nowhere, silently. */
    async post(caller: { apiKey: string, token: string | null }, topic: string, isPrivate: boolean, event: string, payload: unknown) {
      const claims = await identify(caller, caller.token)
      if (claims && await maySend(topic, isPrivate, claims)) spread(`realtime:${topic}`, isPrivate, event, payload)
      return claims !== null
    },
    /** Hands on what SQL sent with `realtime.send`. */
    announce: (topic: string, isPrivate: boolean, event: string, payload: unknown) => spread(`realtime:${topic}`, isPrivate, event, payload),
    isAttended: () => clients.size > 0,
    /** Calls back when a socket comes, and says whether it is the only one. */
    watchArrivals(listener: (isFirst: boolean) => void) {
      arrived = listener
    },
    close() {
      for (const { socket } of clients) socket.close()
    },
  }
}

function send(client: Client, frame: Frame) {
  if (client.socket.readyState === 1) client.socket.send(writeFrame(frame, client.version))
}
function reply(client: Client, { joinRef, ref, topic }: Frame, status: 'ok' | 'error', response: Record<string, unknown> = {}) {
  send(client, { joinRef, ref, topic, event: 'phx_reply', payload: { status, response } })
}
function shut(client: Client, channel: Channel, message: string) {
  const { topic, joinRef } = channel
  send(client, { joinRef, ref: null, topic, event: 'system', payload: { extension: 'system', status: 'error', message, channel: nameOf(topic) } })
  leave(client, topic)
  send(client, { joinRef, ref: joinRef, topic, event: 'phx_close', payload: {} })
}
function leave(client: Client, topic: string) {
  clearTimeout(client.channels.get(topic)?.expiry)
  client.channels.delete(topic)
}
function nameOf(topic: string): string {
  return topic.replace(/^realtime:/, '')
}
