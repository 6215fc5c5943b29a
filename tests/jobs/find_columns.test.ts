import { describe, expect, it } from 'vitest'
import { findColumns, type TableColumn } from '../../src/jobs/source/find_columns.ts'

/** Columns of a CSV file, all of them texts, by some of their values. */
const csv = (columns: Record<string, string[]>): TableColumn[] =>
  Object.entries(columns).map(([name, values]) => ({ name, type: 'VARCHAR', values }))

const none = { known: [], observed: [], static: [], categorical: [] }
const date = ['2024-01-01', '2024-01-02']
const text = ['a', 'b']
const number = ['1', '2.5']

describe('findColumns', () => {
  it('finds time, target and series where each has one answer, and says so', () => {
    const { columns, notes } = findColumns(none, 'long', csv({ shop: text, day: date, sold: number }))
    expect(columns).toMatchObject({ time: 'day', target: 'sold', series: 'shop' })
    expect(notes).toEqual(['time column: day', 'series column: shop', 'target column: sold'])
  })

  it('goes by types where there are some', () => {
    const typed = [
      { name: 'at', type: 'TIMESTAMP', values: date },
      { name: 'y1', type: 'DOUBLE', values: number },
    ]
    const { columns } = findColumns(none, 'long', typed)
    expect(columns).toMatchObject({ time: 'at', target: 'y1' })
    expect(columns).not.toHaveProperty('series')
  })

  it('goes by usual names among several', () => {
    const table = csv({ store: ['1', '2'], date, sales: number, price: number })
    const { columns, notes } = findColumns(none, 'long', table)
    expect(columns).toMatchObject({ time: 'date', target: 'sales', series: 'store' })
    expect(notes).toContain('columns not used: price')
  })

  it('leaves what is named as it is, and takes it out of the choice', () => {
    const table = csv({ date, sold: number, price: number })
    expect(findColumns({ ...none, known: ['price'] }, 'long', table).columns).toMatchObject({
      target: 'sold',
      known: ['price'],
    })
  })

  it('needs a time alone in the wide layout', () => {
    const { columns } = findColumns(none, 'wide', csv({ date, north: number, south: number }))
    expect(columns).toMatchObject({ time: 'date', target: 'value' })
  })

  it.each([
    ['target', { date, a: number, b: number }, 'a, b'],
    ['time', { first: date, last: date, y: number }, 'first, last'],
    ['series', { date, region: text, kind: text, y: number }, 'region, kind'],
  ])('asks for the %s where there are several', (role, table, among) => {
    expect(() => findColumns(none, 'long', csv(table))).toThrow(
      `Expected to be told the ${role} column, which cannot be told among ${among}. Name it with --${role}`,
    )
  })

  it('refuses a name that no column has, with the nearest one', () => {
    expect(() => findColumns({ ...none, time: 'dat' }, 'long', csv({ date, y: number }))).toThrow(
      'columns.time: expected a column of the source, one of date, y, got "dat". Did you mean "date"?',
    )
  })
})
