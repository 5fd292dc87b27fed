import type { DocumentNode, GraphQLFieldResolver } from 'graphql'
import type { createMutations, Part } from './mutations.ts'
import type { AdminSchema } from './schema.ts'
import type { Shop } from './shop.ts'
import type { Store } from './state.ts'
import { execute, getDirectiveValues, getNamedType, getNullableType, GraphQLError, isLeafType, isListType, isNonNullType, parse, validate } from 'graphql'
import { requestedCost } from './cost.ts'
import { createRoots, isWithinWindow } from './roots.ts'

const MAX_COST = 1000

/** What a call may see, and how many points are left of the bucket. */
export interface Call { scopes: Set<string>, now: number }
interface Rooms { shop: Shop, store: Store, mutations: ReturnType<typeof createMutations>, kinds: Part[] }
export interface Bucket { take: (cost: number) => boolean, status: () => object }

interface Page { first?: number, last?: number, reverse?: boolean, query?: string }

/** Runs a document of the real schema over the shop, with Shopify's envelope: scopes, cost, throttling, the 60-day window. */
export function createExecutor({ schema, scopes }: AdminSchema, { shop, store, mutations, kinds }: Rooms, bucket: Bucket) {
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

  const roots = createRoots(shop, store)
  for (const { roots: more } of kinds) Object.assign(roots, more)
  const directive = schema.getDirective('idempotent')

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
    if (info.parentType === schema.getMutationType()) {
      const mutate = mutations.byName[info.fieldName]
      if (!mutate) throw notModelled(info.fieldName)
      const [node] = info.fieldNodes
      const { key = null } = (directive && node && getDirectiveValues(directive, node, info.variableValues)) ?? {}
      return mutate(args, key === null ? null : String(key))
    }
    const own: unknown = source instanceof Object ? Reflect.get(source, info.fieldName) : undefined
    const value: unknown = typeof own === 'function' ? own(args) : own
    if (value === undefined && isNonNullType(info.returnType)) throw notModelled(`${info.parentType.name}.${info.fieldName}`)
    const isOlder = (one: unknown) => one instanceof Object && Reflect.get(one, '__typename') === 'Order'
      && !isWithinWindow(String(Reflect.get(one, 'createdAt')), call)
    const visible = Array.isArray(value) ? value.filter(one => !isOlder(one)) : value
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
