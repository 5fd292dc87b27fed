import type { Order, Shipment } from '../contracts/order.ts'
import type { DraftInput } from './facts.ts'
import type { Situation } from './templates.ts'
import { orderOf, shipmentOf } from './facts.ts'

// What customers say, folded to bare letters, in the three languages.
const ADDRESS = /\b(?:address|moved|direccion|mude|mudanza|adresse|demenag)/
const CHANGE = /\b(?:chang|updat|correct|wrong|new|cambi|corrig|correg|nueva|equivoc|erron|modif|nouvel|tromp|erreur)/
const CANCEL = /\b(?:cancel|annul|anul)/
const MISSING = /\b(?:not|never|nothing|nobody|no|nunca|nada|nadie|pas|jamais|rien|personne)\b/

/** What the customer needs to hear; null when neither their words nor the order tell. */
export function situationOf(input: DraftInput): Situation | null {
  const order = orderOf(input)
  const said = fold(input.messages.filter(({ direction }) => direction === 'incoming').slice(-3).map(({ content }) => content).join('\n'))
  const category = input.category.value

  if (order && category !== 'product_information' && category !== 'technical_support') {
    const hasLeft = order.shipments.length > 0
    if (CANCEL.test(said) && order.cancelledAt === null && category !== 'billing_questions') return hasLeft ? 'cancel_closed' : 'cancel_open'
    if (ADDRESS.test(said) && CHANGE.test(said) && order.fulfilment !== 'delivered') return hasLeft ? 'address_closed' : 'address_open'
  }
  switch (category) {
    case 'order_status': return order ? travelOf(order, shipmentOf(order), said, input.asOf) : 'waiting'
    case 'shipping_issues': return order ? travelOf(order, shipmentOf(order), said, input.asOf) : 'shipping_answer'
    case 'returns_refunds': return order ? returnOf(order) : 'return_window'
    case 'product_information': return 'product_answer'
    case 'technical_support': return 'technical_answer'
    case 'billing_questions': return order?.cancelledAt ? 'cancelled' : 'billing_answer'
    case 'general_inquiry': return 'general_answer'
    case null:
      // The judge is not sure, but who names an order that is still to come wants to know where it stands.
      if (order && isNamed(order, input) && !['delivered', 'cancelled'].includes(order.fulfilment)) {
        return travelOf(order, shipmentOf(order), said, input.asOf)
      }
      return input.articles.length ? 'general_answer' : null
  }
}

function isNamed(order: Order, { shop, orderId }: DraftInput): boolean {
  return orderId === order.id || (shop.status === 'ready' && shop.suggested?.orderId === order.id && shop.suggested.because === 'number_in_text')
}

function travelOf(order: Order, shipment: Shipment | null, said: string, now: number): Situation {
  if (order.cancelledAt !== null) return 'cancelled'
  switch (order.fulfilment) {
    case 'on_hold': return 'on_hold'
    case 'unfulfilled': return 'waiting'
    case 'failed': return 'failed_delivery'
    case 'out_for_delivery': return 'out_for_delivery'
    case 'delivered': return MISSING.test(said) ? 'not_received' : 'delivered'
    case 'cancelled': return 'cancelled'
    default: return shipment?.estimatedDeliveryAt && shipment.estimatedDeliveryAt < now ? 'late' : 'travelling'
  }
}

function returnOf(order: Order): Situation {
  if (order.cancelledAt !== null) return 'cancelled'
  if (order.refunded.minor > 0) return 'refunded'
  return order.returnState === 'none' ? 'return_window' : 'return_coming'
}

function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
}
