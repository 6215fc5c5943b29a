import { describe, expect, it } from 'vitest'
import { type GenerateOptions, generatePanel } from '../../src/datasets/index.ts'
import { panelFromSeries } from '../../src/series/index.ts'

const plain = { trend: 0, seasons: [], promotions: 0, gaps: 0, intermittent: 0 }
const mean = (values: Iterable<number>) => {
  const all = [...values]
  return all.reduce((sum, value) => sum + value, 0) / all.length
}

describe('generatePanel', () => {
  it('gives the same panel for the same seed, and another panel for another seed', () => {
    const values = (seed: number) => generatePanel({ series: 3, rows: 50, seed }).target.values
    expect(values(7)).toEqual(values(7))
    expect(values(8)).not.toEqual(values(7))
    expect(values(7 + 2 ** 32)).not.toEqual(values(7))
  })

  it('draws a series independently of the number of series', () => {
    const [few, many] = [3, 20].map((series) => generatePanel({ series, rows: 60 }))
    expect(many.select([0, 1, 2]).target.values).toEqual(few.target.values)
    expect(few.history(1)).not.toEqual(few.history(0))
  })

  it('does not change the values outside of gaps', () => {
    const options = { series: 40, rows: 300 }
    const whole = generatePanel({ ...options, gaps: 0 }).target.values
    const holed = generatePanel({ ...options, gaps: 0.2 })
    const missing = holed.target.values.filter(Number.isNaN).length / whole.length
    expect(missing).toBeCloseTo(0.2, 1)
    expect(holed.ids.every((_, series) => !Number.isNaN(holed.history(series)[0]))).toBe(true)
    holed.target.values.forEach((value, row) => {
      if (!Number.isNaN(value)) expect(value).toBe(whole[row])
    })
  })

  it('does not change the values of rows without a promotion', () => {
    const [without, panel] = [0, 0.2].map((promotions) => generatePanel({ series: 20, rows: 100, promotions, gaps: 0 }))
    const { values } = panel.known[0]
    const unpromoted = (_: number, row: number) => values[row] === 0
    expect(panel.target.values.filter(unpromoted)).toEqual(without.target.values.filter(unpromoted))
  })

  it('has a known covariate of promotions, which raise the demand', () => {
    const panel = generatePanel({ ...plain, series: 20, rows: 2000, promotions: 0.1 })
    const [{ name, values }] = panel.known
    expect(name).toBe('promotion')
    expect(new Set(values)).toEqual(new Set([0, 1]))
    expect(mean(values)).toBeCloseTo(0.1, 1)
    for (let series = 0; series < panel.seriesCount; series++) {
      const isPromoted = (_: number, row: number) => values[panel.offsets[series] + row] === 1
      const history = panel.history(series)
      const lift = mean(history.filter(isPromoted)) / mean(history.filter((v, row) => !isPromoted(v, row)))
      expect(lift).toBeGreaterThan(1.2)
      expect(lift).toBeLessThan(2.1)
    }
    expect(generatePanel({ ...plain, series: 1, rows: 9 }).known).toEqual([])
  })

  it('has the seasons that the options name', () => {
    const panel = generatePanel({ ...plain, series: 10, rows: 1400, seasons: [7] })
    for (let series = 0; series < 10; series++) {
      const history = panel.history(series)
      const center = mean(history)
      const related = (lag: number) => mean(history.slice(lag).map((v, k) => (v - center) * (history[k] - center)))
      expect(related(7)).toBeGreaterThan(Math.max(related(1), related(2), related(3)))
      expect(related(7) / related(0)).toBeGreaterThan(0.2)
    }
  })

  it('has series that grow and series that shrink', () => {
    const panel = generatePanel({ ...plain, series: 200, rows: 100, trend: 0.5 })
    const growth = panel.ids.map((_, series) => {
      const history = panel.history(series)
      return Math.log(mean(history.slice(80)) / mean(history.slice(0, 20)))
    })
    expect(Math.abs(mean(growth))).toBeLessThan(0.12)
    expect(Math.sqrt(mean(growth.map((value) => value ** 2)))).toBeCloseTo(0.8 * 0.5, 1)
  })

  it('has whole numbers and mostly zeros in intermittent series', () => {
    const { values } = generatePanel({ ...plain, series: 50, rows: 400, intermittent: 1 }).target
    expect(values.every((value) => Number.isInteger(value) && value >= 0)).toBe(true)
    expect(mean(values.map((value) => Number(value === 0)))).toBeGreaterThan(0.6)
    expect(Math.max(...values)).toBeGreaterThan(1)
    const mixed = generatePanel({ ...plain, series: 500, rows: 30, intermittent: 0.3 })
    expect(mean(mixed.ids.map((_, series) => Number(mixed.history(series).every(Number.isInteger))))).toBeCloseTo(
      0.3,
      1,
    )
  })

  it.for(['15min', 'h', 'B', 'W', 'W-SUN', 'MS', 'ME', 'QE-MAR', 'YS-APR'])('starts on the grid of %s', (frequency) => {
    const panel = generatePanel({ series: 1, rows: 8, frequency })
    const start = panel.starts[0]
    expect(() => panelFromSeries([{ id: 'a', start, values: [1] }], { frequency })).not.toThrow()
  })

  it.for<[Partial<GenerateOptions>, string]>([
    [{ series: 0 }, 'ERR_RANGE'],
    [{ rows: 1.5 }, 'ERR_RANGE'],
    [{ gaps: 0.9 }, 'ERR_RANGE'],
    [{ promotions: -0.1 }, 'ERR_RANGE'],
    [{ seasons: [1] }, 'ERR_RANGE'],
    [{ seasons: 7 as never }, 'ERR_TYPE'],
    [{ frequency: 'fortnight' }, 'ERR_RANGE'],
    [{ promotion: 0.1 } as never, 'ERR_RANGE'],
  ])('refuses %o', ([options, code]) => {
    expect(() => generatePanel({ series: 2, rows: 20, ...options })).toThrow(expect.objectContaining({ code }))
  })
})
