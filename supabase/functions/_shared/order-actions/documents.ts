const MONEY = /* GraphQL */ `
  fragment Both on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }`

/**
 * All that any action has to know of an order, asked for when an agent opens the actions and before one is sent: 126 requested points
 * with 50 lines.
 */
export const ACTION_ORDER_DOCUMENT = /* GraphQL */ `
  query ActionOrder($id: ID!, $lines: Int!) {
    order(id: $id) {
      id name email cancelledAt currencyCode presentmentCurrencyCode displayFinancialStatus displayFulfillmentStatus returnStatus
      customer { id defaultEmailAddress { emailAddress } defaultPhoneNumber { phoneNumber } }
      totalPriceSet { ...Both }
      netPaymentSet { ...Both }
      totalOutstandingSet { ...Both }
      shippingLines(first: 20) { nodes { id title originalPriceSet { ...Both } } }
      note tags
      lineItems(first: $lines) {
        nodes { id title variantTitle quantity refundableQuantity unfulfilledQuantity originalUnitPriceSet { ...Both } }
        pageInfo { hasNextPage }
      }
      fulfillments(first: 20) {
        status createdAt deliveredAt location { id name }
        fulfillmentLineItems(first: $lines) { nodes { quantity lineItem { id } } }
      }
      fulfillmentOrders(first: 10) {
        nodes {
          id status assignedLocation { name location { id } }
          fulfillmentHolds { id handle heldByRequestingApp }
          lineItems(first: $lines) { nodes { remainingQuantity lineItem { id } } }
        }
      }
      transactions(first: 50) {
        id kind status gateway formattedGateway amountSet { ...Both } parentTransaction { id }
        paymentDetails { ... on CardPaymentDetails { company number } }
      }
      shippingAddress { firstName lastName name address1 address2 city provinceCode countryCodeV2 zip }
      suggestedRefund(refundShipping: true) { shipping { maximumRefundableSet { ...Both } } }
    }
  }
  ${MONEY}`

/** What Shopify makes of lines and shipping that are to be refunded: discounts and taxes, to the cent. */
export const SUGGESTED_REFUND_DOCUMENT = /* GraphQL */ `
  query SuggestedRefund($id: ID!, $lines: [RefundLineItemInput!], $shipping: Money) {
    order(id: $id) {
      suggestedRefund(refundLineItems: $lines, shippingAmount: $shipping) {
        amountSet { ...Both }
        maximumRefundableSet { ...Both }
        shipping { amountSet { ...Both } maximumRefundableSet { ...Both } }
        refundLineItems { quantity lineItem { id } subtotalSet { ...Both } totalTaxSet { ...Both } }
      }
    }
  }
  ${MONEY}`

export const REFUND_DOCUMENT = /* GraphQL */ `
  mutation Refund($input: RefundInput!, $idempotencyKey: String!) {
    refundCreate(input: $input) @idempotent(key: $idempotencyKey) { refund { id } userErrors { field message } }
  }`

/** Whether a refund with our mark is there: the world's word after an answer was lost. */
export const REFUNDS_DOCUMENT = /* GraphQL */ `
  query Refunds($id: ID!) { order(id: $id) { refunds(first: 250) { id note } } }`

/** Every payment back of an order, by refund. */
export const PAYOUT_DOCUMENT = /* GraphQL */ `
  query Payout($id: ID!) {
    order(id: $id) {
      refunds(first: 100) {
        id note createdAt
        transactions(first: 10) { nodes { kind status amountSet { ...Both } } }
      }
    }
  }
  ${MONEY}`

export const CANCEL_DOCUMENT = /* GraphQL */ `
  mutation CancelOrder(
    $orderId: ID!, $reason: OrderCancelReason!, $restock: Boolean!, $refundMethod: OrderCancelRefundMethodInput,
    $notifyCustomer: Boolean, $staffNote: String
  ) {
    orderCancel(
      orderId: $orderId, reason: $reason, restock: $restock, refundMethod: $refundMethod,
      notifyCustomer: $notifyCustomer, staffNote: $staffNote
    ) {
      jobResult { id done status errors { message } }
      orderCancelUserErrors { field message code }
    }
  }`

export const CANCELLATION_DOCUMENT = /* GraphQL */ `
  query Cancellation($id: ID!, $job: ID!, $hasJob: Boolean!) {
    order(id: $id) { cancelledAt cancellation { staffNote } }
    node(id: $job) @include(if: $hasJob) { ... on OrderCancelJobResult { done status errors { message } } }
  }`

export const DISCOUNT_DOCUMENT = /* GraphQL */ `
  mutation CreateDiscount($discount: DiscountCodeBasicInput!) {
    discountCodeBasicCreate(basicCodeDiscount: $discount) { codeDiscountNode { id } userErrors { field message code } }
  }`

export const DISCOUNT_BY_CODE_DOCUMENT = /* GraphQL */ `
  query DiscountByCode($code: String!) {
    codeDiscountNodeByCode(code: $code) { id codeDiscount { ... on DiscountCodeBasic { tags } } }
  }`

/** Whether a code of ours can be switched off: `asyncUsageCount` comes a little late. */
export const DISCOUNT_USE_DOCUMENT = /* GraphQL */ `
  query DiscountUse($code: String!) {
    codeDiscountNodeByCode(code: $code) { id codeDiscount { ... on DiscountCodeBasic { status tags asyncUsageCount } } }
  }`

export const DEACTIVATE_DISCOUNT_DOCUMENT = /* GraphQL */ `
  mutation DeactivateDiscount($id: ID!) {
    discountCodeDeactivate(id: $id) { codeDiscountNode { id } userErrors { field message code } }
  }`

export const HOLD_DOCUMENT = /* GraphQL */ `
  mutation Hold($id: ID!, $hold: FulfillmentOrderHoldInput!) {
    fulfillmentOrderHold(id: $id, fulfillmentHold: $hold) { fulfillmentHold { id } userErrors { field message code } }
  }`

export const RELEASE_DOCUMENT = /* GraphQL */ `
  mutation Release($id: ID!, $holdIds: [ID!]!) {
    fulfillmentOrderReleaseHold(id: $id, holdIds: $holdIds) { fulfillmentOrder { id } userErrors { field message code } }
  }`

export const ADDRESS_DOCUMENT = /* GraphQL */ `
  mutation ChangeAddress($input: OrderInput!) { orderUpdate(input: $input) { order { id } userErrors { field message } } }`

export const SHOP_CURRENCY_DOCUMENT = /* GraphQL */ `
  query ShopCurrency { shop { currencyCode } }`
