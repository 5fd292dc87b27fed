import type { Fact } from '#shared/contracts/draft'

const FLASH_MS = 1200

/** The elements in which a fact's source can be seen, best first. */
export function placesOf(source: Fact['source']): string[] {
  switch (source.kind) {
    case 'order':
    case 'shop': return ['order-card']
    case 'conversation': return ['thread-card']
    case 'article': return [`article-${source.articleId}`, 'article-card']
  }
}

/** Shows the first of these elements that is there: scrolled to, focused, and lit up for a moment. */
export function jumpTo(ids: string[], page: Document = document): void {
  const target = ids.map(id => page.getElementById(id)).find(element => element !== null)
  if (!target) return
  const focusable = target.hasAttribute('tabindex') ? target : target.querySelector<HTMLElement>('button, a')
  focusable?.focus({ preventScroll: true })
  target.scrollIntoView({ block: 'nearest', behavior: 'smooth' })
  target.animate?.([{ boxShadow: '0 0 0 2px #2781f6' }, { boxShadow: '0 0 0 2px transparent' }], { duration: FLASH_MS, easing: 'ease-out' })
}
