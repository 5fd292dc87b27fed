import type { SeedArticle } from './types.ts'

const help = (slug: string) => `https://alderandpine.example/help/${slug}`

export const articlesEnOrders: SeedArticle[] = [
  {
    slug: 'where-is-my-order',
    title: 'Where is my order?',
    language: 'en',
    status: 'published',
    url: help('where-is-my-order'),
    questions: ['where is my order', 'has my order shipped yet', 'my tracking has not moved for days', 'when will my package arrive', 'how do i track my parcel'],
    body: `## Follow your parcel

We pack orders on working days. An order placed before 2 pm Pacific leaves the same day, any other leaves the next working day. As soon as the label is scanned you receive an e-mail with the tracking number.

## When tracking stands still

A parcel can travel for three or four days without a scan, above all over a weekend or through bad weather. It is still moving.

**Write to us when the expected day has passed and there has been no scan for five working days.** We then ask the carrier to trace it. A trace takes up to two working days. If the parcel cannot be found we send a new one or refund you, whichever you prefer.

## When there is no tracking number

The order has not been packed yet. The Ridgeline tent in Sand and the Oat blanket come from a second warehouse and can need two more days.`,
  },
  {
    slug: 'delivered-but-not-here',
    title: 'Tracking says delivered, but nothing is here',
    language: 'en',
    status: 'published',
    url: help('delivered-but-not-here'),
    questions: ['it says delivered but i never got it', 'package delivered to the wrong person', 'tracking says left with individual', 'who signed for my parcel', 'my package was stolen'],
    body: `## First, the usual places

Carriers sometimes scan a parcel as delivered a few hours early. Please wait until the end of the next working day, and meanwhile look behind the bins, in the parcel box and at the reception, and ask the neighbours.

## Then write to us

Send us your order number and, if you live in a shared building, the name on the door. We ask the carrier for the delivery photo, the position of the scan and the name of the person who took it. **They answer within two working days.**

## If it stays lost

You will not be left out of pocket. When the carrier cannot show that the parcel reached your address we send the order again at no cost, or refund it in full. We only ask you to confirm in writing that it has not turned up.`,
  },
  {
    slug: 'shipping-times-and-costs',
    title: 'Shipping times and costs',
    language: 'en',
    status: 'published',
    url: help('shipping-times-and-costs'),
    questions: ['how much is shipping', 'do you ship to austria', 'how long does delivery take', 'is there free shipping', 'do you have express delivery'],
    body: `## What it costs and how long it takes

| To | Standard | Free from | Working days |
|---|---|---|---|
| United States | $6.50 | $75 | 3 to 6 |
| Canada | CA$12.00 | CA$120 | 5 to 9 |
| European Union | €5.90 | €70 | 4 to 7 |

**Express** within the United States takes two working days and costs $18.00. Choose it at checkout before noon Pacific.

## Where we ship

We deliver to every state of the US, to Canada except for a few northern postal codes, and to all countries of the European Union, including Austria, Germany, Spain and France. Parcels for Europe leave from our partner warehouse in Zaragoza.

We cannot ship stoves by air. They always travel by road, which adds a day or two.`,
  },
  {
    slug: 'change-or-cancel-an-order',
    title: 'Change or cancel an order',
    language: 'en',
    status: 'published',
    url: help('change-or-cancel-an-order'),
    questions: ['can you change the shipping address', 'i used my old address', 'cancel my order please', 'add another item to my order', 'i ordered the wrong size'],
    body: `## As long as it is not packed

Until an order is packed we can change almost anything: the address, the size or colour, the number of items, or cancel it. Write to us with the order number and what should change. Orders placed before 2 pm Pacific are usually packed the same afternoon, so the sooner the better.

## Once it is on its way

**We cannot redirect a parcel that has left us.** With most carriers you can choose a pick-up point or another day yourself, through the link in the shipping e-mail. If the address was wrong the parcel comes back to us, and we send it out again as soon as you confirm the right one.

## Cancelled orders

An order that is cancelled before packing is refunded in full on the same day, to the card or account you paid with.`,
  },
  {
    slug: 'duties-and-taxes',
    title: 'Duties and taxes',
    language: 'en',
    status: 'published',
    url: help('duties-and-taxes'),
    questions: ['do i have to pay customs', 'are duties included', 'the courier asks me for import tax', 'is vat included in the price'],
    body: `## Nothing to pay at the door

For Canada and the European Union, duties and taxes are part of the price you see at checkout. **We pay them for you**, so the carrier must not ask you for money at the door.

## If a carrier asks anyway

It happens when paperwork is separated from the parcel. Please do not pay. Take a photo of the notice, send it to us with your order number, and we will settle it with the carrier the same day. If you have already paid, keep the receipt: we refund the amount in full.

## Customs checks

A check usually takes one to three working days. We cannot hurry it, but we can see when the parcel is released and will tell you.`,
  },
  {
    slug: 'damaged-parcel',
    title: 'My parcel arrived damaged',
    language: 'en',
    status: 'published',
    url: help('damaged-parcel'),
    questions: ['my mug arrived broken', 'the box was damaged', 'an item is missing from my parcel', 'i received the wrong item'],
    body: `## Please take two photos

One of the damage, one of the shipping label. Send both within 14 days of delivery. **You do not have to send anything back first**, and you need not keep the whole box once the photos are taken.

## What happens next

We replace the damaged piece from the next day's packing, or refund it if it is sold out or you would rather have the money. You choose.

## Missing or wrong items

Large orders often travel in two boxes. If your tracking shows only one of them as delivered, the other is a day or two behind. If something really is missing, or you received something you did not order, write to us and we put it right at our cost.`,
  },
]
