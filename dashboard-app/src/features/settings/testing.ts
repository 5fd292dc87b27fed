import type { Role } from '#shared/contracts/brief'
import type { Language } from '#shared/contracts/judgement'
import type { SupabaseClient } from '@supabase/supabase-js'
import { createClient } from '@supabase/supabase-js'
import { enableAutoUnmount, flushPromises, mount } from '@vue/test-utils'
import I18NextVue from 'i18next-vue'
import { setupServer } from 'msw/node'
import { createPinia } from 'pinia'
import { afterEach } from 'vitest'
import { ApiKey, createApi } from '@/core/api'
import { loadAssignmentWords } from '@/core/assignment/words'
import { startI18n } from '@/core/i18n'
import { SupabaseKey } from '@/core/supabase'
import SettingsSection from './SettingsSection.vue'
import { loadWords } from './words'

const HOST = 'http://panel.test'
export const REST = `${HOST}/rest/v1`
export const FUNCTIONS = `${HOST}/functions/v1`

enableAutoUnmount(afterEach)

/** The HTTP door: what a test does not answer is an error that names the address. */
export const server = setupServer()

/** The settings as an account's person sees them, with the real clients behind them. */
export async function openSettings(role: Role = 'admin', language: Language = 'en') {
  const i18next = await startI18n(language)
  await loadWords(language)
  await loadAssignmentWords(language)
  const api = createApi({ url: FUNCTIONS, publishableKey: 'key', token: async () => 'token', fetch: (...args) => fetch(...args) })
  const client: SupabaseClient = createClient(HOST, 'key', { accessToken: async () => 'token' })
  const page = mount(SettingsSection, {
    attachTo: document.body,
    props: { accountId: 7, me: { email: 'ada@shop.example', role } },
    global: {
      plugins: [createPinia(), [I18NextVue, { i18next }]],
      provide: { [ApiKey]: api, [SupabaseKey]: async () => client },
    },
  })
  const button = (name: string) => page.findAll('button').find(one => one.text() === name || one.attributes('aria-label') === name)
  return {
    page,
    button,
    async press(name: string) {
      const found = button(name)
      if (!found) throw new Error(`no button "${name}" among ${page.findAll('button').map(one => one.text() || one.attributes('aria-label')).join(', ')}`)
      await found.trigger('click')
      await settle()
    },
    field(label: string) {
      const found = page.findAll('label').find(one => one.text() === label)
      if (!found) throw new Error(`no field "${label}"`)
      return page.get<HTMLInputElement>(`[id="${found.attributes('for')}"]`)
    },
  }
}

/** Waits until what was asked has been answered and shown. */
export async function settle() {
  for (let round = 0; round < 12; round++) {
    await flushPromises()
    await new Promise(resolve => setTimeout(resolve, 4))
  }
}
