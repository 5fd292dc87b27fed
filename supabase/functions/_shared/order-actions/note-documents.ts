export const ORDER_NOTE_DOCUMENT = /* GraphQL */ `
  query OrderNote($id: ID!) { order(id: $id) { note tags } }`

export const NOTE_DOCUMENT = /* GraphQL */ `
  mutation WriteNote($input: OrderInput!) { orderUpdate(input: $input) { order { id } userErrors { field message } } }`

export const TAGS_ADD_DOCUMENT = /* GraphQL */ `
  mutation AddTags($id: ID!, $tags: [String!]!) { tagsAdd(id: $id, tags: $tags) { node { id } userErrors { field message } } }`

export const TAGS_REMOVE_DOCUMENT = /* GraphQL */ `
  mutation RemoveTags($id: ID!, $tags: [String!]!) { tagsRemove(id: $id, tags: $tags) { node { id } userErrors { field message } } }`

export const INVOICE_DOCUMENT = /* GraphQL */ `
  mutation SendInvoice($id: ID!, $email: EmailInput) { orderInvoiceSend(id: $id, email: $email) { order { id } userErrors { field message } } }`
