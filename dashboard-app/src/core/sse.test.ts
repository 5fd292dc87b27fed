import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEvents } from './sse'

function streamOf(bytes: Uint8Array, cuts: number[]): ReadableStream<Uint8Array> {
  const edges = [0, ...cuts.map(cut => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return new ReadableStream({
    start(controller) {
      edges.slice(1).forEach((end, index) => controller.enqueue(bytes.slice(edges[index], end)))
      controller.close()
    },
  })
}
async function collect(stream: ReadableStream<Uint8Array>): Promise<string[]> {
  const lines: string[] = []
  for await (const line of readEvents(stream)) lines.push(line)
  return lines
}

describe('readEvents', () => {
  it('reads the same events wherever the network cuts the bytes', async () => {
    const payloads = ['{"text":"Größe é ñ 😀"}', '{"text":"two\\nlines"}', '{"type":"end"}']
    const bytes = new TextEncoder().encode(payloads.map(one => `event: x\r\ndata: ${one}\r\n\r\n`).join(''))
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(500), { maxLength: 8 }), async (cuts) => {
      expect(await collect(streamOf(bytes, cuts))).toEqual(payloads)
    }))
  })

  it('drops what a cut connection left unfinished', async () => {
    expect(await collect(streamOf(new TextEncoder().encode('data: {"a":1}\n\ndata: {"b"'), []))).toEqual(['{"a":1}'])
  })
})
