import type { Language } from '../contracts/judgement.ts'

/** The facts a draft can state, in the order in which a person would look for them. */
export type FactId =
  | 'customer.name'
  | 'order.unknown'
  | 'order.name'
  | 'order.placed'
  | 'order.items'
  | 'order.total'
  | 'order.refunded'
  | 'order.cancelled'
  | 'shipment.carrier'
  | 'shipment.number'
  | 'shipment.url'
  | 'shipment.shipped'
  | 'shipment.expected'
  | 'shipment.delivered'
  | 'shipment.scan'
  | 'shipment.scanned'
  | 'article.title'
  | 'article.passage'
  | 'article.url'
  | 'return.until'

/** What a fact is called on its chip. */
export const FACT_LABELS: Record<Language, Record<FactId, string>> = {
  en: {
    'customer.name': 'Customer',
    'order.unknown': 'Number in the message',
    'order.name': 'Order',
    'order.placed': 'Ordered on',
    'order.items': 'Items',
    'order.total': 'Total',
    'order.refunded': 'Refunded',
    'order.cancelled': 'Cancelled on',
    'shipment.carrier': 'Carrier',
    'shipment.number': 'Tracking number',
    'shipment.url': 'Tracking page',
    'shipment.shipped': 'Shipped on',
    'shipment.expected': 'Expected on',
    'shipment.delivered': 'Delivered on',
    'shipment.scan': 'Last scan',
    'shipment.scanned': 'Scanned on',
    'article.title': 'Article',
    'article.passage': 'From the article',
    'article.url': 'Article link',
    'return.until': 'Return possible until',
  },
  es: {
    'customer.name': 'Cliente',
    'order.unknown': 'Número en el mensaje',
    'order.name': 'Pedido',
    'order.placed': 'Fecha del pedido',
    'order.items': 'Artículos',
    'order.total': 'Total',
    'order.refunded': 'Reembolsado',
    'order.cancelled': 'Cancelado el',
    'shipment.carrier': 'Transportista',
    'shipment.number': 'Número de seguimiento',
    'shipment.url': 'Página de seguimiento',
    'shipment.shipped': 'Enviado el',
    'shipment.expected': 'Previsto para el',
    'shipment.delivered': 'Entregado el',
    'shipment.scan': 'Último registro',
    'shipment.scanned': 'Registrado el',
    'article.title': 'Artículo',
    'article.passage': 'Del artículo',
    'article.url': 'Enlace al artículo',
    'return.until': 'Devolución posible hasta el',
  },
  fr: {
    'customer.name': 'Client',
    'order.unknown': 'Numéro dans le message',
    'order.name': 'Commande',
    'order.placed': 'Commandé le',
    'order.items': 'Articles',
    'order.total': 'Total',
    'order.refunded': 'Remboursé',
    'order.cancelled': 'Annulée le',
    'shipment.carrier': 'Transporteur',
    'shipment.number': 'Numéro de suivi',
    'shipment.url': 'Page de suivi',
    'shipment.shipped': 'Expédié le',
    'shipment.expected': 'Prévu le',
    'shipment.delivered': 'Livré le',
    'shipment.scan': 'Dernier scan',
    'shipment.scanned': 'Scanné le',
    'article.title': 'Article',
    'article.passage': 'Extrait de l’article',
    'article.url': 'Lien vers l’article',
    'return.until': 'Retour possible jusqu’au',
  },
}
