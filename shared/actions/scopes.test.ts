import { describe, expect, it } from 'vitest'
import { ACTION_SCOPES, lackingScopes } from './scopes.ts'

describe('lackingScopes', () => {
  it('names what is not granted, and lets writing stand for reading', () => {
    expect(lackingScopes(ACTION_SCOPES.replace, ['write_products', 'read_locations', 'write_draft_orders'])).toEqual(['read_inventory'])
    expect(lackingScopes(['write_orders'], ['read_orders'])).toEqual(['write_orders'])
  })
})
