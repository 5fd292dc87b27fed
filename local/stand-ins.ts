import type { SeedWorld } from './seed/types.ts'
import type { StackSettings } from './settings.ts'
import type { ChatwootStandInOptions } from './standins/chatwoot/index.ts'
import type { ShopState } from './standins/shopify/state.ts'
import { createChatwootStandIn } from './standins/chatwoot/index.ts'
import { Mishap } from './standins/labels/mishaps.ts'
import { createShippoStandIn } from './standins/labels/shippo.ts'
import { createOpenAiStandIn } from './standins/openai/index.ts'
import { createShopifyStandIn, ShopifyFault } from './standins/shopify/index.ts'

// What a shop does later, such as a cancellation or a payment that turns, nobody may be asking about.
const SHOP_TURNS_MS = 1_000
const DEMO_SHOP = 'pitwall-demo.myshopify.com'
/** What the demo's label seller takes; it opens no other door. */
export const DEMO_LABEL_KEY = 'shippo_demo_of_pitwall'
interface Options {
  settings: StackSettings
  world: SeedWorld
  chatwootState: ChatwootStandInOptions['initialState']
  shopifyState: ShopState | undefined
  chatwootToken: string
  webhookSecret: string
  shopifyCredentials: { clientId: string, clientSecret: string }
}

/** The vendors that nobody connected, at real addresses of this server: `/standin/<vendor>`. */
export function createStandIns(options: Options) {
  const { settings, world, chatwootState, shopifyState, chatwootToken, webhookSecret, shopifyCredentials } = options
  const address = (vendor: string) => `${settings.origin}/standin/${vendor}`
  const now = () => Date.now()
  const chatwoot = createChatwootStandIn({
    world,
    now,
    deliver: (url, init) => fetch(url, init),
    webhookSecret,
    apiToken: chatwootToken,
    initialState: chatwootState,
  })
  const shopify = createShopifyStandIn({ world, now, shop: DEMO_SHOP, origin: address('shopify'), initialState: shopifyState, deliver: (url, init) => fetch(url, init), ...shopifyCredentials })
  const turning = setInterval(shopify.turn, SHOP_TURNS_MS)
  const openai = createOpenAiStandIn()
  const shippo = createShippoStandIn(DEMO_LABEL_KEY)
  const mounted: Record<string, { fetch: (request: Request) => Response | Promise<Response> }> = { chatwoot, shopify, openai }

  /** Breaks a vendor as its stand-in can; throws `ZodError` for what it cannot. */
  const faults: Record<string, (fault: unknown) => Promise<unknown> | void> = {
    chatwoot: fault => chatwoot.faults.add(fault),
    shopify: fault => shopify.failNext(ShopifyFault.parse(fault)),
    shippo: fault => shippo.failNext(Mishap.parse(fault)),
    openai: async fault => openai.fetch(new Request(`${address('openai')}/__fault`, { method: 'PUT', body: JSON.stringify(fault) })),
  }

  return {
    chatwoot,
    shopify,
    shippo,
    faults,
    addressOf: address,
    shop: DEMO_SHOP,
    stop: () => clearInterval(turning),
    /** `path` is what follows `/standin/`. */
    async serve(request: Request, path: string): Promise<Response> {
      const [vendor = ''] = path.split('/')
      const standIn = mounted[vendor]
      if (!standIn) return new Response('There is no stand-in for this vendor\n', { status: 404 })
      const url = new URL(request.url)
      url.pathname = path.slice(vendor.length) || '/'
      return standIn.fetch(new Request(url, request))
    },
  }
}
export type StandIns = ReturnType<typeof createStandIns>
