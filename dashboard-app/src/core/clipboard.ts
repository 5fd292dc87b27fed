/** Copies text; a frame of another site may not use the clipboard API, so the old command stands in. */
export async function copyText(text: string, page: Document = document): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  }
  catch {
    const focused = page.activeElement
    const carrier = page.createElement('textarea')
    carrier.value = text
    carrier.style.cssText = 'position:fixed;opacity:0'
    page.body.append(carrier)
    carrier.select()
    const isCopied = page.execCommand('copy')
    carrier.remove()
    if (focused instanceof HTMLElement) focused.focus()
    return isCopied
  }
}
