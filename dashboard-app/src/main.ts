import I18NextVue from 'i18next-vue'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { ApiKey } from './core/api'
import { CacheKey } from './core/cache'
import { loadConfig } from './core/config'
import { preferredLanguage, startI18n } from './core/i18n'
import { createPanel, PanelKey } from './core/panel'
import { SessionKey } from './core/session'
import { listenForShortcuts } from './core/shortcuts'
import { openStorage } from './core/storage'
import { SupabaseKey } from './core/supabase'
import BootFailure from './shell/BootFailure.vue'
import './styles/tokens.css'
import './styles/base.css'

void start()

async function start() {
  const storage = openStorage(() => window.localStorage)
  const [config, i18next] = await Promise.all([loadConfig(), startI18n(preferredLanguage(storage, navigator.languages))])
  if (!config.ok) {
    createApp(BootFailure).use(I18NextVue, { i18next }).mount('#app')
    return
  }

  const panel = createPanel(config.value, storage, window, () => Date.now())
  listenForShortcuts(document)
  createApp(App)
    .use(createPinia())
    .use(I18NextVue, { i18next })
    .provide(PanelKey, panel)
    .provide(ApiKey, panel.api)
    .provide(CacheKey, panel.cache)
    .provide(SessionKey, panel.session)
    .provide(SupabaseKey, panel.supabase)
    .mount('#app')
}
