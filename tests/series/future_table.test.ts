import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Panel, type PanelOptions, panelFromColumns, panelFromRows } from '../../src/series/index.ts'
import { formatTime } from '../../src/series/time/format_time.ts'

type Row = Record<string, unknown>

const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const roles = { series: 'id', time: 'date', target: 'y', known: ['promo'] } satisfies PanelOptions
const past = (id: string, from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_, i) => ({ id, date: day(from + i), y: from + i, promo: (from + i) % 3 }))
const plan = (id: string, from: number, to: number): Row[] =>
  Array.from({ length: to - from }, (_, i) => ({ id, date: day(from + i), promo: (from + i) % 3 }))
const make = (rows: Row[], future?: Row[], more: Partial<PanelOptions> = {}) =>
  panelFromRows(rows, { ...roles, ...more, ...(future ? { future } : {}) })

/** The rows after the history of each series: the first time and the values of the first known covariate. */
const ahead = (panel: Panel) =>
  Object.fromEntries(
    panel.ids.map((id, series) => {
      const end = panel.offsets[series] + panel.lengths[series]
      const [time] = panel.times(series, panel.lengths[series], panel.lengths[series] + 1)
      const values = Array.from(panel.known[0].values.subarray(end, panel.offsets[series + 1]))
      return [id, { length: panel.lengths[series], from: formatTime(time, panel.timeZone, panel.frequency), values }]
    }),
  )

describe('a future table', () => {
  it('is never history, wherever its values are missing', () => {
    for (const hole of [0, 3, 6]) {
      const rows = plan('b', 60, 67).map((row, i) => (i === hole ? { ...row, promo: Number.NaN } : row))
      const found = ahead(make([...past('a', 0, 60), ...past('b', 0, 60)], [...plan('a', 60, 67), ...rows]))
      expect([found.a.length, found.b.length]).toEqual([60, 60])
      expect([found.a.from, found.b.from]).toEqual(['2024-03-01', '2024-03-01'])
      expect(found.b.values.map((value) => Number.isNaN(value))).toEqual(found.b.values.map((_, i) => i === hole))
    }
  })

  it('leaves rows without a target at the end of the history in the history', () => {
    const rows = past('a', 0, 10).map((row, t) => (t > 7 ? { ...row, y: null } : row))
    expect(ahead(make(rows, plan('a', 10, 13))).a).toEqual({ length: 10, from: '2024-01-11', values: [1, 2, 0] })
  })

  it('loses to the history where both have a row, whatever the rule for duplicates', () => {
    const late = plan('a', -5, 13).map((row) => ({ ...row, promo: 100 }))
    for (const duplicates of ['error', 'sum', 'first', 'last'] as const) {
      const panel = make(past('a', 0, 10), late, { duplicates })
      expect(ahead(panel).a).toEqual({ length: 10, from: '2024-01-11', values: [100, 100, 100] })
      expect(formatTime(panel.starts[0], 'UTC', panel.frequency)).toBe('2024-01-01')
      expect(panel.known[0].values[9]).toBe(0)
    }
  })

  it('has one row for each time, as the rule for duplicates says', () => {
    const twice = [...plan('a', 10, 13), { id: 'a', date: day(11), promo: 50 }]
    expect(() => make(past('a', 0, 10), twice)).toThrow(
      'got two for 2024-01-12 (rows 1 of the future rows and 3 of the future rows)',
    )
    expect(ahead(make(past('a', 0, 10), twice, { duplicates: 'last' })).a.values).toEqual([1, 50, 0])
    expect(ahead(make(past('a', 0, 10), twice, { duplicates: 'sum' })).a.values).toEqual([1, 52, 0])
  })

  it('ends before the first step that it has no row for', () => {
    const gap = [...plan('a', 10, 12), ...plan('a', 13, 16)]
    expect(ahead(make(past('a', 0, 10), gap)).a.values).toEqual([1, 2])
    expect(ahead(make(past('a', 0, 10), plan('a', 12, 16))).a).toEqual({ length: 10, from: '2024-01-11', values: [] })
  })

  it('may lack a series, have others, end elsewhere for each, and have any order', () => {
    const rows = [...past('a', 0, 10), ...past('b', 0, 8), ...past('c', 0, 10)]
    const future = [...plan('new', 10, 13), ...plan('b', 8, 10), ...plan('a', 10, 14)].reverse()
    const panel = make(rows, future)
    expect(panel.ids).toEqual(['a', 'b', 'c'])
    expect(ahead(panel)).toEqual({
      a: { length: 10, from: '2024-01-11', values: [1, 2, 0, 1] },
      b: { length: 8, from: '2024-01-09', values: [2, 0] },
      c: { length: 10, from: '2024-01-11', values: [] },
    })
  })

  it('may hold target, observed and static columns, whose values are no part of the plan', () => {
    const rows = past('a', 0, 10).map((row) => ({ ...row, rain: 1, region: 'x' }))
    const future = plan('a', 10, 13).map((row) => ({ ...row, y: 5, rain: 9, region: 'z' }))
    const panel = make(rows, future, { observed: ['rain'], static: ['region'] })
    expect(panel.lengths[0]).toBe(10)
    expect(Array.from(panel.target.values.subarray(10))).toEqual([NaN, NaN, NaN])
    expect(Array.from(panel.observed[0].values.subarray(10))).toEqual([NaN, NaN, NaN])
    expect(panel.static[0].categories).toEqual(['x'])
  })

  it('does not decide the frequency of the history', () => {
    const rows = Array.from({ length: 8 }, (_, i) => ({ id: 'a', date: day(7 * i), y: i, promo: 0 }))
    expect(make(rows, plan('a', 56, 57)).frequency.text).toMatch(/^W/)
    expect(() => make(rows, plan('a', 50, 60))).toThrow(/steady steps in series "a".* 2024-02-20/)
  })

  it('may write its times in another way than the history', () => {
    const rows = past('a', 0, 10)
    const written: ((t: number) => unknown)[] = [
      (t) => new Date(Date.UTC(2024, 0, 1 + t)),
      (t) => Date.UTC(2024, 0, 1 + t),
      (t) => `${day(t)}T00:00:00Z`,
      (t) => Number(day(t).replaceAll('-', '')),
    ]
    for (const write of written) {
      const future = plan('a', 10, 13).map((row, i) => ({ ...row, date: write(10 + i) }))
      expect(ahead(make(rows, future)).a.values).toEqual([1, 2, 0])
    }
  })

  it('may hold categories that the history does not have', () => {
    const rows = past('a', 0, 10).map((row) => ({ ...row, promo: 'no' }))
    const future = plan('a', 10, 12).map((row) => ({ ...row, promo: 'yes' }))
    expect(make(rows, future, { categorical: ['promo'] }).known[0].categories).toEqual(['no', 'yes'])
  })

  it('can be columns', () => {
    const columns = { id: ['a', 'a'], date: [day(0), day(1)], y: [1, 2], promo: [0, 1] }
    const future = { id: ['a'], date: [day(2)], promo: [1] }
    const panel = panelFromColumns(columns, { ...roles, future })
    expect([panel.lengths[0], panel.rowCount]).toEqual([2, 3])
  })

  it.each([
    ['no known covariate', { known: [] }, plan('a', 10, 12), /known in the future.*Name them: \{ known/],
    ['no such column', {}, [{ id: 'a', date: day(10) }], /columns id, date, promo in the future rows.* no "promo"/],
    ['no rows', {}, [], /got no "id" among no columns/],
    ['a bad time', {}, [{ id: 'a', date: 'soon', promo: 1 }], /column "date", got "soon"/],
    ['a bad value', {}, [{ id: 'a', date: day(10), promo: 'x' }], /"x" \(row 0 of the future rows\)/],
  ] as const)('is refused with %s', (_, options, future, message) => {
    expect(() => make(past('a', 0, 10), [...future] as Row[], options as Partial<PanelOptions>)).toThrow(message)
  })

  it('gives the same panel as the same plan in the rows of the history', () => {
    const lengths = fc.record({ history: fc.integer({ min: 3, max: 12 }), ahead: fc.integer({ min: 0, max: 5 }) })
    fc.assert(
      fc.property(fc.array(lengths, { minLength: 1, maxLength: 4 }), (series) => {
        const rows = series.flatMap(({ history }, i) => past(`s${i}`, 0, history))
        const future = series.flatMap(({ history, ahead }, i) => plan(`s${i}`, history, history + ahead))
        if (future.length === 0) return
        expect(ahead(make(rows, future, { frequency: 'd' }))).toEqual(
          ahead(make([...rows, ...future], undefined, { frequency: 'd' })),
        )
      }),
      { numRuns: 50 },
    )
  })
})

describe('rows without a target and without a future table', () => {
  const without = (rows: Row[], from: number, promo: (t: number) => unknown) =>
    rows.map((row, t) => (t >= from ? { ...row, y: null, promo: promo(t) } : row))

  it('are a plan from the last target on, if one of them has a known covariate', () => {
    for (const hole of [10, 11, 13]) {
      const rows = without(past('a', 0, 14), 10, (t) => (t === hole ? null : 1))
      expect(ahead(make(rows)).a).toMatchObject({ length: 10, from: '2024-01-11' })
    }
  })

  it('are history if none of them has', () => {
    expect(ahead(make(without(past('a', 0, 14), 10, () => null))).a).toMatchObject({ length: 14, values: [] })
    expect(
      make(
        without(past('a', 0, 14), 10, () => 1),
        undefined,
        { known: [] },
      ).lengths[0],
    ).toBe(14)
  })

  it('are history up to the last observed covariate', () => {
    const rows = without(past('a', 0, 14), 10, () => 1).map((row, t) => ({ ...row, rain: t < 12 ? 1 : null }))
    expect(make(rows, undefined, { observed: ['rain'] }).lengths[0]).toBe(12)
  })
})
