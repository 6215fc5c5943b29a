import { describe, expect, it } from 'vitest'
import { findColumns, type TableColumn } from '../../src/jobs/source/find_columns.ts'

/** Columns of a CSV file, in which all values are texts. */
const csv = (columns: Record<string, string[]>): TableColumn[] =>
  Object.entries(columns).map(([name, values]) => ({ name, type: 'VARCHAR', values }))

const none = { known: [], observed: [], static: [], categorical: [] }
const date = ['2024-01-01', '2024-01-02']
const text = ['a', 'b']
const number = ['1', '2.5']

describe('findColumns', () => {
  it('finds time, target and series if only one column fits each, and returns a note for each', () => {
    const { columns, notes } = findColumns(none, 'long', csv({ shop: text, day: date, sold: number }))
    expect(columns).toMatchObject({ time: 'day', target: 'sold', series: 'shop' })
    expect(notes).toEqual(['time column: day', 'series column: shop', 'target column: sold'])
  })

  it('uses the types of columns that have one', () => {
    const typed = [
      { name: 'at', type: 'TIMESTAMP', values: date },
      { name: 'y1', type: 'DOUBLE', values: number },
    ]
    const { columns } = findColumns(none, 'long', typed)
    expect(columns).toMatchObject({ time: 'at', target: 'y1' })
    expect(columns).not.toHaveProperty('series')
  })

  it('uses usual names if several columns fit', () => {
    const table = csv({ store: ['1', '2'], date, sales: number, price: number })
    const { columns, notes } = findColumns(none, 'long', table)
    expect(columns).toMatchObject({ time: 'date', target: 'sales', series: 'store' })
    expect(notes).toContain('columns not used: price')
  })

  it('keeps the columns that are named, and does not choose them for another role', () => {
    const table = csv({ date, sold: number, price: number })
    expect(findColumns({ ...none, known: ['price'] }, 'long', table).columns).toMatchObject({
      target: 'sold',
      known: ['price'],
    })
  })

  it('finds only the time in the wide layout', () => {
    const { columns } = findColumns(none, 'wide', csv({ date, north: number, south: number }))
    expect(columns).toMatchObject({ time: 'date', target: 'value' })
  })

  it.each([
    ['target', { date, a: number, b: number }, 'a, b'],
    ['time', { first: date, last: date, y: number }, 'first, last'],
    ['series', { date, region: text, kind: text, y: number }, 'region, kind'],
  ])('refuses to choose the %s column if several fit', (role, table, among) => {
    expect(() => findColumns(none, 'long', csv(table))).toThrow(
      new RegExp(`^Expected one column of .* that can be the ${role} column, got 2: ${among}. Name it with --${role}`),
    )
  })

  it('shows what the other columns hold if none fits', () => {
    expect(() => findColumns(none, 'long', csv({ date, shop: text, sales: ['1,5'] }))).toThrow(
      'Expected one column of numbers that can be the target column, got none. The other columns hold: sales ("1,5"). ' +
        'Name it with --target, or as columns.target in the job file',
    )
  })

  it('refuses the name of a missing column, and suggests the most similar one', () => {
    expect(() => findColumns({ ...none, time: 'dat' }, 'long', csv({ date, y: number }))).toThrow(
      'columns.time: expected a column of the source, one of date, y, got "dat". Did you mean "date"?',
    )
  })
})
