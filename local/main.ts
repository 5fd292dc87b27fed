import process from 'node:process'
import { createAuthGate } from './auth/gate.ts'
import { keySetOf, readToken } from './auth/tokens.ts'
import { openDatabase } from './database/open.ts'
import { createRest } from './database/rest.ts'
import { startUpkeep } from './database/upkeep.ts'
import { createDemoRoutes } from './demo-routes.ts'
import { keepDemoState, readDemoState } from './demo-state.ts'
import { createFunctions } from './functions.ts'
import { loadKeys } from './keys.ts'
import { demoShopCredentials, importArticles, linkAccount, sellLabels } from './link.ts'
import { shortenLoopback } from './loopback.ts'
import { createOutbox } from './outbox.ts'
import { holdFolder } from './process/folder.ts'
import { surviveLateErrors } from './process/late-errors.ts'
import { listen, requireFreePort } from './process/listen.ts'
import { stopOnSignals } from './process/stop.ts'
import { Claims, createAccess } from './realtime/access.ts'
import { createBroadcast } from './realtime/broadcast.ts'
import { forwardMessages } from './realtime/forward.ts'
import { createHub } from './realtime/hub.ts'
import { startSchedules } from './schedules.ts'
import { world } from './seed/index.ts'
import { labelSettings } from './seed/label-settings.ts'
import { createRouter } from './serve.ts'
import { readSettings } from './settings.ts'
import { createStandIns } from './stand-ins.ts'
import { createStaticFiles } from './static-files.ts'
import { installTimeTravel } from './time-travel.ts'

const DIST = new URL('../dist/', import.meta.url)
const LONGEST_TRAVEL_S = 90 * 86_400
const FIRST_LOOK_MS = 5_000

try {
  await start()
}
catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

async function start() {
  const settings = readSettings()
  const { origin, publicOrigin, port, isDemo, vendors } = settings
  requireFreePort(port)
  const folder = holdFolder(settings.dataDir, { isFresh: process.argv.includes('--fresh') })
  const keys = loadKeys(folder.path('keys.json'))
  const demoFile = folder.path('demo.json')
  const { aheadMs, chatwoot: chatwootState, shopify: shopifyState } = readDemoState(demoFile)
  const timeTravel = installTimeTravel(isDemo ? aheadMs : 0)
  const now = () => Date.now()
  tellFunctions(settings, keys)
  surviveLateErrors()

  const database = await openDatabase({ folder: folder.database })
  const outbox = createOutbox(now)
  const rest = await createRest(database, keys, isDemo ? outbox : { send: printMail }, publicOrigin)
  shortenLoopback(origin, '/rest/v1/', rest)
  folder.markFinished()

  const hub = createHub({
    access: createAccess(database),
    readToken: async token => Claims.safeParse(await readToken(token, keys.jwt)).data ?? null,
    roleOfKey: key => key === keys.publishable ? 'anon' : key === keys.secret ? 'service_role' : null,
    now,
  })
  forwardMessages(database, hub)

  const standIns = createStandIns({
    settings,
    world,
    chatwootState,
    shopifyState,
    chatwootToken: keys.chatwootToken,
    webhookSecret: vendors.CHATWOOT_WEBHOOK_SECRET ?? keys.webhook,
    shopifyCredentials: demoShopCredentials(keys),
  })
  const demoState = keepDemoState(demoFile, () => ({
    aheadMs: timeTravel.aheadMs(),
    chatwoot: standIns.chatwoot.snapshot(),
    shopify: standIns.shopify.state,
  }))
  const functions = createFunctions()
  const schedules = startSchedules(origin, keys)
  const upkeep = startUpkeep(database)
  const hosts = isDemo ? [publicOrigin, origin, `http://localhost:${port}`] : [vendors.CHATWOOT_URL ?? origin]
  const chatwootOrigins = [...new Set(hosts.map(host => new URL(host).origin))]

  const route = createRouter({
    rest,
    auth: createAuthGate(rest, { secret: keys.jwt, now, extraSeconds: isDemo ? LONGEST_TRAVEL_S : 0 }),
    functions,
    broadcast: createBroadcast(hub),
    standIns: isDemo ? standIns : null,
    demo: createDemoRoutes({
      isDemo,
      mails: outbox.mails,
      postMail: outbox.post,
      advance: timeTravel.advance,
      afterAdvance: schedules.tick,
      faults: standIns.faults,
    }),
    panel: createStaticFiles(new URL('panel/', DIST), { 'content-security-policy': `frame-ancestors ${chatwootOrigins.join(' ')}` }),
    host: isDemo ? createStaticFiles(new URL('host/', DIST)) : null,
    panelConfig: { supabaseUrl: publicOrigin, publishableKey: keys.publishable, chatwootOrigins, isDemo },
  })
  for (const path of ['/functions/v1/', '/standin/']) shortenLoopback(origin, path, async request => route(request, true))
  // Who has connected a shop of their own wants the real seller.
  const sellsLabels = isDemo && !vendors.SHOPIFY_SHOP
  if (sellsLabels) shortenLoopback('https://api.goshippo.com', '/', async request => standIns.shippo.fetch(request))
  const server = listen(port, hub, route)

  stopOnSignals(async () => {
    schedules.stop()
    standIns.stop()
    upkeep.stop()
    hub.close()
    await Promise.race([Promise.all([server.shutdown(), functions.settle()]), new Promise(resolve => setTimeout(resolve, 500))])
    demoState.stop()
    await database.mutex.acquire()
    await database.db.close()
    folder.release()
  })

  async function link(): Promise<number> {
    const accountId = await linkAccount(settings, keys, standIns, world.accountName)
    if (isDemo) await importArticles(settings, keys, accountId, world.articles)
    if (sellsLabels) await sellLabels(settings, keys, accountId, labelSettings)
    return accountId
  }
  const linked = link()
  let page = '/'
  if (isDemo && !folder.isFirstStart) {
    // What was linked before serves at once; linking again mends what changed in between.
    linked.then(schedules.tick).catch(error => console.error(error instanceof Error ? error.message : error))
  }
  else {
    const accountId = await linked
    if (!isDemo) page = `/panel/?account=${accountId}`
    // The first look reads the whole Chatwoot; what is left of it after a moment goes on while people already work.
    await Promise.race([schedules.tick(), new Promise(resolve => setTimeout(resolve, folder.isFirstStart ? FIRST_LOOK_MS : 0))])
  }
  await upkeep.tidy()
  process.stdout.write(`Pitwall ready: ${publicOrigin}${page}\n`)
}

/** The names that hosted Supabase gives a function, the ring that seals credentials, and the demo's Slack and mail. */
function tellFunctions({ origin, isDemo }: ReturnType<typeof readSettings>, keys: ReturnType<typeof loadKeys>) {
  Object.assign(process.env, {
    SUPABASE_URL: origin,
    SUPABASE_PUBLISHABLE_KEYS: JSON.stringify({ default: keys.publishable }),
    SUPABASE_SECRET_KEYS: JSON.stringify({ default: keys.secret }),
    SUPABASE_JWKS: JSON.stringify(keySetOf(keys.jwt)),
    SECRETS_KEYS: process.env.SECRETS_KEYS ?? `k1:${keys.seal}`,
    ...(isDemo && { SLACK_WEBHOOK_URL: process.env.SLACK_WEBHOOK_URL ?? `${origin}/__local/slack` }),
    ...(isDemo && !process.env.MAIL_API_URL && { MAIL_API_URL: `${origin}/__local/mail`, MAIL_API_KEY: 'demo', MAIL_FROM: 'pitwall@localhost' }),
  })
}

/** Without a mail server of its own, the stack of a real Chatwoot shows sign-in codes to who can see its terminal. */
async function printMail({ to, text = '' }: { to: string, text?: string }) {
  console.warn(`Mail to ${to}:\n${text}`)
}
