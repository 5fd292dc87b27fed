// Words that announce an order number in the three languages, up to two small words ("number is"), then the number.
const NOUN = String.raw`(?<!\p{L})(?:orders?|purchase|pedidos?|orden|compra|commandes?)(?!\p{L})`
const SMALL = String.raw`(?:[\s.:]{1,3}(?:number|num|no|nr|n[uú]m[eé]ro|n[º°]?|is|was|es|est)(?!\p{L})){0,2}`
const AMOUNT = String.raw`\s?(?:[$€£]|(?:usd|cad|eur|euros?|dollars?|d[oó]lares|bucks)(?!\p{L}))`
// Fifteen digits at most: a card number has sixteen and is nobody's order.
const NUMBER = String.raw`([a-z]{0,4}-?\d{3,15}(?:-[a-z]{1,3})?)(?!\w|[.,/-]\d|${AMOUNT})`
const ANNOUNCED = new RegExp(String.raw`${NOUN}${SMALL}[\s.:º°#]{0,4}${NUMBER}`, 'giu')
const HASHED = new RegExp(String.raw`(?<![\p{L}\d&/#])#\s?${NUMBER}`, 'giu')
const MOST = 5

/**
 * The order numbers a customer names, without `#`, in the order they appear, at most five. Only numbers that are announced
 * ("order 1042", "pedido nº 1042", "commande 1042") or hashed ("#1042", "#EU-1042") count, so phone numbers, dates,
 * amounts and postal codes do not.
 */
export function findOrderNumbers(text: string): string[] {
  const found = [...text.matchAll(ANNOUNCED), ...text.matchAll(HASHED)]
    .sort((a, b) => a.index - b.index)
    .map(([, number = '']) => number.toUpperCase())
  return [...new Set(found)].slice(0, MOST)
}

/** Whether a customer's number names this order: "1042", "#1042" and a shop's own prefix or suffix are the same. */
export function isOrderNamed(orderName: string, number: string): boolean {
  const name = orderName.replace(/^#/, '').toUpperCase()
  return name === number || (/^\d+$/.test(number) && name.replace(/^\D+|\D+$/g, '') === number)
}
