const ORDER = /* GraphQL */ `
  fragment PanelOrder on Order {
    id legacyResourceId name createdAt updatedAt cancelledAt email note tags subtotalLineItemsQuantity
    displayFinancialStatus displayFulfillmentStatus returnStatus
    totalPriceSet { presentmentMoney { amount currencyCode } }
    currentTotalPriceSet { presentmentMoney { amount currencyCode } }
    totalRefundedSet { presentmentMoney { amount currencyCode } }
    customer { id }
    shippingAddress { name city province country zip }
    lineItems(first: 5) {
      nodes {
        id title variantTitle sku quantity
        originalUnitPriceSet { presentmentMoney { amount currencyCode } }
        image { url(transform: { maxWidth: 128, maxHeight: 128 }) }
      }
      pageInfo { hasNextPage }
    }
    fulfillments(first: 3) {
      id displayStatus createdAt deliveredAt estimatedDeliveryAt
      trackingInfo(first: 1) { company number url }
      events(first: 1, reverse: true) { nodes { message happenedAt city } }
    }
  }`

const PERSON = /* GraphQL */ `
  fragment Person on Customer {
    id displayName tags locale createdAt numberOfOrders
    amountSpent { amount currencyCode }
    defaultEmailAddress { emailAddress }
    defaultPhoneNumber { phoneNumber }
  }`

const CUSTOMER = /* GraphQL */ `
  fragment PanelCustomer on Customer {
    ...Person
    orders(first: 5, sortKey: CREATED_AT, reverse: true) { nodes { ...PanelOrder } }
  }`

/**
 * Everything a panel opens with, in one call: the customers of the e-mail address and of the phone number, and the guest
 * orders of the address. 158 requested points when all of it is asked for, 50 more for the orders a text names.
 */
export const PANEL_DOCUMENT = /* GraphQL */ `
  query Panel($email: String!, $phone: String!, $guests: String!, $hasEmail: Boolean!, $hasPhone: Boolean!) {
    currentAppInstallation { accessScopes { handle } }
    byEmail: customerByIdentifier(identifier: { emailAddress: $email }) @include(if: $hasEmail) { ...PanelCustomer }
    byPhone: customerByIdentifier(identifier: { phoneNumber: $phone }) @include(if: $hasPhone) { ...PanelCustomer }
    guests: orders(first: 5, query: $guests, sortKey: CREATED_AT, reverse: true) @include(if: $hasEmail) { nodes { ...PanelOrder } }
  }
  ${CUSTOMER}
  ${PERSON}
  ${ORDER}`

/** Who writes, without their orders: cheap enough to ask of every new conversation (6 points). */
export const PERSON_DOCUMENT = /* GraphQL */ `
  query Person($email: String!, $phone: String!, $hasEmail: Boolean!, $hasPhone: Boolean!) {
    byEmail: customerByIdentifier(identifier: { emailAddress: $email }) @include(if: $hasEmail) { ...Person }
    byPhone: customerByIdentifier(identifier: { phoneNumber: $phone }) @include(if: $hasPhone) { ...Person }
  }
  ${PERSON}`

/** Orders by name: looked for only when the text names one that the customer's latest do not include. */
export const NAMED_ORDERS_DOCUMENT = /* GraphQL */ `
  query NamedOrders($query: String!) {
    orders(first: 5, query: $query, sortKey: CREATED_AT, reverse: true) { nodes { ...PanelOrder } }
  }
  ${ORDER}`

export const GRANTED_SCOPES_DOCUMENT = /* GraphQL */ `
  query GrantedScopes { currentAppInstallation { accessScopes { handle } } }`
