import type { SeedWorld } from '../../seed/types.ts'
import type { Store } from './state.ts'

export const MAIN = { __typename: 'Location', id: 'gid://shopify/Location/1', name: 'Main warehouse' }
const EAST = { __typename: 'Location', id: 'gid://shopify/Location/2', name: 'East warehouse' }
type SeedVariant = SeedWorld['products'][number]['variants'][number]

function variantIdOf({ id }: { id: number }): string {
  return `gid://shopify/ProductVariant/${id}`
}

/** What is on the shelves, by place, after what came back and what was promised. */
export function createStock(world: SeedWorld, store: Store, origin: string) {
  const variants = world.products.flatMap(product => product.variants.map(variant => ({ product, variant })))
  const places = ({ sku, stock }: SeedVariant) => [[MAIN, stock.main] as const, [EAST, stock.east] as const]
    .map(([location, seeded]) => ({ location, available: seeded + (store.state.restocked[`${sku} ${location.id}`] ?? 0) }))

  function view(sku: string) {
    const known = variants.find(({ variant }) => variant.sku === sku)
    if (!known) return null
    const { product, variant } = known
    const levels = places(variant)
    const image = { url: `${origin}/products/${product.id}.svg` }
    return {
      __typename: 'ProductVariant',
      id: variantIdOf(variant),
      title: variant.title,
      displayName: `${product.title} - ${variant.title}`,
      sku,
      price: variant.price,
      image: null,
      availableForSale: true,
      inventoryPolicy: 'DENY',
      inventoryQuantity: levels.reduce((sum, { available }) => sum + available, 0),
      product: { __typename: 'Product', id: `gid://shopify/Product/${product.id}`, title: product.title, status: 'ACTIVE', featuredMedia: { preview: { image } } },
      inventoryItem: {
        id: `gid://shopify/InventoryItem/${variant.id}`,
        tracked: true,
        inventoryLevels: levels.map(({ location, available }) => ({
          id: `gid://shopify/InventoryLevel/${variant.id}?inventory_item_id=${location.id.split('/').at(-1)}`,
          location,
          quantities: ({ names }: { names: string[] }) => names.map(name => ({ name, quantity: available })),
        })),
      },
    }
  }

  return {
    view,
    all: () => variants.flatMap(({ variant }) => view(variant.sku) ?? []),
    skuOf: (variantId: unknown) => variants.find(({ variant }) => variantIdOf(variant) === variantId)?.variant.sku ?? null,
    /** Units are promised from the first place that has them all, else from the first. */
    promise(sku: string, quantity: number): void {
      const known = variants.find(({ variant }) => variant.sku === sku)
      const from = known && places(known.variant).find(({ available }) => available >= quantity)
      store.moveStock(sku, (from?.location ?? MAIN).id, -quantity)
    },
  }
}
export type Stock = ReturnType<typeof createStock>
