/// <reference types="vite/client" />
import DefaultTheme from 'vitepress/theme'
import { type App, h } from 'vue'
import chart from '../../images/guide-start.svg'
import { figureOf } from './learn/figure.ts'
import { figures } from './learn/index.ts'
import './learn/learn.css'
import './style.css'
import './try/try.css'

const alt = 'Six years of monthly air passengers, and two more as forecast by a GRU, with an 80 % interval'

export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, { 'home-hero-image': () => h('img', { class: 'home-chart', src: chart, alt }) }),
  enhanceApp({ app }: { app: App }) {
    for (const [name, figure] of Object.entries(figures)) app.component(name, figure)
    app.component(
      'TryForecast',
      figureOf(async () => (await import('./try/try.ts')).default),
    )
  },
}
