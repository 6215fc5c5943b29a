import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { defineConfig } from 'vitepress'
import { withPolicy } from './policy/policy.ts'
import { alignByClass, codeStyles, codeTransformers } from './policy/styles.ts'
import { search } from './search.ts'
import { sidebar } from './sidebar.ts'

// While pages are written, `docs:dev` shows them without a policy, and code keeps its style attributes.
const isBuild = process.argv.includes('build')

export default defineConfig({
  title: 'gatecast',
  description: 'Time-series forecasting for Node.js, with recurrent networks trained and run by SIMD kernels',
  lang: 'en-GB',
  cleanUrls: true,
  head: [
    ['link', { rel: 'icon', type: 'image/svg+xml', href: '/logo.svg' }],
    ...(isBuild ? [['link', { rel: 'stylesheet', href: '/code.css' }] as [string, Record<string, string>]] : []),
  ],
  // Without transitions, the switch of the theme would add a style element, which the policy forbids.
  appearance: { disableTransition: false },
  markdown: { config: alignByClass, codeTransformers: isBuild ? codeTransformers : [] },
  transformHtml: withPolicy,
  // The worker of the page "Try it" waits for the library at its top level.
  vite: { worker: { format: 'es' }, build: { target: 'es2022' } },
  buildEnd: ({ outDir }) => writeFile(join(outDir, 'code.css'), codeStyles()),
  themeConfig: {
    logo: '/logo.svg',
    outline: { level: [2, 3] },
    nav: [
      { text: 'Guides', link: '/guide/start' },
      { text: 'Learn', link: '/learn/' },
      { text: 'Try it', link: '/try' },
      { text: 'API', link: '/api/' },
      { text: 'Comparison', link: '/comparison' },
    ],
    sidebar: sidebar(),
    search,
  },
})
