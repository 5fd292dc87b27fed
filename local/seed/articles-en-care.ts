import type { SeedArticle } from './types.ts'

const help = (slug: string) => `https://alderandpine.example/help/${slug}`

export const articlesEnCare: SeedArticle[] = [
  {
    slug: 'ember-lantern-charging',
    title: 'Ember lantern: charging and reset',
    language: 'en',
    status: 'published',
    url: help('ember-lantern-charging'),
    questions: ['my lantern will not charge', 'lantern blinks red three times', 'how do i reset the ember lantern', 'lantern does not turn on'],
    body: `## Three red blinks

The battery protects itself. It does so below 0 °C, or when a laptop charger offers it more than 30 W.

## Reset in a minute

1. Let the lantern warm up indoors for an hour.
2. Unplug it and **hold the power button for 10 seconds** until the ring blinks white once.
3. Charge it from a phone charger or a computer port with the cable from the box.

The ring glows amber while it charges and green when it is full, after about three hours.

## If that does not help

Electronics have a two-year warranty. Send us a short film of the blinking with your order number and we will replace the lantern.`,
  },
  {
    slug: 'waymark-headlamp',
    title: 'Waymark headlamp: light modes, water, reset',
    language: 'en',
    status: 'published',
    url: help('waymark-headlamp'),
    questions: ['headlamp keeps flickering', 'is the headlamp waterproof', 'headlamp turns off by itself', 'how to reset the headlamp'],
    body: `## Modes

A short press changes between near, far and red light. Hold the button to dim. The lamp burns 6 hours at full light and 90 hours at the lowest.

## Rain

The housing keeps out splashing water from all sides (IPX4). It does not survive a bath. After heavy rain open the rubber flap and let the port dry for a night, otherwise moisture makes the light flicker.

## Reset

**Hold the button for 8 seconds** while the lamp is plugged in. It answers with two short flashes. If it still goes out by itself after a full charge, that is a fault, and our two-year warranty applies.`,
  },
  {
    slug: 'kindling-stove',
    title: 'Kindling stove: ignition and care',
    language: 'en',
    status: 'published',
    url: help('kindling-stove'),
    questions: ['stove does not light', 'no spark when i press the button', 'which gas fits the kindling stove', 'clean the stove'],
    body: `## No spark

Close the gas first. Press the igniter and look at the tip: the spark should jump about 4 mm to the burner. Bend the wire gently with a wooden stick if the gap is wider, and wipe tip and burner dry. **A stove can always be lit with a match while you wait for a part.**

## Gas

Any threaded cartridge to EN 417 fits. Screw it on by hand, never with tools, and only outdoors.

## Warranty

The igniter is covered for five years like the whole stove. We send the small part by letter; changing it takes one screw and two minutes.`,
  },
  {
    slug: 'tamarack-temperature',
    title: 'Tamarack sleeping bag: how warm, how long',
    language: 'en',
    status: 'published',
    url: help('tamarack-temperature'),
    questions: ['what temperature is the sleeping bag rated for', 'is the tamarack warm enough for freezing nights', 'does the long fit someone 6 foot 2', 'i sleep cold which bag'],
    body: `## Temperature

The Tamarack is tested to EN ISO 23537. **Comfort is -2 °C (28 °F), the limit is -7 °C (19 °F).** If you sleep cold, plan with the comfort figure and add a liner, which brings about 4 °C more. In damp air the synthetic filling keeps its warmth better than down.

## Length

| Size | Fits up to | Weight |
|---|---|---|
| Regular | 183 cm (6'0") | 1.35 kg |
| Long | 198 cm (6'6") | 1.48 kg |

## Washing

Front-loading machine, 30 °C, mild soap, no softener. Dry flat or on low heat with two tennis balls.`,
  },
  {
    slug: 'trillium-daypack',
    title: 'Trillium daypack: laptop, rain, fit',
    language: 'en',
    status: 'published',
    url: help('trillium-daypack'),
    questions: ['does the daypack fit a laptop', 'is the trillium waterproof', 'does it come with a rain cover', 'can i take it as hand luggage'],
    body: `## What goes in

22 litres, with a padded sleeve for a laptop of up to 14 inches, a pocket for a bottle on each side and a loop for an axe or a poster tube. It measures 46 × 28 × 16 cm and passes as hand luggage with most airlines.

## Rain

The waxed canvas sheds a shower of half an hour. **A rain cover is included**: you find it in the small pocket at the bottom.

## Fit

The straps suit backs between 40 and 52 cm. Brush it clean, never machine-wash it, and rub in a little wax once a year.`,
  },
  {
    slug: 'cast-iron-care',
    title: 'Cast iron: use, induction, seasoning',
    language: 'en',
    status: 'published',
    url: help('cast-iron-care'),
    questions: ['does the skillet work on induction', 'can i put the skillet in the oven', 'how do i season cast iron', 'the coating is flaking'],
    body: `## Every stove

The Cedar skillet works on gas, electric, ceramic and **induction** hobs, over embers and in the oven up to 260 °C, handle included. The handle gets as hot as the pan: use a cloth.

## Seasoning

It arrives ready to use. After cooking rinse with hot water, dry on the stove and rub in a thin film of oil. Too much oil is the usual cause of flakes.

## Flaking

Scrub the spot with coarse salt, oil it thinly and bake it upside down for an hour at 230 °C. If flakes return after two rounds, the seasoning was faulty: cast iron is covered for life.`,
  },
  {
    slug: 'our-shop',
    title: 'Visit our shop, or call us',
    language: 'en',
    status: 'published',
    url: help('our-shop'),
    questions: ['do you have a store', 'opening hours on sunday', 'can i pick up my order', 'what is your phone number', 'talk to a person'],
    body: `## The shop in Portland

1140 Alder Street, Portland, Oregon. **Open Thursday to Sunday, 10 am to 6 pm.** You can touch everything we sell, and the coffee is free. Orders can be picked up there: choose *Pick up in the shop* at checkout.

## By telephone

+1 503 555 0100, Monday to Friday, 9 am to 5 pm Pacific. Outside these hours write to us; on working days we answer within the hour.

## Elsewhere

We have no other shops yet. In Europe a few partners carry our enamel and blankets; ask us for the nearest.`,
  },
  {
    slug: 'trade-customers',
    title: 'Wholesale and trade',
    language: 'en',
    status: 'draft',
    url: null,
    questions: ['who handles wholesale', 'we would like to carry your products', 'trade discount'],
    body: `## Who can order

Shops, guides, huts and hotels with a tax number. Write to us with the company name, the country and what you would like to carry. Tom, who looks after the trade desk, answers within two working days.

## Conditions

The first order is from $500 or €450 net, later ones from half of that. Enamel comes in boxes of twelve, blankets in boxes of six. Payment is by invoice within 30 days after the second order.

## Delivery

Trade parcels leave once a week, on Tuesday. They travel insured and with a note of the number of boxes, so please count before you sign.`,
  },
]
