/// <reference types="vite/client" />
import DefaultTheme from 'vitepress/theme'
import { h } from 'vue'
import chart from '../../images/guide-start.svg'
import './style.css'

const alt = 'Six years of monthly air passengers, and two more as forecast by a GRU, with an 80 % interval'

export default {
  extends: DefaultTheme,
  Layout: () =>
    h(DefaultTheme.Layout, null, { 'home-hero-image': () => h('img', { class: 'home-chart', src: chart, alt }) }),
}
