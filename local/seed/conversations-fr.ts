import type { SeedConversation } from './types.ts'

export const conversationsFr: SeedConversation[] = [
  {
    id: 28,
    contactId: 4,
    inboxId: 3,
    status: 'open',
    priority: null,
    assigneeId: null,
    teamId: 2,
    labels: [],
    subject: null,
    truth: { category: 'order_status', language: 'fr' },
    messages: [
      { from: 'contact', minutesAgo: 11, text: 'Bonjour, ma commande #4129 n\'est toujours pas partie alors que j\'ai payé il y a quatre jours.' },
      { from: 'contact', minutesAgo: 10, text: 'Qu\'est-ce qui bloque, et quand sera-t-elle expédiée ?' },
    ],
  },
  {
    id: 29,
    contactId: 7,
    inboxId: 1,
    status: 'open',
    priority: 'medium',
    assigneeId: 4,
    teamId: 2,
    labels: ['shipping'],
    subject: null,
    truth: { category: 'shipping_issues', language: 'fr' },
    messages: [
      { from: 'contact', minutesAgo: 32, text: 'Bonjour ! Mon colis est sorti de la douane à Vancouver il y a une semaine et depuis, plus rien. Il est en retard.' },
      { from: 'agent', agentId: 4, minutesAgo: 28, text: 'Bonjour Étienne, merci pour votre patience. Je regarde avec le transporteur.' },
      { from: 'contact', minutesAgo: 14, text: 'Merci. Est-ce que je devrai payer des frais de douane à la livraison ? Et le colis est-il perdu, selon vous ?' },
    ],
  },
  {
    id: 30,
    contactId: 11,
    inboxId: 2,
    status: 'open',
    priority: null,
    assigneeId: 4,
    teamId: 2,
    labels: ['returns'],
    subject: 'Retour de la tente, commande #4104',
    truth: { category: 'returns_refunds', language: 'fr' },
    messages: [
      {
        from: 'contact',
        minutesAgo: 95,
        text: `Bonjour,

j'ai renvoyé la tente Ridgeline (commande #4104) avec votre étiquette de retour. Le point relais l'a prise en charge, mais je n'ai reçu ni confirmation ni remboursement.

Sous quel délai suis-je remboursée une fois le colis arrivé chez vous ?

Cordialement,
Aïcha Benali`,
      },
    ],
  },
  {
    id: 31,
    contactId: 15,
    inboxId: 3,
    status: 'open',
    priority: 'high',
    assigneeId: null,
    teamId: 2,
    labels: ['vip'],
    subject: null,
    truth: { category: 'product_information', language: 'fr' },
    messages: [
      { from: 'contact', minutesAgo: 4.2, text: 'Bonjour à toute l\'équipe ! La poêle en fonte Cedar convient-elle à une plaque à induction ?' },
      { from: 'contact', minutesAgo: 3.8, text: 'Et peut-on la mettre au four avec son manche ? Je voudrais en offrir deux.' },
    ],
  },
  {
    id: 32,
    contactId: 26,
    inboxId: 2,
    status: 'open',
    priority: null,
    assigneeId: null,
    teamId: null,
    labels: [],
    subject: 'Facture pour la commande 4126',
    truth: { category: 'billing_questions', language: 'fr' },
    messages: [
      {
        from: 'contact',
        minutesAgo: 64,
        text: `Bonjour,

j'ai commandé sans créer de compte et j'aurais besoin d'une facture avec la TVA pour la commande 4126. Pouvez-vous me l'envoyer par e-mail ?

Bien à vous,
Hugo Lambert`,
      },
    ],
  },
  {
    id: 33,
    contactId: 22,
    inboxId: 3,
    status: 'open',
    priority: null,
    assigneeId: 4,
    teamId: 3,
    labels: ['technical'],
    subject: null,
    truth: { category: 'technical_support', language: 'fr' },
    messages: [
      { from: 'contact', minutesAgo: 29, text: 'Bonjour, ma lampe frontale Waymark clignote toute seule et s\'éteint au bout de dix minutes, même chargée à fond.' },
      { from: 'contact', minutesAgo: 28, text: 'Elle ne marche plus correctement depuis la pluie du week-end dernier. Est-ce un défaut, ou faut-il la réinitialiser ?' },
    ],
  },
  {
    id: 34,
    contactId: 30,
    inboxId: 3,
    status: 'open',
    priority: null,
    assigneeId: null,
    teamId: null,
    labels: [],
    subject: null,
    truth: { category: 'general_inquiry', language: 'fr' },
    messages: [
      { from: 'contact', minutesAgo: 43, text: 'Bonjour, avez-vous une boutique à Paris où je pourrais voir vos couvertures avant d\'acheter ?' },
      { from: 'contact', minutesAgo: 42, text: 'Et comment me désinscrire de la newsletter ? J\'en reçois deux par semaine.' },
    ],
  },
]
