/** What the lines of an order are of, and how many are there by place; needs `read_inventory`. */
export const REPLACEABLE_LINES_DOCUMENT = /* GraphQL */ `
  query ReplaceableLines($id: ID!, $lines: Int!) {
    order(id: $id) {
      lineItems(first: $lines) {
        nodes {
          id
          variant {
            id inventoryQuantity
            inventoryItem {
              tracked
              inventoryLevels(first: 10) { nodes { location { name } quantities(names: ["available"]) { quantity } } }
            }
          }
        }
      }
    }
  }`

/** What a draft would cost; nothing is kept of it. */
export const DRAFT_CALCULATE_DOCUMENT = /* GraphQL */ `
  mutation CalculateDraft($input: DraftOrderInput!) {
    draftOrderCalculate(input: $input) {
      calculatedDraftOrder { totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } } }
      userErrors { field message }
    }
  }`

const DRAFT = /* GraphQL */ `
  fragment Draft on DraftOrder {
    id status ready
    totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
    order { id name }
  }`

export const DRAFT_CREATE_DOCUMENT = /* GraphQL */ `
  mutation CreateDraft($input: DraftOrderInput!) { draftOrderCreate(input: $input) { draftOrder { ...Draft } userErrors { field message } } }
  ${DRAFT}`

export const DRAFT_COMPLETE_DOCUMENT = /* GraphQL */ `
  mutation CompleteDraft($id: ID!) { draftOrderComplete(id: $id) { draftOrder { ...Draft } userErrors { field message } } }
  ${DRAFT}`

export const DRAFT_DELETE_DOCUMENT = /* GraphQL */ `
  mutation DeleteDraft($id: ID!) { draftOrderDelete(input: { id: $id }) { deletedId userErrors { field message } } }`

export const DRAFT_DOCUMENT = /* GraphQL */ `
  query DraftOrder($id: ID!) { draftOrder(id: $id) { ...Draft } }
  ${DRAFT}`

/** Drafts, and orders made of them, that carry a tag. The search is some seconds behind. */
export const DRAFTS_BY_TAG_DOCUMENT = /* GraphQL */ `
  query DraftsByTag($query: String!) {
    draftOrders(first: 5, query: $query) { nodes { ...Draft } }
    orders(first: 1, query: $query) { nodes { id name } }
  }
  ${DRAFT}`
