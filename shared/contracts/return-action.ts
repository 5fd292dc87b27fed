import { z } from 'zod'
import { LabelParcel } from './label-settings.ts'
import { Money } from './money.ts'
import { Gid, PayBack } from './order-action-parts.ts'

const Units = z.number().int().min(1).max(1_000)
/**
 * Units that are to come back, each with a reason of the shop's library; `itemId` is the unit of a parcel, not of the order. Who
 * knows only the order's lines names those, and for all of them the handle of a reason and a note, of which the shop takes 150 characters.
 */
export const OpenReturn = z.object({
  do: z.literal('return'),
  lines: z.array(z.union([
    z.object({ itemId: Gid, quantity: Units, reasonId: Gid, note: z.string().trim().max(150).default('') }),
    z.object({ lineId: Gid, quantity: Units }),
  ])).max(50),
  reason: z.string().trim().min(1).max(100).optional(),
  note: z.string().trim().max(300).optional(),
  /** Without the fees of the policy: an exception. */
  waivesFees: z.boolean().default(false),
})

// Whether it may be http is the shop's to say; nothing else is a link.
const Web = z.url({ protocol: /^https?$/ }).max(2_000)
/** The label that the goods travel with: a file or page that is there already, told to the shop. */
export const ReturnLabel = z.object({
  do: z.literal('return_label'),
  returnId: Gid,
  label: z.discriminatedUnion('by', [
    z.object({
      by: z.literal('link'),
      url: Web,
      trackingNumber: z.string().trim().max(60).default(''),
      trackingUrl: Web.nullable().default(null),
    }),
    /** From the customer to the shop, at the provider's lowest price for this parcel; what is not said of it is as in the settings. */
    LabelParcel.partial().extend({ by: z.literal('buy') }),
  ]),
  tellsCustomer: z.boolean().default(false),
})

/** What came back, where it goes, and what the customer gets for it; a return all of whose units are processed is closed. */
export const ProcessReturn = z.object({
  do: z.literal('return_process'),
  returnId: Gid,
  lines: z.array(z.object({ lineId: Gid, quantity: z.number().int().min(1).max(1_000), isRestocked: z.boolean() })).max(50),
  shippingMinor: z.number().int().min(0).max(100_000_000_00).default(0),
  payBack: PayBack.default('original'),
  tellsCustomer: z.boolean().default(true),
})

/** Why the policy speaks against a line: it is an exception, which a second person allows. */
export const ReturnObjection = z.discriminatedUnion('is', [
  z.object({ is: z.literal('late'), days: z.number().int(), allowed: z.number().int() }),
  /** `by` is the product's tag or type that says so. */
  z.object({ is: z.literal('final_sale'), by: z.string() }),
  z.object({ is: z.literal('photo') }),
  z.object({ is: z.literal('reason') }),
])
export type ReturnObjection = z.infer<typeof ReturnObjection>

export const RETURN_EFFECTS = [
  /** `percent`: the restocking fee. */
  z.object({ is: z.literal('comes_back'), title: z.string(), quantity: z.number().int(), reason: z.string(), percent: z.number().int() }),
  z.object({ is: z.literal('allowed'), title: z.string() }),
  z.object({ is: z.literal('objection'), title: z.string(), why: ReturnObjection }),
  z.object({ is: z.literal('label_fee'), amount: Money }),
  z.object({ is: z.literal('label_free') }),
  z.object({ is: z.literal('fees_waived') }),
  z.object({ is: z.literal('label'), number: z.string() }),
  z.object({ is: z.literal('label_bought'), carrier: z.string(), service: z.string(), cost: Money }),
  z.object({ is: z.literal('received'), title: z.string(), quantity: z.number().int(), place: z.string().nullable() }),
  z.object({ is: z.literal('fee_kept'), amount: Money }),
  z.object({ is: z.literal('return_closed') }),
] as const
export type ReturnEffect = z.infer<typeof RETURN_EFFECTS[number]>

export const RETURN_REFUSALS = [
  'not_returnable',
  'reason_unknown',
  'note_needed',
  'return_closed',
  'labelled_already',
  'several_parcels',
  'customer_owes',
  'no_label_provider',
  'no_label_address',
  'no_label_offer',
  'label_too_dear',
] as const

const Words = z.array(z.string().trim().min(1).max(100)).max(50)
/**
 * What the shop takes back, besides the window. Reasons are handles of Shopify's library. Fees are not asked for where the shop is
 * to blame; `labelFeeMinor` is in the policy's currency.
 */
export const ReturnRules = z.object({
  finalTags: Words,
  finalTypes: Words,
  photoReasons: Words,
  approvalReasons: Words,
  faultReasons: Words,
  restockingPercent: z.number().int().min(0).max(100),
  labelPaidBy: z.enum(['shop', 'customer']),
  labelFeeMinor: z.number().int().min(0).max(100_000_00),
  /** A label may cost so much; null is without limit. */
  labelMostMinor: z.number().int().min(0).max(100_000_00).nullable().default(2_000),
})
export type ReturnRules = z.infer<typeof ReturnRules>

export const DEFAULT_RETURN_RULES: ReturnRules = {
  finalTags: ['final-sale'],
  finalTypes: [],
  photoReasons: ['defective', 'damaged'],
  approvalReasons: [],
  faultReasons: ['defective', 'damaged', 'wrong-item', 'not-as-described', 'arrived-late'],
  restockingPercent: 0,
  labelPaidBy: 'shop',
  labelFeeMinor: 0,
  labelMostMinor: 2_000,
}

const Reason = z.object({ id: z.string(), handle: z.string(), name: z.string() })
export type ReturnReason = z.infer<typeof Reason>
/** `GET /order-actions/:accountId/return-reasons`: the shop's own library, in its language. */
export const ReturnReasons = z.object({ reasons: z.array(Reason) })
export type ReturnReasons = z.infer<typeof ReturnReasons>

/** What is on its way: `GET /order-actions/:accountId/:conversationId/open-returns?id=`. */
export const OpenReturns = z.object({
  /** What a label's form begins with, where somebody sells labels to the shop. */
  buys: LabelParcel.nullable(),
  returns: z.array(z.object({
    id: z.string(),
    name: z.string(),
    lines: z.array(z.object({
      id: z.string(),
      title: z.string(),
      quantity: z.number().int(),
      left: z.number().int(),
      percent: z.number(),
    })),
    fee: Money.nullable(),
    label: z.object({ url: z.string().nullable(), number: z.string().nullable() }).nullable(),
  })),
})
export type OpenReturns = z.infer<typeof OpenReturns>

/** `POST /order-actions/:accountId/:conversationId/labels` takes a PDF, and answers where the shop keeps it for a while. */
export const UploadedLabel = z.object({ url: z.string() })

/** What of an order can come back: `GET /order-actions/:accountId/:conversationId/returns?id=`. */
export const ReturnDesk = z.object({
  items: z.array(z.object({
    id: z.string(),
    title: z.string(),
    /** So many can still come back. */
    quantity: z.number().int(),
    /** Days since it arrived, or since it left where the carrier does not say that it arrived. */
    daysSince: z.number().int().nullable(),
    isDelivered: z.boolean(),
    /** What speaks against any reason. */
    objections: z.array(ReturnObjection),
    suggested: z.array(z.string()),
  })),
  reasons: z.array(Reason.extend({ needsPhoto: z.boolean(), needsSecond: z.boolean(), isFault: z.boolean() })),
  hasPhoto: z.boolean(),
  /** The policy asks for money, so that one could waive it. */
  hasFees: z.boolean(),
})
export type ReturnDesk = z.infer<typeof ReturnDesk>
