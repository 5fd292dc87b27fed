// A frame that is not shown draws nothing, and must not wait for ever.
const LONGEST_MS = 500

/** Resolves once what has been rendered is on the screen. */
export async function afterPaint(): Promise<void> {
  await new Promise<void>((resolve) => {
    // A task queued while a frame is prepared runs after it was drawn.
    requestAnimationFrame(() => setTimeout(resolve))
    setTimeout(resolve, LONGEST_MS)
  })
}
