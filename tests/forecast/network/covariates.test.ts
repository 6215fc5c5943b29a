import { describe, expect, it } from 'vitest'
import { gru } from '../../../src/forecast/index.ts'
import { noise } from '../data.ts'
import { driven, errorOf, horizon, monthly, seasonal, short, split } from './network_panels.ts'

const small = { horizon, hiddenSize: 16, season: 12, context: 36 }

describe('covariates of a network', () => {
  const model = (options = {}) => gru({ ...small, context: 12, season: 1, calendar: false, dropout: 0, ...options })
  const long = { ...short, epochs: 25 }

  it.for([false, true])(
    'known, observed and static, halve the error of a series that follows them (recursive: %s)',
    async (recursive) => {
      const panel = monthly(driven(6, 120))
      const { past, actual } = split(panel)
      const bare = past.with({ known: [], observed: [], static: [] })
      const [given, blind] = [model({ recursive }), model({ recursive })]
      await given.fit(past, long)
      await blind.fit(bare, long)
      const error = errorOf((await given.predict(past)).mean, actual)
      expect(error).toBeLessThan(0.5 * errorOf((await blind.predict(bare)).mean, actual))
    },
  )

  it('known in the future change the forecast of their own step and series only', async () => {
    const panel = monthly(driven(4, 100))
    const one = model()
    await one.fit(panel, long)
    const before = (await one.predict(panel)).of('s1').mean
    const [price, ...rest] = panel.known
    const row = panel.offsets[1] + panel.lengths[1] + 3
    const dearer = panel.with({
      known: [{ ...price, values: price.values.with(row, price.values[row] + 0.5) }, ...rest],
    })
    const change = (await one.predict(dearer)).of('s1').mean.map((value, step) => value - before[step])
    expect(Math.abs(change[2])).toBe(0)
    expect(change[3]).toBeGreaterThan(1)
    expect((await one.predict(dearer)).of('s2').mean).toEqual((await one.predict(panel)).of('s2').mean)
  })

  it('of the calendar need no future rows', async () => {
    const panel = monthly(seasonal(3, 60)).withCalendar(['month', 'daysInMonth'], 'category')
    const one = model()
    await one.fit(panel, { epochs: 1 })
    expect((await one.predict(panel)).mean).toEqual((await one.predict(panel.extend(horizon))).mean)
  })

  it('with gaps have an input that marks them', async () => {
    const panel = monthly(driven(3, 60))
    const [price, day] = panel.known
    const gappy = { ...price, values: price.values.map((value, row) => (noise(row, 9) < 0.1 ? Number.NaN : value)) }
    const one = model()
    await one.fit(panel.with({ known: [gappy, day] }), { epochs: 1 })
    expect(Object.values(one.model.inputs).find(({ name }) => name === 'futureKnown')?.shape).toEqual(['batch', 6, 2])
  })
})
