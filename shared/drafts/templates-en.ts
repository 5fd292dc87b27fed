import type { Phrases } from './templates.ts'

export const ENGLISH: Phrases = {
  frame: {
    formal: { named: 'Dear {customer.name},\n\n', plain: 'Hello,\n\n', close: '\n\nKind regards,\n{me}' },
    friendly: { named: 'Hi {customer.name},\n\n', plain: 'Hi there,\n\n', close: '\n\nAll the best,\n{me}' },
    concise: { named: 'Hello {customer.name},\n', plain: 'Hello,\n', close: '' },
  },
  notFound: {
    formal: 'I could not find an order {order.unknown} under your details, so I have looked at your order {order.name} instead. ',
    friendly: 'I could not find {order.unknown} under your name, so I had a look at your order {order.name}. ',
    concise: 'I find no {order.unknown} under your name; this is about {order.name}. ',
  },
  bodies: {
    waiting: {
      formal: 'Thank you for your patience. Your order {order.name}, placed on {order.placed}, is paid and waiting to be packed: {order.items}. It has not left our warehouse yet. I will ask the warehouse for the day on which it leaves and write to you as soon as I know.',
      friendly: 'Thanks for asking! Your order {order.name} from {order.placed} is with us and has not been packed yet: {order.items}. I will ask the warehouse when it leaves and come straight back to you.',
      concise: 'Order {order.name} ({order.items}) has not left our warehouse yet. I will ask for the date and write to you.',
    },
    on_hold: {
      formal: 'I am sorry for the delay. Your order {order.name} of {order.placed} is on hold and has not been packed: {order.items}. Please confirm your full delivery address and a telephone number; I will then ask the warehouse to release it and write to you when it leaves.',
      friendly: 'Sorry to keep you waiting! Order {order.name} from {order.placed} is on hold before packing. Could you send me your full delivery address and a phone number once more? Then I can ask the warehouse to release it, and I will tell you when it leaves.',
      concise: 'Order {order.name} is on hold and not packed yet. Please send me your full delivery address and a phone number so that I can have it released.',
    },
    travelling: {
      formal: 'Your order {order.name} is on its way[ with {shipment.carrier}][, tracking number {shipment.number}].[ The last scan, on {shipment.scanned}, reads "{shipment.scan}".][ Delivery is expected on {shipment.expected}.][ You can follow the parcel here: {shipment.url}]',
      friendly: 'Good news: your order {order.name} is on its way[ with {shipment.carrier}].[ The last scan was on {shipment.scanned} ("{shipment.scan}").][ It should be with you on {shipment.expected}.][ You can follow it here: {shipment.url}]',
      concise: 'Order {order.name} is on its way[ with {shipment.carrier}][, expected on {shipment.expected}].[ Follow it here: {shipment.url}]',
    },
    late: {
      formal: 'I am sorry that your order {order.name} is late. It was expected on {shipment.expected}[ and travels with {shipment.carrier} under the number {shipment.number}].[ The last scan, on {shipment.scanned}, reads "{shipment.scan}".] I cannot promise a new day yet. I will ask the carrier to trace the parcel and write to you with what they find, whatever it is.[ The tracking page is here: {shipment.url}]',
      friendly: 'I am so sorry, your order {order.name} should have been with you on {shipment.expected}.[ The last thing {shipment.carrier} tells us is "{shipment.scan}", on {shipment.scanned}.] I do not want to promise you a day that I cannot keep, so I will ask the carrier to trace the parcel and come back to you with their answer.[ You can watch it here meanwhile: {shipment.url}]',
      concise: 'I am sorry: order {order.name} was expected on {shipment.expected}[; the last scan was on {shipment.scanned} ("{shipment.scan}")]. I will have the carrier trace it and tell you what they find.[ Tracking: {shipment.url}]',
    },
    out_for_delivery: {
      formal: 'Your order {order.name} is out for delivery[ with {shipment.carrier}][ since {shipment.scanned}].[ You can follow the driver\'s progress here: {shipment.url}]',
      friendly: 'Nearly there! Your order {order.name} is out for delivery[ with {shipment.carrier}].[ You can follow it here: {shipment.url}]',
      concise: 'Order {order.name} is out for delivery[ with {shipment.carrier}].[ Follow it here: {shipment.url}]',
    },
    delivered: {
      formal: 'According to the carrier, your order {order.name} was delivered on {shipment.delivered}[ ("{shipment.scan}")]. It contained {order.items}. Please tell me if anything is missing or not as it should be.',
      friendly: 'Your order {order.name} arrived on {shipment.delivered}, the carrier says[: "{shipment.scan}"]. Is everything there and as you hoped? If not, tell me and I will look into it.',
      concise: 'Order {order.name} was delivered on {shipment.delivered}[ ("{shipment.scan}")]. Tell me if anything is missing.',
    },
    not_received: {
      formal: 'I am sorry for the worry. The carrier[ {shipment.carrier}] reports order {order.name} as delivered on {shipment.delivered}[, with the note "{shipment.scan}"]. I will ask them for the proof of delivery and the exact place of the scan, and write to you as soon as I have it. May I ask you to check once more with neighbours and the reception meanwhile?',
      friendly: 'That is annoying, I am sorry. For order {order.name}[ {shipment.carrier} notes] a delivery on {shipment.delivered}[, "{shipment.scan}"]. I will ask for the proof of delivery and the exact spot, and get back to you with what they say. Would you ask around in the building once more meanwhile?',
      concise: 'I am sorry. Order {order.name} is marked as delivered on {shipment.delivered}[ ("{shipment.scan}")]. I will ask the carrier for proof of delivery and come back to you.',
    },
    failed_delivery: {
      formal: 'I am sorry that the delivery of your order {order.name} did not work out.[ {shipment.carrier} notes on {shipment.scanned}: "{shipment.scan}".] I will ask the carrier what happened and when they come again.[ {article.passage}][ The tracking page is here: {shipment.url}]',
      friendly: 'I am sorry, that should not happen.[ For order {order.name} the carrier notes on {shipment.scanned}: "{shipment.scan}".] I will ask them what went wrong and when they try again.[ {article.passage}][ You can also check here: {shipment.url}]',
      concise: 'I am sorry about the failed delivery of order {order.name}.[ {article.passage}] I will ask the carrier when they come again.[ Tracking: {shipment.url}]',
    },
    cancelled: {
      formal: 'Your order {order.name} was cancelled[ on {order.cancelled}][, and {order.refunded} was refunded on our side].[ {article.passage}] If the amount still does not appear, please send me the name of your bank and I will look for the reference of the payment.',
      friendly: 'Your order {order.name} was cancelled[ on {order.cancelled}][ and we sent {order.refunded} back to you].[ {article.passage}] If it still does not show up, tell me and I will look for the payment reference.',
      concise: 'Order {order.name} was cancelled[ on {order.cancelled}][; {order.refunded} was refunded].[ {article.passage}]',
    },
    address_open: {
      formal: 'Your order {order.name} has not left our warehouse, so the address can still be changed. I will enter the address from your message before it is packed and confirm the change to you. Please tell me at once if a line of it is missing.',
      friendly: 'You are just in time: order {order.name} has not left us yet. I will put in the address from your message before it is packed and let you know. Shout if a line is missing!',
      concise: 'Order {order.name} has not left us yet. I will enter the address from your message and confirm the change.',
    },
    address_closed: {
      formal: 'I am sorry, your order {order.name} has already left our warehouse[ with {shipment.carrier}], so we can no longer change its address.[ You may be able to redirect it here: {shipment.url}] I will ask the carrier what is still possible and write to you.',
      friendly: 'I am sorry, order {order.name} has already left us[ with {shipment.carrier}], so I cannot change the address any more.[ You may be able to redirect it here: {shipment.url}] I will ask the carrier what they can still do.',
      concise: 'Order {order.name} has already left us, so its address can no longer be changed here.[ You may be able to redirect it: {shipment.url}]',
    },
    cancel_open: {
      formal: 'Your order {order.name} ({order.items}) has not left our warehouse yet. I can cancel it; the amount in question is {order.total}. Please confirm that the whole order should be cancelled, and I will do so before it is packed.',
      friendly: 'No problem, order {order.name} has not left us yet. Just confirm that I should cancel all of it ({order.items}) and I will stop it before it is packed.',
      concise: 'Order {order.name} has not left us yet. Please confirm that I should cancel all of it.',
    },
    cancel_closed: {
      formal: 'I am sorry, your order {order.name} has already left our warehouse, so it can no longer be cancelled. You can return it once it has arrived.[ {article.passage}]',
      friendly: 'I am sorry, order {order.name} is already on the road, so I cannot stop it. You can send it back once it arrives.[ {article.passage}]',
      concise: 'Order {order.name} has already left us and cannot be cancelled; you can return it once it arrives.[ {article.passage}]',
    },
    return_coming: {
      formal: 'Thank you for sending the items of order {order.name} back. Your return is registered with us and not closed yet.[ {article.passage}] I will check whether the parcel has reached the warehouse and write to you.',
      friendly: 'Thank you for sending it back. Your return for order {order.name} is registered with us and still open.[ {article.passage}] I will check whether the parcel has arrived and let you know.',
      concise: 'Your return for order {order.name} is registered and still open.[ {article.passage}]',
    },
    refunded: {
      formal: 'For your order {order.name} we have refunded {order.refunded} so far.[ {article.passage}] If you expected more, please tell me which items you sent back, and I will compare them with what the warehouse received.',
      friendly: 'So far we have refunded {order.refunded} for your order {order.name}.[ {article.passage}] If something is missing, tell me what was in the box and I will check with the warehouse.',
      concise: 'We have refunded {order.refunded} for order {order.name}.[ {article.passage}] Tell me which items you are missing and I will check.',
    },
    return_window: {
      formal: 'Thank you for your message. {article.passage}[ For your order {order.name}, delivered on {shipment.delivered}, this means until {return.until}.][ Everything about it stands here: {article.url}]',
      friendly: 'Of course, here is how it works. {article.passage}[ Your order {order.name} arrived on {shipment.delivered}, so you have until {return.until}.][ You find the steps here: {article.url}]',
      concise: '{article.passage}[ For order {order.name} that is until {return.until}.][ Steps: {article.url}]',
    },
    shipping_answer: {
      formal: 'Thank you for asking about our delivery. {article.passage}[ All details are here: {article.url}]',
      friendly: 'Happy to explain! {article.passage}[ You can read the rest here: {article.url}]',
      concise: '{article.passage}[ More: {article.url}]',
    },
    product_answer: {
      formal: 'Thank you for your interest. {article.passage}[ You find all details here: {article.url}] I will gladly help you choose.',
      friendly: 'Good question! {article.passage}[ More about it here: {article.url}] Ask me anything else you want to know before you decide.',
      concise: '{article.passage}[ More: {article.url}]',
    },
    technical_answer: {
      formal: 'I am sorry that it does not work as it should. {article.passage}[ All steps are described here: {article.url}] Please tell me whether this helps; if it does not, we will find another way.',
      friendly: 'Sorry about that, let us get it going again. {article.passage}[ Here is the whole guide: {article.url}] Tell me how it went!',
      concise: 'Please try this: {article.passage}[ All steps: {article.url}]',
    },
    billing_answer: {
      formal: 'Thank you for bringing this to our attention. {article.passage}[ For your order {order.name} the amount is {order.total}.][ Further details are here: {article.url}] I will check the payment and write to you if anything differs.',
      friendly: 'Thanks for telling me, I understand that you want this to be clear. {article.passage}[ Your order {order.name} comes to {order.total}.][ More here: {article.url}]',
      concise: '{article.passage}[ Order {order.name}: {order.total}.][ More: {article.url}]',
    },
    general_answer: {
      formal: 'Thank you for writing to us. {article.passage}[ Further details are here: {article.url}]',
      friendly: 'Thanks for getting in touch! {article.passage}[ More here: {article.url}]',
      concise: '{article.passage}[ More: {article.url}]',
    },
  },
}
