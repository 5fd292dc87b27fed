/** A sentence with its holes filled; a function as the replacement, so that a dollar sign in a title is one. */
export function fill(sentenceOf: string, values: Record<string, string>): string {
  return sentenceOf.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
}
