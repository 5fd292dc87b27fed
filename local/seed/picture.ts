/** A product drawing: a soft square with a simple shape on it, 96 by 96. */
export function picture(background: string, shapes: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 96 96"><rect width="96" height="96" rx="16" fill="${background}"/>${shapes}</svg>`
}
