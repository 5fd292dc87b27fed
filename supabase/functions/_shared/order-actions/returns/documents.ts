/**
 * What can come back, parcel by parcel, and the shop's library of reasons: 283 requested points with 50 lines, asked for when a return
 * is opened.
 */
export const RETURNABLES_DOCUMENT = /* GraphQL */ `
  query Returnables($id: ID!, $lines: Int!) {
    returnableFulfillments(orderId: $id, first: 10) {
      nodes {
        fulfillment { id createdAt deliveredAt }
        returnableFulfillmentLineItems(first: $lines) {
          nodes {
            quantity
            fulfillmentLineItem {
              id
              lineItem {
                id title variantTitle
                product { productType tags }
                suggestedReturnReasonDefinitions(first: 5) { nodes { id } }
              }
            }
          }
        }
      }
    }
    returnReasonDefinitions(first: 250, query: "deleted:false") { nodes { id handle name } }
  }`

export const RETURN_REASONS_DOCUMENT = /* GraphQL */ `
  query ReturnReasons { returnReasonDefinitions(first: 250, query: "deleted:false") { nodes { id handle name } } }`

export const RETURN_DOCUMENT = /* GraphQL */ `
  mutation OpenReturn($input: ReturnInput!) {
    returnCreate(returnInput: $input) { return { id name } userErrors { field message code } }
  }`

/** Whether a return with our mark is there: the world's word after an answer was lost. */
export const RETURN_MARKS_DOCUMENT = /* GraphQL */ `
  query ReturnMarks($id: ID!) {
    order(id: $id) {
      returns(first: 50, reverse: true) { nodes { id name returnLineItems(first: 1) { nodes { returnReasonNote } } } }
    }
  }`

const RETURN = /* GraphQL */ `
  fragment Both on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
  fragment Coming on Return {
    id name status
    order { id }
    returnShippingFees { amountSet { ...Both } }
    returnLineItems(first: $lines) {
      nodes {
        id quantity processableQuantity processedQuantity
        ... on ReturnLineItem { restockingFee { percentage } fulfillmentLineItem { id lineItem { id title variantTitle } } }
      }
    }
    reverseFulfillmentOrders(first: 2) {
      nodes {
        id status
        lineItems(first: $lines) { nodes { id fulfillmentLineItem { id } } }
        reverseDeliveries(first: 2) {
          nodes { id deliverable { ... on ReverseDeliveryShippingDeliverable { label { publicFileUrl } tracking { number } } } }
        }
      }
    }
    refunds(first: 20) { nodes { id note totalRefundedSet { ...Both } } }
  }`

/** One return with all that its actions have to know: 42 requested points with 50 lines. */
export const RETURN_STATE_DOCUMENT = /* GraphQL */ `
  query ReturnState($id: ID!, $lines: Int!) { return(id: $id) { ...Coming } }
  ${RETURN}`

/** The returns of an order that are on their way, the newest first. */
export const OPEN_RETURNS_DOCUMENT = /* GraphQL */ `
  query OpenReturns($id: ID!, $lines: Int!) { order(id: $id) { returns(first: 5, reverse: true, query: "status:OPEN") { nodes { ...Coming } } } }
  ${RETURN}`

/** What Shopify makes of units that came back: discounts, taxes and the return's fees, to the cent. */
export const OUTCOME_DOCUMENT = /* GraphQL */ `
  query ReturnOutcome($id: ID!, $lines: [SuggestedOutcomeReturnLineItemInput!]!, $shipping: RefundShippingInput) {
    return(id: $id) {
      suggestedFinancialOutcome(returnLineItems: $lines, exchangeLineItems: [], refundShipping: $shipping) {
        discountedSubtotal { ...Both }
        totalTax { ...Both }
        shipping { amountSet { ...Both } maximumRefundableSet { ...Both } }
        financialTransfer {
          __typename
          ... on RefundReturnOutcome { amount { ...Both } }
          ... on InvoiceReturnOutcome { amount { ...Both } }
        }
      }
    }
  }
  fragment Both on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }`

export const PROCESS_DOCUMENT = /* GraphQL */ `
  mutation ProcessReturn($input: ReturnProcessInput!) { returnProcess(input: $input) { return { id } userErrors { field message code } } }`

export const CLOSE_RETURN_DOCUMENT = /* GraphQL */ `
  mutation CloseReturn($id: ID!) { returnClose(id: $id) { return { id status } userErrors { field message code } } }`

export const LABEL_DOCUMENT = /* GraphQL */ `
  mutation GiveLabel($id: ID!, $tracking: ReverseDeliveryTrackingInput, $label: ReverseDeliveryLabelInput, $notify: Boolean!) {
    reverseDeliveryCreateWithShipping(
      reverseFulfillmentOrderId: $id, reverseDeliveryLineItems: [], trackingInput: $tracking, labelInput: $label, notifyCustomer: $notify
    ) {
      reverseDelivery { id deliverable { ... on ReverseDeliveryShippingDeliverable { label { publicFileUrl } } } }
      userErrors { field message code }
    }
  }`

export const STAGED_LABEL_DOCUMENT = /* GraphQL */ `
  mutation StageLabel($input: [StagedUploadInput!]!) {
    stagedUploadsCreate(input: $input) { stagedTargets { url resourceUrl parameters { name value } } userErrors { field message } }
  }`
