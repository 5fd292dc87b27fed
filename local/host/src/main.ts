import { createApp } from 'vue'
import App from './App.vue'
import './style.css'
import '@fontsource-variable/inter'

createApp(App).mount('#app')
