import type { SeedConversation } from './types.ts'

export const conversationsEnOrders: SeedConversation[] = [
  {
    id: 1,
    contactId: 1,
    inboxId: 1,
    status: 'open',
    priority: 'high',
    assigneeId: 1,
    teamId: 1,
    labels: ['vip'],
    subject: null,
    truth: { category: 'order_status', language: 'en' },
    messages: [
      { from: 'contact', minutesAgo: 2, text: 'Hi! Order #4127 was supposed to be here three days ago and the tracking has not moved since Salt Lake City.' },
      { from: 'contact', minutesAgo: 1.5, text: 'The tent is a birthday present and we leave for the coast on Saturday. Where is my order, and will it make it?' },
    ],
  },
  {
    id: 2,
    contactId: 2,
    inboxId: 1,
    status: 'open',
    priority: 'medium',
    assigneeId: null,
    teamId: 1,
    labels: ['shipping'],
    subject: null,
    truth: { category: 'shipping_issues', language: 'en' },
    messages: [
      { from: 'contact', minutesAgo: 13, text: 'tracking for #4119 says delivered yesterday, "left with individual", but nothing came to my door and nobody in the building has it' },
      { from: 'contact', minutesAgo: 12, text: 'I was home all day. Can you find out who signed for it?' },
    ],
  },
  {
    id: 3,
    contactId: 25,
    inboxId: 2,
    status: 'open',
    priority: null,
    assigneeId: null,
    teamId: 1,
    labels: [],
    subject: 'Order 4131 still says unfulfilled',
    truth: { category: 'order_status', language: 'en' },
    messages: [
      {
        from: 'contact',
        minutesAgo: 41,
        text: `Hello,

I ordered a Ridgeline tent in Sand three days ago as a guest, so I have no account to look at. The confirmation says order 4131. Has it shipped yet? If it is still in your warehouse I would like to know when it will leave, because we are camping the weekend after next.

Thank you,
Mark Delaney`,
      },
    ],
  },
  {
    id: 4,
    contactId: 13,
    inboxId: 1,
    status: 'open',
    priority: null,
    assigneeId: 2,
    teamId: 1,
    labels: ['shipping'],
    subject: null,
    truth: { category: 'shipping_issues', language: 'en' },
    messages: [
      { from: 'contact', minutesAgo: 27, text: 'Hello, our neighbour got a parcel with our name on it, and I cannot tell whether it is my bottles or my wife\'s blanket' },
      { from: 'agent', agentId: 2, minutesAgo: 21, text: 'Hi Peter, let me look. Which e-mail address was the order placed with?' },
      { from: 'contact', minutesAgo: 18, text: 'Mine for the bottles. Ania ordered the blanket with hers, but she gave you our shared phone number.' },
      { from: 'contact', minutesAgo: 17, text: 'Which of the two packages was delivered, and is the other one still on its way?' },
    ],
  },
  {
    id: 5,
    contactId: 18,
    inboxId: 2,
    status: 'open',
    priority: 'low',
    assigneeId: null,
    teamId: null,
    labels: [],
    subject: 'Someone else\'s parcel number in my e-mail',
    truth: { category: 'shipping_issues', language: 'en' },
    messages: [
      {
        from: 'contact',
        minutesAgo: 74,
        text: `Hi there,

my shipping mail mentions order #4119, but I bought a sleeping bag, not a skillet. I am worried that my package has the wrong label and is going to a stranger's address in Texas.

Is my sleeping bag coming to Vancouver, and when will it be delivered?

Ingrid`,
      },
    ],
  },
  {
    id: 6,
    contactId: 20,
    inboxId: 1,
    status: 'open',
    priority: null,
    assigneeId: null,
    teamId: 1,
    labels: [],
    subject: null,
    truth: { category: 'order_status', language: 'en' },
    messages: [
      { from: 'contact', minutesAgo: 5, text: 'hey can u check on order #41288 pls? has it shipped' },
      { from: 'contact', minutesAgo: 4, text: '4 cream mugs, paid with the FIRSTFIRE code' },
    ],
  },
  {
    id: 7,
    contactId: 23,
    inboxId: 1,
    status: 'open',
    priority: 'urgent',
    assigneeId: 2,
    teamId: 1,
    labels: ['order-status'],
    subject: null,
    truth: { category: 'order_status', language: 'en' },
    messages: [
      { from: 'contact', minutesAgo: 9, text: 'I just ordered (#4133) and used my old address. Can you change the shipping address before it goes out?' },
      { from: 'contact', minutesAgo: 8, text: 'The new one is 118 Juniper Terrace, Boise, ID 83706. Sorry for the trouble!' },
    ],
  },
  {
    id: 8,
    contactId: 1,
    inboxId: 1,
    status: 'resolved',
    priority: null,
    assigneeId: 2,
    teamId: 1,
    labels: ['vip', 'product-question'],
    subject: null,
    truth: { category: 'product_information', language: 'en' },
    messages: [
      { from: 'contact', minutesAgo: 61_900, text: 'Is the enamel on the Basecamp mugs safe for the dishwasher?' },
      { from: 'agent', agentId: 2, minutesAgo: 61_896, text: 'Hi Nora! Yes, top rack. The rim stays prettier if you wash it by hand.' },
      { from: 'contact', minutesAgo: 61_890, text: 'Perfect, then I will take four. Thanks Tom!' },
      { from: 'activity', minutesAgo: 61_880, text: 'Conversation was marked resolved by Tom Lindqvist' },
    ],
  },
]
