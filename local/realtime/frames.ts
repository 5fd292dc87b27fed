import { z } from 'zod'

const Payload = z.looseObject({})
const ListFrame = z.tuple([z.string().nullable(), z.string().nullable(), z.string(), z.string(), Payload])
const ObjectFrame = z.object({
  join_ref: z.string().nullish(),
  ref: z.string().nullish(),
  topic: z.string(),
  event: z.string(),
  payload: Payload,
})

/** One message of the Phoenix protocol, whichever version carried it. */
export interface Frame { joinRef: string | null, ref: string | null, topic: string, event: string, payload: Record<string, unknown> }
export type Version = '1.0.0' | '2.0.0'

const BROADCAST_PUSH = 3
const JSON_BODY = 1
const HEADER_BYTES = 7

/** Reads what a client sent: JSON arrays (2.0.0), JSON objects (1.0.0) or a binary broadcast; throws for anything else. */
export function readFrame(raw: string | ArrayBuffer, version: Version): Frame {
  if (typeof raw !== 'string') return readBroadcast(new Uint8Array(raw))
  if (version === '2.0.0') {
    const [joinRef, ref, topic, event, payload] = ListFrame.parse(JSON.parse(raw))
    return { joinRef, ref, topic, event, payload }
  }
  const { join_ref: joinRef = null, ref = null, topic, event, payload } = ObjectFrame.parse(JSON.parse(raw))
  return { joinRef, ref, topic, event, payload }
}

export function writeFrame({ joinRef, ref, topic, event, payload }: Frame, version: Version): string {
  return JSON.stringify(version === '2.0.0' ? [joinRef, ref, topic, event, payload] : { join_ref: joinRef, ref, topic, event, payload })
}

/** realtime-js sends broadcasts as: kind, five lengths, encoding, then join ref, ref, topic, event, meta and the body. */
function readBroadcast(bytes: Uint8Array): Frame {
  const [kind, ...lengths] = bytes.subarray(0, HEADER_BYTES)
  if (kind !== BROADCAST_PUSH || lengths[5] !== JSON_BODY) throw new Error('Only JSON broadcasts are spoken here')
  let at = HEADER_BYTES
  const take = (length = 0) => {
    const text = new TextDecoder().decode(bytes.subarray(at, at + length))
    at += length
    return text
  }
  const [joinRef = '', ref = '', topic = '', event] = lengths.slice(0, 5).map(take)
  return { joinRef, ref, topic, event: 'broadcast', payload: { type: 'broadcast', event, payload: JSON.parse(take(bytes.length)) } }
}
