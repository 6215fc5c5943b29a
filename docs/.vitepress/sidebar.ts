import { readdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { DefaultTheme } from 'vitepress'
import { groups } from './reference/groups.ts'

const docs = fileURLToPath(new URL('..', import.meta.url))

/** The sections of the sidebar: first the pages in this order, then all other pages of the folder. */
const sections: { text: string; folder: string; first: string[] }[] = [
  {
    text: 'Guides',
    folder: 'guide',
    first: [
      ...['start', 'prepare-data', 'choose-a-model', 'intervals', 'backtest', 'jobs', 'schedule'],
      ...['live-data', 'serve', 'drift', 'export'],
      ...['onnx', 'weights-from-elsewhere'],
      ...['classify-sequences', 'windows-and-memory', 'anomalies'],
      ...['performance', 'accuracy', 'how-recurrent-networks-work', 'inspect-networks', 'when-not-to-use'],
      ...['browser', 'moving-from-tfjs', 'moving-from-darts', 'moving-from-neuralforecast'],
    ],
  },
  { text: 'Learn', folder: 'learn', first: [] },
  {
    text: 'In depth',
    folder: '',
    first: [
      'glossary',
      'comparison',
      'cli',
      'tables',
      'networks',
      'native',
      'ops',
      'errors',
      'scaling',
      'performance',
      'security',
      'extending',
      'architecture',
    ],
  },
]

/** Reads the folders, so that a new page needs no entry here: only a file with a heading. */
export function sidebar(): DefaultTheme.SidebarItem[] {
  return [
    ...sections.map(({ text, folder, first }) => ({ text, items: pages(folder, first) })),
    {
      text: 'API reference',
      items: [
        { text: 'All names', link: '/api/' },
        { text: 'Kinds, outputs and metrics', link: '/api/tables' },
        ...reference(),
      ],
    },
  ]
}

function pages(folder: string, first: string[]): DefaultTheme.SidebarItem[] {
  const files = readdirSync(resolve(docs, folder)).filter((file) => file.endsWith('.md'))
  const names = files.map((file) => file.slice(0, -'.md'.length))
  const order = ['index', ...first]
  const rank = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length)
  // The index of the whole site is the home page.
  return names
    .filter((name) => folder || name !== 'index')
    .sort((a, b) => rank(a) - rank(b) || a.localeCompare(b))
    .map((name) => ({ text: heading(folder, name), link: `/${folder && `${folder}/`}${name === 'index' ? '' : name}` }))
}

function heading(folder: string, name: string): string {
  const text = readFileSync(resolve(docs, folder, `${name}.md`), 'utf8')
  const title = /^# (.+)$/m.exec(text)?.[1]
  if (!title) throw new Error(`Expected docs/${folder}/${name}.md to begin with a heading.`)
  return title
}

/** Pages of the reference, grouped by the entry of the package that exports the names. Groups are collapsed. */
function reference(): DefaultTheme.SidebarItem[] {
  const entries = [...new Set(groups.map(({ entry }) => entry))]
  return entries.map((entry) => ({
    text: entry,
    collapsed: true,
    items: groups
      .filter((group) => group.entry === entry)
      .map(({ page, title }) => ({ text: title, link: `/api/${page}` })),
  }))
}
