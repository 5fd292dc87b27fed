const DRAFT = /* GraphQL */ `
  fragment InvoicedDraft on DraftOrder {
    id name status email invoiceUrl invoiceSentAt
    customer { id }
    totalPriceSet { shopMoney { amount currencyCode } presentmentMoney { amount currencyCode } }
  }`

export const INVOICED_DRAFT_DOCUMENT = /* GraphQL */ `
  query InvoicedDraft($id: ID!) { draftOrder(id: $id) { ...InvoicedDraft } }
  ${DRAFT}`

/** A customer's drafts. The search is some seconds behind. */
export const CUSTOMER_DRAFTS_DOCUMENT = /* GraphQL */ `
  query CustomerDrafts($query: String!) { draftOrders(first: 10, reverse: true, query: $query) { nodes { ...InvoicedDraft } } }
  ${DRAFT}`

/** The e-mail as it would be; nothing is sent. */
export const DRAFT_PREVIEW_DOCUMENT = /* GraphQL */ `
  mutation PreviewDraftInvoice($id: ID!, $email: EmailInput) {
    draftOrderInvoicePreview(id: $id, email: $email) { previewSubject previewHtml userErrors { field message } }
  }`

export const DRAFT_INVOICE_DOCUMENT = /* GraphQL */ `
  mutation SendDraftInvoice($id: ID!, $email: EmailInput) {
    draftOrderInvoiceSend(id: $id, email: $email) { draftOrder { ...InvoicedDraft } userErrors { field message } }
  }
  ${DRAFT}`
