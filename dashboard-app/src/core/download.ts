/** Hands a file to the browser to be kept. */
export function download(name: string, type: string, parts: BlobPart[]): void {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(new Blob(parts, { type })), download: name })
  link.click()
  URL.revokeObjectURL(link.href)
}
