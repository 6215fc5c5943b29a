// Every statement on the page of comparisons has a source: cells link to documentation or publications, and every
// measurement names a command of this project and a date.

import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const root = new URL('../../', import.meta.url)
const read = (path: string): string => readFileSync(new URL(path, root), 'utf8')
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }

const sections = new Map(
  read('docs/comparison.md')
    .split(/^## /m)
    .map((section) => [section.split('\n')[0], section] as const),
)

/** Cells of the rows of a section's table, without its header. */
const rowsOf = (section: string): string[][] =>
  Array.from(section.matchAll(/^\|(.*)\|$/gm), ([, row]) => row.split('|').map((cell) => cell.trim())).slice(2)

const link = /\]\((https:\/\/|#|[\w/-]+\.md)/

describe('docs/comparison.md', () => {
  it('links every feature to its documentation', () => {
    const rows = rowsOf(sections.get('Features') ?? '')
    expect(rows.length).toBeGreaterThan(10)
    for (const [name, ...cells] of rows) {
      expect(cells, name).toHaveLength(6)
      for (const cell of cells) expect(cell, name).toMatch(link)
    }
  })

  it('links every published result', () => {
    const rows = rowsOf(sections.get('Accuracy') ?? '')
    expect(rows.length).toBeGreaterThan(5)
    for (const row of rows) expect(row.at(-1)).toMatch(link)
  })

  it.each(['Installing', 'The event loop', 'Speed', 'Accuracy'])(
    'names the command and the date of its measurements: %s',
    (name) => {
      const text = sections.get(name) ?? ''
      const [, command] = /[Mm]easured (?:on|in) [^.]*?`((?:npm run|node) [^`]+)`/.exec(text) ?? []
      expect(text).toMatch(/[Mm]easured (?:on 2\d{3}-\d\d-\d\d|in [A-Z]\w+ 2\d{3})/)
      const [, script] = /^npm run (\S+)/.exec(command) ?? []
      const [, file] = /^node build\/(bench\/\w+)\.js/.exec(command) ?? []
      expect(script in scripts || existsSync(new URL(`${file}.ts`, root)), command).toBe(true)
    },
  )
})
