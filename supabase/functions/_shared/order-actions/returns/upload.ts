import type { Shopify } from '../order.ts'
import type { OpenShop } from '../rehearse.ts'
import { z } from 'zod'
import { ProblemError } from '../../app.ts'
import { readBody } from '../../body.ts'
import { STAGED_LABEL_DOCUMENT } from './documents.ts'

const MOST_BYTES = 5_000_000
const Staged = z.object({
  stagedUploadsCreate: z.object({
    stagedTargets: z.array(z.object({
      url: z.url(),
      resourceUrl: z.url(),
      parameters: z.array(z.object({ name: z.string(), value: z.string() })),
    })).nullish(),
    userErrors: z.array(z.object({ message: z.string() })),
  }),
})

/** Puts a label's PDF where Shopify takes it from, and says where; refuses `invalid_request`, `body_too_large` and the shop's codes. */
export async function uploadLabel(request: Request, { shopify }: OpenShop, fetch = globalThis.fetch): Promise<string> {
  return stageLabel(await readBody(request, MOST_BYTES), shopify, fetch)
}

/** The same with a file that is at hand. */
export async function stageLabel(file: Uint8Array<ArrayBuffer>, shopify: Shopify, fetch = globalThis.fetch): Promise<string> {
  if (new TextDecoder('latin1').decode(file.subarray(0, 5)) !== '%PDF-') throw new ProblemError('invalid_request', { detail: 'A label is a PDF file' })
  const name = { filename: 'label.pdf', mimeType: 'application/pdf' }
  const input = [{ resource: 'RETURN_LABEL', ...name, httpMethod: 'POST', fileSize: String(file.byteLength) }]
  const { stagedUploadsCreate: { stagedTargets, userErrors } } = await shopify.request(STAGED_LABEL_DOCUMENT, { input }, Staged)
  const target = stagedTargets?.[0]
  if (!target) throw new ProblemError('shopify_refused', { detail: userErrors[0]?.message })
  const form = new FormData()
  for (const { name, value } of target.parameters) form.append(name, value)
  // The storage reads the fields in their order, and the file ends them.
  form.append('file', new Blob([file], { type: 'application/pdf' }), 'label.pdf')
  const answer = await fetch(target.url, { method: 'POST', body: form }).catch(() => null)
  if (!answer?.ok) throw new ProblemError('shopify_unreachable')
  return target.resourceUrl
}
