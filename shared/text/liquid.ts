/**
 * Text as it must be sent so that Chatwoot's customer reads exactly `text`: Chatwoot renders outgoing content as Liquid,
 * so an unescaped `{{ anything }}` disappears or tells what it should not.
 */
export function escapeLiquid(text: string): string {
  // Chatwoot puts raw tags around anything between two backticks, across lines, by this very pattern (Liquidable);
  // so a brace that ends a part would meet the brace of such a tag.
  return text
    .split(/(`.*?`)/s)
    .map((part, index) => index % 2 === 1 ? keepShut(part) : part.replace(/\{(?=[{%]|$)/g, '{{ \'{\' }}'))
    .join('')
}

// Between backticks Chatwoot puts `{% raw %}` around the text; only its end tag could break out. A word joiner disarms it.
function keepShut(code: string): string {
  return code.replace(/\{(?=%-?\s*endraw)/g, '{\u2060')
}
