import type { DocumentNode, GraphQLFieldResolver } from 'graphql'
import type { AdminSchema } from './schema.ts'
import type { SearchField } from './search.ts'
import type { Shop, ShopCustomer, ShopOrder } from './shop.ts'
import { execute, getNamedType, getNullableType, GraphQLError, isLeafType, isListType, isNonNullType, parse, validate } from 'graphql'
import { z } from 'zod'
import { requestedCost } from './cost.ts'
import { matchesSearch } from './search.ts'

const DAY_MS = 86_400_000
const ORDER_WINDOW_DAYS = 60
const MAX_COST = 1000

/** What a call may see, and how many points are left of the bucket. */
export interface Call { scopes: Set<string>, now: number }
export interface Bucket { take: (cost: number) => boolean, status: () => object }

const Identifier = z.looseObject({ emailAddress: z.string().optional(), phoneNumber: z.string().optional() })

interface Page { first?: number, last?: number, reverse?: boolean, query?: string }

const ORDER_SEARCH: Record<string, SearchField<ShopOrder>> = {
  name: { by: 'name', read: order => order.name },
  email: { by: 'token', read: order => order.email },
  tag: { by: 'token', read: order => order.tags.join(' ') },
  financial_status: { by: 'token', read: order => order.displayFinancialStatus },
  fulfillment_status: { by: 'token', read: order => order.displayFulfillmentStatus },
  customer_id: { by: 'id', read: order => order.customer()?.id ?? null },
}

const CUSTOMER_SEARCH: Record<string, SearchField<ShopCustomer>> = {
  email: { by: 'token', read: customer => customer.defaultEmailAddress?.emailAddress ?? null },
  phone: { by: 'token', read: customer => customer.defaultPhoneNumber?.phoneNumber ?? null },
  name: { by: 'token', read: customer => customer.displayName },
  tag: { by: 'token', read: customer => customer.tags.join(' ') },
}

/** Runs a document of the real schema over the shop, with Shopify's envelope: scopes, cost, throttling, the 60-day window. */
export function createExecutor({ schema, scopes }: AdminSchema, shop: Shop, bucket: Bucket) {
  const parsed = new Map<string, { document: DocumentNode | null, errors: readonly GraphQLError[] }>()

  function read(query: string) {
    const known = parsed.get(query)
    if (known) return known
    let outcome: { document: DocumentNode | null, errors: readonly GraphQLError[] }
    try {
      const document = parse(query)
      outcome = { document, errors: validate(schema, document) }
    }
    catch (error) {
      outcome = { document: null, errors: [error instanceof GraphQLError ? error : new GraphQLError(String(error))] }
    }
    parsed.set(query, outcome)
    return outcome
  }

  const visibleOrders = ({ scopes: granted, now }: Call) => {
    const since = granted.has('read_all_orders') ? 0 : now - ORDER_WINDOW_DAYS * DAY_MS
    return shop.orders.map(({ view }) => view()).filter(order => Date.parse(order.createdAt) >= since)
  }
  const customers = () => shop.world.customers.flatMap(({ id }) => shop.viewCustomer(id) ?? [])
  const roots: Record<string, (args: Record<string, unknown>, call: Call) => unknown> = {
    currentAppInstallation: (_, call) => ({ accessScopes: [...call.scopes].map(handle => ({ handle })) }),
    customerByIdentifier: ({ identifier }) => {
      const { emailAddress, phoneNumber } = Identifier.parse(identifier)
      const found = shop.world.customers.find(({ email, phone }) =>
        emailAddress ? email?.toLowerCase() === emailAddress.toLowerCase() : phone !== null && phone === phoneNumber)
      return found ? shop.viewCustomer(found.id) : null
    },
    orders: ({ query = '' }, call) => visibleOrders(call).filter(order => matchesSearch(String(query), order, ORDER_SEARCH)),
    customer: ({ id }) => customers().find(customer => customer.id === id) ?? null,
    customers: ({ query = '' }) => customers().filter(customer => matchesSearch(String(query), customer, CUSTOMER_SEARCH)),
    order: ({ id }, call) => visibleOrders(call).find(order => order.id === id) ?? null,
  }

  const resolve: GraphQLFieldResolver<unknown, Call> = (source, args, call, info) => {
    const type = getNamedType(info.returnType)
    for (const key of [`${info.parentType.name}.${info.fieldName}`, ...isLeafType(type) ? [] : [type.name.replace(/Connection$/, '')]]) {
      const needed = scopes.get(key)
      if (!needed || isGranted(needed.anyOf, call.scopes)) continue
      const message = `Access denied for ${info.fieldName} field. Required access: ${needed.requiredAccess}`
      throw new GraphQLError(message, { extensions: { code: 'ACCESS_DENIED', requiredAccess: needed.requiredAccess } })
    }
    if (info.parentType === schema.getQueryType()) {
      const root = roots[info.fieldName]
      if (!root) throw notModelled(info.fieldName)
      return page(root(args, call), args, type.name)
    }
    const own: unknown = source instanceof Object ? Reflect.get(source, info.fieldName) : undefined
    const value: unknown = typeof own === 'function' ? own() : own
    if (value === undefined && isNonNullType(info.returnType)) throw notModelled(`${info.parentType.name}.${info.fieldName}`)
    const isOlder = (one: unknown) => one instanceof Object && Reflect.get(one, '__typename') === 'Order'
      && Date.parse(String(Reflect.get(one, 'createdAt'))) < call.now - ORDER_WINDOW_DAYS * DAY_MS
    const visible = Array.isArray(value) && !call.scopes.has('read_all_orders') ? value.filter(one => !isOlder(one)) : value
    return isListType(getNullableType(info.returnType)) && Array.isArray(visible) ? ordered(visible, args) : page(visible, args, type.name)
  }

  return async (query: string, variables: Record<string, unknown>, call: Call): Promise<object> => {
    const { document, errors } = read(query)
    if (!document || errors.length) return { errors: errors.map(({ message }) => ({ message, extensions: { code: 'undefinedField' } })) }
    const cost = requestedCost(schema, document, variables)
    const extensions = (actual: number | null) =>
      ({ cost: { requestedQueryCost: cost, actualQueryCost: actual, throttleStatus: bucket.status() } })
    if (cost > MAX_COST) {
      const message = `Query cost is ${cost}, which exceeds the single query max cost limit (1000).`
      return { errors: [{ message, extensions: { code: 'MAX_COST_EXCEEDED' } }] }
    }
    if (!bucket.take(cost)) return { errors: [{ message: 'Throttled', extensions: { code: 'THROTTLED' } }], extensions: extensions(null) }
    const asked = { schema, document, variableValues: variables, contextValue: call, fieldResolver: resolve, rootValue: {} }
    const { data, errors: failures } = await execute(asked)
    return { data, ...(failures && { errors: failures.map(failureOf) }), extensions: extensions(cost) }
  }
}

function failureOf({ message, path, extensions }: GraphQLError) {
  return { message, path, extensions: { code: 'INTERNAL_SERVER_ERROR', ...extensions } }
}

function page(value: unknown, args: Page, typeName: string): unknown {
  if (!typeName.endsWith('Connection') || !Array.isArray(value)) return value
  if (args.first === undefined && args.last === undefined) throw new GraphQLError('you must provide one of first or last', { extensions: { code: 'BAD_REQUEST' } })
  const nodes = ordered(value, args)
  const isCut = nodes.length < value.length
  return {
    nodes,
    edges: nodes.map((node, index) => ({ node, cursor: String(index) })),
    pageInfo: { hasNextPage: isCut, hasPreviousPage: false, startCursor: null, endCursor: null },
  }
}

/** Lists are kept oldest first; `reverse` asks for the newest. */
function ordered(items: unknown[], { first, last, reverse }: Page): unknown[] {
  const createdAt = (item: unknown) => item instanceof Object ? String(Reflect.get(item, 'createdAt') ?? '') : ''
  const sorted = items.toSorted((a, b) => createdAt(a).localeCompare(createdAt(b)))
  const turned = reverse ? sorted.reverse() : sorted
  return first !== undefined ? turned.slice(0, first) : last !== undefined ? turned.slice(-last) : turned
}

function isGranted(anyOf: string[], granted: Set<string>): boolean {
  return anyOf.some(scope => granted.has(scope) || (scope.startsWith('read_') && granted.has(`write_${scope.slice(5)}`)))
}
function notModelled(what: string) {
  return new GraphQLError(`This stand-in does not model '${what}'`, { extensions: { code: 'STAND_IN_NOT_MODELLED' } })
}
