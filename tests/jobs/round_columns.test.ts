import { describe, expect, it } from 'vitest'
import type { WriteColumn } from '../../src/files/index.ts'
import { roundedColumns, roundedFor } from '../../src/jobs/parts/round_columns.ts'

const columns = (row: Record<string, number>): WriteColumn[] =>
  Object.entries(row).map(([name, value]) => ({ name, type: 'number', values: Float64Array.of(value) }))
const rounded = (row: Record<string, number>) =>
  Object.fromEntries(roundedColumns(columns(row), 'useful').map(({ name, values }) => [name, values[0]]))

describe('numbers of a forecast in CSV and JSON', () => {
  it.each([
    [
      'have seven digits',
      { mean: 61.9418099, 'q0.1': 60.1582111, 'q0.9': 63.7254222 },
      { mean: 61.94181, 'q0.1': 60.15821, 'q0.9': 63.72542 },
    ],
    [
      'have no digits that arithmetic has left',
      { mean: 3.0000000000000004, 'q0.5': 3.0000000000000004 },
      { mean: 3, 'q0.5': 3 },
    ],
    [
      'keep the places that a narrow interval needs',
      { mean: 123456789.1234, 'q0.1': 123456788.8765, 'q0.9': 123456789.4567 },
      { mean: 123456789.1234, 'q0.1': 123456788.8765, 'q0.9': 123456789.4567 },
    ],
    [
      'keep the cents of a constant series of any level',
      { mean: 123456789.25, 'q0.1': 123456789.25, 'q0.9': 123456789.25 },
      { mean: 123456789.25, 'q0.1': 123456789.25, 'q0.9': 123456789.25 },
    ],
    [
      'are never rounded before the point',
      { mean: 123456789012, 'q0.1': 100000000123, 'q0.9': 150000000456 },
      { mean: 123456789012, 'q0.1': 100000000123, 'q0.9': 150000000456 },
    ],
    [
      'are 0 if they are nothing beside their interval',
      { mean: -1e-12, 'q0.1': -5, 'q0.9': 5 },
      { mean: 0, 'q0.1': -5, 'q0.9': 5 },
    ],
    [
      'may be tiny',
      { mean: 1.23456789e-9, 'q0.1': 1.1e-9, 'q0.9': 1.3e-9 },
      { mean: 1.234568e-9, 'q0.1': 1.1e-9, 'q0.9': 1.3e-9 },
    ],
    ['may be missing', { mean: Number.NaN, 'q0.1': Number.NaN }, { mean: Number.NaN, 'q0.1': Number.NaN }],
  ])('%s', (_, row, expected) => {
    expect(rounded(row)).toEqual(expected)
  })

  it('change by less than a thousandth of the width of their interval', () => {
    let seed = 1
    const random = () => {
      seed = (seed * 48271) % 2147483647
      return seed / 2147483647
    }
    for (let i = 0; i < 2000; i++) {
      const mean = (random() - 0.5) * 10 ** (12 * random() - 3)
      const width = 10 ** (10 * random() - 6)
      const row = { mean, 'q0.1': mean - width / 3, 'q0.9': mean + width / 2 }
      const text = rounded(row)
      // Doubles of this level cannot be told apart more finely.
      const limit = Math.max((row['q0.9'] - row['q0.1']) * 1e-3, Math.abs(mean) * 1e-14)
      for (const name of ['mean', 'q0.1', 'q0.9'] as const)
        expect(Math.abs(Number(text[name]) - row[name])).toBeLessThanOrEqual(limit)
    }
  })

  it('stay as they are in Parquet, and in columns of the data', () => {
    const row = columns({ mean: 1 / 3, 'q0.5': 1 / 3 })
    expect(roundedFor('f.parquet', row, 'useful')).toBe(row)
    expect(roundedFor('f.csv', row, 'all')).toBe(row)
    expect(rounded({ actual: 1 / 3, mean: 1 / 3 }).actual).toBe(1 / 3)
  })
})
