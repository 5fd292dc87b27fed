import type { SeedArticle } from './types.ts'

const help = (slug: string) => `https://alderandpine.example/help/${slug}`

export const articlesEnReturns: SeedArticle[] = [
  {
    slug: 'returns',
    title: 'Returns: 45 days, free label',
    language: 'en',
    status: 'published',
    url: help('returns'),
    questions: ['how long do i have to return something', 'i want my money back', 'how do i send it back', 'who pays for the return label', 'can i return a used item'],
    body: `## The rule

**You can return anything unused within 45 days of delivery, and the label is free.** Trying on a jacket indoors or pitching a tent once in the living room does not count as use. Please leave the tags on.

## How to do it

1. Open the return page linked in your confirmation e-mail and choose the items.
2. Print the label, or let the shop assistant at the drop-off point scan the code.
3. Hand in the parcel within 10 days.

## What we cannot take back

Stoves that have been lit, items marked as final sale, and gift cards. If something is faulty the 45 days do not matter: see our warranty.`,
  },
  {
    slug: 'refund-times',
    title: 'When will I get my refund?',
    language: 'en',
    status: 'published',
    url: help('refund-times'),
    questions: ['when does my refund arrive', 'my bank does not see the refund', 'i returned it and still have no money', 'refund for a cancelled order', 'why was i only refunded part'],
    body: `## On our side

A return is refunded within 5 working days of reaching our warehouse. A cancelled order is refunded on the day it is cancelled. You receive an e-mail the moment the money leaves us.

## At your bank

**Banks need another 3 to 10 working days to show it.** Credit cards often list the refund under the date of the original purchase, so look there first. Some banks simply remove the old charge instead of adding a refund.

## Partial refunds

If you returned only some of the items, or used a discount code, we refund what you paid for those items. Shipping is refunded when the whole order comes back or when the mistake was ours.`,
  },
  {
    slug: 'exchanges',
    title: 'Exchange a size or a colour',
    language: 'en',
    status: 'published',
    url: help('exchanges'),
    questions: ['can i exchange it for another size', 'the jacket is too small', 'swap the colour of my order', 'exchange for a medium'],
    body: `## Quicker than a return

For another size or colour of the same product, choose **Exchange** on the return page. We put the new piece aside for you at once and send it as soon as the carrier has scanned your return, so you do not wait for it to reach us.

## Price and stock

An exchange costs nothing, and the price you paid stays the same even if it has gone up since. If your size is sold out we can put it on hold for you when the next delivery comes in, usually within three weeks, or refund you instead.

## Within 45 days

The same conditions as for returns apply: unused, tags on, within 45 days of delivery.`,
  },
  {
    slug: 'warranty',
    title: 'Our warranty',
    language: 'en',
    status: 'published',
    url: help('warranty'),
    questions: ['is there a warranty', 'my skillet is flaking', 'the zipper broke after a year', 'it stopped working after two months', 'replacement under warranty'],
    body: `## How long

- **Cast iron and enamel: for life**, for any fault in material or making.
- **Tents, packs, jackets and stoves: five years.**
- **Lanterns, headlamps and other electronics: two years.**

## What is covered

Everything that fails although it was used as intended. Chips from a fall, moth holes and scorched fabric are not covered, but write to us anyway: we repair most things at cost.

## How to claim

Send two photos, one of the whole piece and one of the fault, with your order number or the e-mail address you ordered with. No receipt is needed. We answer within two working days with a repair, a replacement or a refund, in this order.`,
  },
  {
    slug: 'charged-twice',
    title: 'I see two charges for one order',
    language: 'en',
    status: 'published',
    url: help('charged-twice'),
    questions: ['i was charged twice', 'double charge on my card', 'my payment was declined but i was charged', 'pending charge from alder and pine'],
    body: `## Most likely a reservation

When a first payment attempt is declined, for example because the postal code did not match, the bank may still reserve the amount. It looks like a charge, but no money has moved. **The bank releases it by itself within 3 to 7 working days.**

## How to tell

In your banking app a reservation is marked as pending. A real charge is marked as posted or completed and has a date.

## When both are posted

Write to us with the order number and the last four digits of the card, never the whole number. We compare both with our payment provider and refund a real double charge on the same day.`,
  },
  {
    slug: 'invoices',
    title: 'Invoices and receipts',
    language: 'en',
    status: 'published',
    url: help('invoices'),
    questions: ['i need an invoice', 'invoice with our company name', 'where is my receipt', 'vat invoice'],
    body: `## Download it yourself

Every confirmation e-mail has a link **View your order**. On that page choose *Download invoice*. It works without an account as well.

## For a company

If the invoice should carry a company name and tax number, send us the order number, the registered name, the address and the tax number. We send a corrected invoice as a PDF within one working day.

## After the end of a quarter

We can correct invoices of the current and the previous quarter. For older ones please ask your accountant first whether a note to the original is enough.`,
  },
]
