import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import addFormats from 'ajv-formats'
import Ajv from 'ajv/dist/2020.js'
import { beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { openChatwoot } from './chatwoot-testing.ts'
import { createChatwoot } from './chatwoot.ts'

const CONTRACT = new URL('../../../../shared/contracts/chatwoot/openapi.json', import.meta.url)
const isThere = existsSync(CONTRACT)
if (!isThere) console.warn('skipped: Chatwoot\'s OpenAPI document does not lie beside the project')

const Operation = z.looseObject({ parameters: z.array(z.looseObject({ name: z.string().optional() })).default([]) })
const Document = z.looseObject({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })
// The document forgets the dashboard apps, macros, `sort_by` and `updated_within`; the server's own code has them.
const UNDOCUMENTED = { paths: ['/dashboard_apps', '/macros'], parameters: ['sort_by', 'updated_within'] }

const ajv = addFormats(new Ajv({ strict: false, allErrors: true }))
let contract: z.infer<typeof Document>
let requests: Request[]

beforeAll(async () => {
  if (!isThere) return
  contract = Document.parse(JSON.parse(await readFile(CONTRACT, 'utf8')))
  ajv.addSchema(contract, 'contract')
  requests = await everyRequest()
})

/** Each request the client can make, once. */
async function everyRequest(): Promise<Request[]> {
  const world = openChatwoot()
  const chatwoot = createChatwoot({ ...world.access, fetch: world.fetch })
  const webhook = { url: 'https://pitwall.test/chatwoot-webhook/1', subscriptions: ['message_created', 'contact_updated'] }
  await chatwoot.profile()
  await chatwoot.agents()
  await chatwoot.teams()
  await chatwoot.teamMembers(7)
  await chatwoot.inboxes()
  await chatwoot.inboxMembers(4)
  await chatwoot.labels()
  await chatwoot.macros()
  await chatwoot.contact(1)
  await chatwoot.contactConversations(1)
  await chatwoot.conversation(1)
  await chatwoot.conversationsByActivity(2)
  await chatwoot.conversationsByOpening(1)
  await chatwoot.conversationsUpdatedWithin(60)
  await chatwoot.messages(1, { before: 10 })
  await chatwoot.messages(1, { after: 1 })
  await chatwoot.createMessage(1, { content: 'Hello', isPrivate: true, ref: crypto.randomUUID(), agent: { id: 1, name: 'Ada' } })
  await chatwoot.toggleStatus(1, 'snoozed', Date.now() + 60_000)
  await chatwoot.setPriority(1, 'urgent')
  await chatwoot.assign(1, { agentId: 2 })
  await chatwoot.assign(1, { teamId: 7 })
  await chatwoot.setLabels(1, ['vip'])
  await chatwoot.setAttributes(1, { pitwall_mood: 'neutral' })
  await chatwoot.updateWebhook((await chatwoot.createWebhook({ ...webhook, name: 'Pitwall' })).id, webhook)
  await chatwoot.webhooks()
  await chatwoot.updateDashboardApp((await chatwoot.createDashboardApp('Pitwall', 'https://pitwall.test/panel/')).id, 'Pitwall', 'https://pitwall.test/')
  await chatwoot.dashboardApps()
  return world.requests
}

function findOperation(request: Request) {
  const { pathname } = new URL(request.url)
  const template = Object.keys(contract.paths).find(path => new RegExp(`^${path.replace(/\{\w+\}/g, '\\d+')}$`).test(pathname))
  const operation = template && contract.paths[template]?.[request.method.toLowerCase()]
  if (!operation) return null
  const place = template.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('{', '%7B').replaceAll('}', '%7D')
  return { operation: Operation.parse(operation), pointer: `contract#/paths/${place}/${request.method.toLowerCase()}` }
}
const isDocumented = (request: Request) => !UNDOCUMENTED.paths.some(path => new URL(request.url).pathname.includes(path))

describe.skipIf(!isThere)('the Chatwoot client against Chatwoot\'s OpenAPI document', () => {
  it('asks only for what exists', () => {
    const unknown = requests.filter(isDocumented).filter(request => !findOperation(request))
    expect(unknown.map(({ method, url }) => `${method} ${url}`)).toEqual([])
    expect(requests.length).toBeGreaterThan(20)
  })

  it('asks with parameters that exist', () => {
    const unknown = requests.filter(isDocumented).flatMap((request) => {
      const known = findOperation(request)?.operation.parameters.map(({ name }) => name)
      return [...new URL(request.url).searchParams.keys()].filter(name => !known?.includes(name) && !UNDOCUMENTED.parameters.includes(name))
    })
    expect(unknown).toEqual([])
  })

  it('sends bodies of the documented shape', async () => {
    const wrong: unknown[] = []
    let checked = 0
    for (const request of requests.filter(({ method }) => method !== 'GET').filter(isDocumented)) {
      const found = findOperation(request)
      const validate = found && ajv.compile({ $ref: `${found.pointer}/requestBody/content/application~1json/schema` })
      // Rails takes a body with or without its root key, the document shows it without.
      const { webhook, ...body } = z.record(z.string(), z.unknown()).parse(await request.clone().json())
      checked += 1
      if (!validate?.(webhook ?? body)) wrong.push({ url: request.url, errors: validate?.errors })
    }
    expect(wrong).toEqual([])
    expect(checked).toBe(9)
  })
})
