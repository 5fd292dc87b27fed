const BOTH = /* GraphQL */ `
  fragment Both on MoneyBag { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }`
const CALCULATED = /* GraphQL */ `
  fragment Calculated on CalculatedOrder { id totalPriceSet { ...Both } totalOutstandingSet { ...Both } }
  ${BOTH}`

/** Whether an order can be edited, and by whom it was before: what an edit leaves behind. */
export const EDITS_DOCUMENT = /* GraphQL */ `
  query OrderEdits($id: ID!) {
    order(id: $id) {
      merchantEditable
      currentTotalPriceSet { ...Both }
      agreements(last: 100) { nodes { __typename id app { id } } }
    }
    currentAppInstallation { app { id } }
  }
  ${BOTH}`

export const EDIT_BEGIN_DOCUMENT = /* GraphQL */ `
  mutation BeginEdit($id: ID!) {
    orderEditBegin(id: $id) {
      calculatedOrder {
        ...Calculated
        lineItems(first: 250) { nodes { id title variantTitle quantity editableQuantity restockable } }
        shippingLines { id title stagedStatus price { ...Both } }
        originalOrder { shippingLines(first: 20) { nodes { id title originalPriceSet { ...Both } } } }
      }
      userErrors { field message }
    }
  }
  ${CALCULATED}`

export const EDIT_ADD_DOCUMENT = /* GraphQL */ `
  mutation AddToEdit($id: ID!, $variantId: ID!, $quantity: Int!) {
    orderEditAddVariant(id: $id, variantId: $variantId, quantity: $quantity, allowDuplicates: true) {
      calculatedOrder { ...Calculated }
      calculatedLineItem { title variantTitle originalUnitPriceSet { ...Both } }
      userErrors { field message }
    }
  }
  ${CALCULATED}`

export const EDIT_QUANTITY_DOCUMENT = /* GraphQL */ `
  mutation SetEditQuantity($id: ID!, $lineItemId: ID!, $quantity: Int!, $restock: Boolean!) {
    orderEditSetQuantity(id: $id, lineItemId: $lineItemId, quantity: $quantity, restock: $restock) {
      calculatedOrder { ...Calculated }
      userErrors { field message }
    }
  }
  ${CALCULATED}`

export const EDIT_SHIPPING_DOCUMENT = /* GraphQL */ `
  mutation AddEditShipping($id: ID!, $shippingLine: OrderEditAddShippingLineInput!) {
    orderEditAddShippingLine(id: $id, shippingLine: $shippingLine) { calculatedOrder { ...Calculated } userErrors { field message } }
  }
  ${CALCULATED}`

/** A line that was there before can only be taken out: Shopify changes those alone that this edit has added. */
export const EDIT_UNSHIP_DOCUMENT = /* GraphQL */ `
  mutation RemoveEditShipping($id: ID!, $shippingLineId: ID!) {
    orderEditRemoveShippingLine(id: $id, shippingLineId: $shippingLineId) { calculatedOrder { ...Calculated } userErrors { field message } }
  }
  ${CALCULATED}`

export const EDIT_COMMIT_DOCUMENT = /* GraphQL */ `
  mutation CommitEdit($id: ID!, $notifyCustomer: Boolean!, $staffNote: String!) {
    orderEditCommit(id: $id, notifyCustomer: $notifyCustomer, staffNote: $staffNote) { order { id } userErrors { field message } }
  }`

/** What can be put into an order, with what is there by place; needs `read_inventory`. */
export const VARIANTS_DOCUMENT = /* GraphQL */ `
  query Variants($query: String!) {
    productVariants(first: 10, query: $query) {
      nodes {
        id title sku price
        product { title }
        inventoryItem {
          tracked
          inventoryLevels(first: 10) { nodes { location { name } quantities(names: ["available"]) { quantity } } }
        }
      }
    }
    shop { currencyCode }
  }`
