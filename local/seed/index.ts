import type { SeedWorld } from './types.ts'
import { agents, teams } from './agents.ts'
import { articlesEnCare } from './articles-en-care.ts'
import { articlesEnOrders } from './articles-en-orders.ts'
import { articlesEnReturns } from './articles-en-returns.ts'
import { articlesEs } from './articles-es.ts'
import { articlesFr } from './articles-fr.ts'
import { contacts } from './contacts.ts'
import { conversationsEnCare } from './conversations-en-care.ts'
import { conversationsEnOrders } from './conversations-en-orders.ts'
import { conversationsEnReturns } from './conversations-en-returns.ts'
import { conversationsEs } from './conversations-es.ts'
import { conversationsFr } from './conversations-fr.ts'
import { customersAmerica } from './customers-america.ts'
import { customersEurope } from './customers-europe.ts'
import { cannedResponses, inboxes, labels } from './inboxes.ts'
import { ordersDelivered } from './orders-delivered.ts'
import { ordersEarlier } from './orders-earlier.ts'
import { ordersTravelling } from './orders-travelling.ts'
import { ordersWaiting } from './orders-waiting.ts'
import { campProducts } from './products-camp.ts'
import { homeProducts } from './products-home.ts'

/** Alder & Pine, the demo shop: gear for outside and the kitchen shelf, sold in three languages and three currencies. */
export const world: SeedWorld = {
  accountName: 'Alder & Pine',
  agents,
  teams,
  inboxes,
  labels,
  cannedResponses,
  contacts,
  conversations: [
    ...conversationsEnOrders,
    ...conversationsEnReturns,
    ...conversationsEnCare,
    ...conversationsEs,
    ...conversationsFr,
  ],
  products: [...campProducts, ...homeProducts],
  customers: [...customersAmerica, ...customersEurope],
  orders: [...ordersWaiting, ...ordersTravelling, ...ordersDelivered, ...ordersEarlier],
  articles: [...articlesEnOrders, ...articlesEnReturns, ...articlesEnCare, ...articlesEs, ...articlesFr],
}
