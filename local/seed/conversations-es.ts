import type { SeedConversation } from './types.ts'

export const conversationsEs: SeedConversation[] = [
  {
    id: 20,
    contactId: 3,
    inboxId: 3,
    status: 'open',
    priority: null,
    assigneeId: 3,
    teamId: 2,
    labels: ['order-status'],
    subject: null,
    truth: { category: 'order_status', language: 'es' },
    messages: [
      { from: 'contact', minutesAgo: 6, text: 'Hola, ¿dónde está mi pedido #4122? En el seguimiento pone que está en Madrid desde ayer.' },
      { from: 'contact', minutesAgo: 5, text: '¿Llegará mañana? Es que salgo de viaje y no habrá nadie en casa.' },
    ],
  },
  {
    id: 21,
    contactId: 6,
    inboxId: 2,
    status: 'open',
    priority: 'medium',
    assigneeId: null,
    teamId: 2,
    labels: ['returns'],
    subject: 'Devolución incompleta, pedido #4108',
    truth: { category: 'returns_refunds', language: 'es' },
    messages: [
      {
        from: 'contact',
        minutesAgo: 38,
        text: `Buenas tardes:

Devolví una taza que llegó desportillada en el pedido #4108 y solo veo un reembolso parcial. Yo entendía que también me devolvíais la manta, porque la envié en la misma caja.

¿Me podéis decir cuánto me habéis reembolsado y qué falta?

Un saludo,
Sofía Navarro`,
      },
    ],
  },
  {
    id: 22,
    contactId: 10,
    inboxId: 1,
    status: 'open',
    priority: null,
    assigneeId: null,
    teamId: null,
    labels: [],
    subject: null,
    truth: { category: 'product_information', language: 'es' },
    messages: [
      { from: 'contact', minutesAgo: 15, text: '¡Hola! ¿La mochila Trillium de 22 litros tiene compartimento para un portátil de 14 pulgadas?' },
      { from: 'contact', minutesAgo: 14, text: '¿Y es impermeable o hay que comprar una funda aparte?' },
    ],
  },
  {
    id: 23,
    contactId: 14,
    inboxId: 3,
    status: 'open',
    priority: null,
    assigneeId: 3,
    teamId: 2,
    labels: ['technical'],
    subject: null,
    truth: { category: 'technical_support', language: 'es' },
    messages: [
      { from: 'contact', minutesAgo: 71, text: 'El hornillo Kindling no enciende. Aprieto el botón y no hace chispa, aunque sale gas.' },
      { from: 'agent', agentId: 3, minutesAgo: 58, text: 'Hola, Javier: gracias por avisar. Cierra el gas, por favor, y dime si el encendedor está mojado o tiene restos de comida.' },
      { from: 'contact', minutesAgo: 26, text: 'Está seco y limpio. ¿Cómo arreglo el encendido? Se ha estropeado a la tercera vez que lo uso.' },
    ],
  },
  {
    id: 24,
    contactId: 19,
    inboxId: 2,
    status: 'open',
    priority: null,
    assigneeId: null,
    teamId: 2,
    labels: [],
    subject: 'Factura con NIF del pedido 4118',
    truth: { category: 'billing_questions', language: 'es' },
    messages: [
      {
        from: 'contact',
        minutesAgo: 47,
        text: `Hola:

Necesito la factura del pedido 4118 a nombre de Refugio Ibarra S. L., con nuestro NIF, para la contabilidad del trimestre. En el correo de confirmación solo aparece el recibo.

¿Cómo la consigo y qué datos os hacen falta?

Gracias,
Carmen Ibarra`,
      },
    ],
  },
  {
    id: 25,
    contactId: 21,
    inboxId: 3,
    status: 'open',
    priority: 'high',
    assigneeId: null,
    teamId: 2,
    labels: [],
    subject: null,
    truth: { category: 'shipping_issues', language: 'es' },
    messages: [
      { from: 'contact', minutesAgo: 17, text: 'El repartidor dice que no había nadie en casa y es mentira, llevo toda la mañana aquí esperando el paquete' },
      { from: 'contact', minutesAgo: 16, text: 'Es el pedido #4124. ¿Van a volver a intentar la entrega o tengo que ir a buscarlo yo?' },
    ],
  },
  {
    id: 26,
    contactId: 29,
    inboxId: 1,
    status: 'open',
    priority: null,
    assigneeId: null,
    teamId: null,
    labels: [],
    subject: null,
    truth: { category: 'general_inquiry', language: 'es' },
    messages: [
      { from: 'contact', minutesAgo: 57, text: 'Hola, ¿tenéis tienda física o algún horario de atención por teléfono? Prefiero hablar con una persona.' },
    ],
  },
  {
    id: 27,
    contactId: 3,
    inboxId: 3,
    status: 'resolved',
    priority: null,
    assigneeId: 3,
    teamId: 2,
    labels: ['returns'],
    subject: null,
    truth: { category: 'returns_refunds', language: 'es' },
    messages: [
      { from: 'contact', minutesAgo: 53_000, text: 'Hola, ¿puedo devolver unas tazas si al final no me convence el color?' },
      { from: 'agent', agentId: 3, minutesAgo: 52_990, text: 'Hola, Lucía: sí, tienes 45 días desde la entrega. Si están sin usar, la etiqueta corre de nuestra cuenta.' },
      { from: 'contact', minutesAgo: 52_980, text: 'Genial, creo que me las quedo. ¡Gracias!' },
      { from: 'activity', minutesAgo: 52_970, text: 'Inés Robledo marcó la conversación como resuelta' },
    ],
  },
]
