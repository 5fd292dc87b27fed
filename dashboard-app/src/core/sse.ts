/** The `data:` payloads of an event stream, as they come. A cut stream ends the loop; what was incomplete is dropped. */
export async function* readEvents(stream: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = stream.getReader()
  const decoder = new TextDecoder()
  let buffer = ''
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      buffer += decoder.decode(value, { stream: true })
      const blocks = buffer.split(/\r?\n\r?\n/)
      buffer = blocks.pop() ?? ''
      for (const block of blocks) {
        const lines = block.split(/\r?\n/).filter(line => line.startsWith('data:'))
        if (lines.length) yield lines.map(line => line.slice(5).replace(/^ /, '')).join('\n')
      }
    }
  }
  finally {
    await reader.cancel().catch(() => {})
  }
}
