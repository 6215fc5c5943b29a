import { defineConfig } from 'vitepress'
import { sidebar } from './sidebar.ts'

export default defineConfig({
  title: 'gatecast',
  description: 'Time-series forecasting for Node.js, with recurrent networks trained and run by SIMD kernels',
  lang: 'en-GB',
  cleanUrls: true,
  head: [['link', { rel: 'icon', type: 'image/svg+xml', href: '/logo.svg' }]],
  themeConfig: {
    logo: '/logo.svg',
    outline: { level: [2, 3] },
    nav: [
      { text: 'Guides', link: '/guide/start' },
      { text: 'Learn', link: '/learn/' },
      { text: 'API', link: '/api/' },
      { text: 'Comparison', link: '/comparison' },
    ],
    sidebar: sidebar(),
    search: { provider: 'local' },
  },
})
