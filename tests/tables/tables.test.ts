// A file in a folder of kinds, distributions or metrics that the folder's table does not list is a forgotten one.

import { describe, expect, it } from 'vitest'
import { kinds } from '../../src/forecast/kinds/index.ts'
import { metrics } from '../../src/forecast/metrics/index.ts'
import { frameKinds } from '../../src/frames/kinds/index.ts'
import * as gatecast from '../../src/index.ts'
import { distributions } from '../../src/models/index.ts'
import { sequenceKinds } from '../../src/sequences/kinds/index.ts'
import { exportsOf } from './exports_of.ts'

const isObject = (value: unknown): value is object => value !== null && /object|function/.test(typeof value)

const tables: [folder: string, table: readonly object[], entryOf: (value: object) => object | undefined][] = [
  ['forecast/kinds', kinds, (value) => ('fromState' in value ? value : undefined)],
  ['forecast/metrics', metrics, (value) => ('better' in value ? value : undefined)],
  ['frames/kinds', Object.values(frameKinds), (value) => ('isLibrary' in value ? value : undefined)],
  ['models/outputs', distributions, (value) => ('sampler' in value ? value : undefined)],
  ['sequences/kinds', sequenceKinds, (value) => ('summary' in value ? value : undefined)],
]

describe.each(tables)('src/%s', (folder, table, entryOf) => {
  it('has one entry in each file, and the table lists exactly these', async () => {
    const files = await exportsOf(folder)
    const entries = [...files].map(([name, values]) => {
      const found = values.filter(isObject).flatMap((value) => entryOf(value) ?? [])
      expect(found, `${name} exports one entry`).toHaveLength(1)
      return found[0]
    })
    expect(entries.length).toBeGreaterThan(3)
    expect(new Set(table)).toEqual(new Set(entries))
    expect(table).toHaveLength(entries.length)
  })
})

describe('names in a table', () => {
  it('of kinds differ', () => {
    expect(new Set(kinds.map(({ name }) => name)).size).toBe(kinds.length)
  })
  it('of distributions differ', () => {
    expect(new Set(distributions.map(({ kind }) => kind)).size).toBe(distributions.length)
  })
  it('of kinds of classifiers differ', () => {
    expect(new Set(sequenceKinds.map(({ name }) => name)).size).toBe(sequenceKinds.length)
  })
  it('of metrics differ, and none begins with the name of a metric of intervals', () => {
    const names = metrics.map(({ name }) => name)
    expect(new Set(names).size).toBe(names.length)
    for (const { name } of metrics.filter(({ of }) => of === 'interval'))
      expect(names.filter((other) => other !== name && other.startsWith(name))).toEqual([])
  })
})

describe('an entry of a table', () => {
  const names = [
    ...kinds.map(({ name }) => name),
    ...distributions.map(({ kind }) => kind),
    ...metrics.map(({ name }) => name),
  ]
  it.each(names)('can be imported from gatecast: %s', (name) => {
    expect((gatecast as Record<string, unknown>)[name]).toBeTypeOf('function')
  })
})
