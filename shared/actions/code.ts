// Without letters and digits that are taken for each other.
const LETTERS = 'ABCDEFGHJKMNPQRSTUVWXYZ23456789'
const LENGTH = 8

/** The discount code that belongs to an action: always the same for its id, and not to be guessed without it (39 bits). */
export function codeOf(actionId: string): string {
  // The last twelve hex digits of a version 4 id are random throughout.
  let rest = BigInt(`0x${actionId.replaceAll('-', '').slice(-12)}`)
  let code = ''
  for (let place = 0; place < LENGTH; place++) {
    code += LETTERS[Number(rest % BigInt(LETTERS.length))]
    rest /= BigInt(LETTERS.length)
  }
  return `THANKS-${code}`
}
