// Exponential smoothing and Theta beside R's package forecast, on the series of datasets/ and of R
// (tests/fixtures/make_smoothing_fixtures.R).

import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { chooseEts } from '../../../src/forecast/local/methods/ets/ets.ts'
import { filter, type Smoothers, type States } from '../../../src/forecast/local/methods/ets/filter.ts'
import { type EtsModel, type Form, forms } from '../../../src/forecast/local/methods/ets/form.ts'
import { forecastFrom } from '../../../src/forecast/local/methods/ets/variance.ts'
import { thetaForecast } from '../../../src/forecast/local/methods/theta/theta.ts'

interface Series {
  readonly name: string
  readonly season: number
  readonly values: readonly number[]
  readonly ets: readonly {
    readonly model: EtsModel
    readonly logLikelihood: number
    readonly mean: readonly number[]
    readonly smoothers: Smoothers
    readonly initial: States
  }[]
  readonly theta: Readonly<Record<'mean' | 'deviation' | 'thetaf', readonly number[]>>
}
const all = JSON.parse(
  readFileSync(new URL('../../fixtures/smoothing.json', import.meta.url), 'utf8'),
) as readonly Series[]
const models = all.flatMap(({ ets, ...series }) => ets.map((one) => ({ ...series, ...one })))
type Model = (typeof models)[number]

const historyOf = ({ values }: Pick<Series, 'values'>) => Float64Array.from(values)
/** The largest difference as a share of the expected value. */
const farthest = (actual: ArrayLike<number>, expected: readonly number[]): number => {
  expect(actual).toHaveLength(expected.length)
  return Math.max(...expected.map((value, i) => Math.abs(actual[i] / value - 1)))
}
const formOf = ({ model }: Model): Form => forms.find(({ name }) => name === model) as Form
const meanFrom = (one: Model, smoothers: Smoothers, states: States) =>
  forecastFrom(formOf(one), smoothers, states, { variance: 0, horizon: one.mean.length, length: one.values.length })
    .mean

/** Both searches end within this difference of log likelihoods: the same optimum. */
const same = 1e-3
const searched = models.map((one) => {
  const found = chooseEts(historyOf(one), one)
  if (!found) throw new Error(`no model for ${one.name}`)
  return { ...one, found, gain: -found.deviance / 2 - one.logLikelihood }
})

describe('ets beside ets() of R', () => {
  it.for(models)('has the likelihood and the forecasts of R at the parameters of R: $model, $name', (one) => {
    const { deviance, states } = filter(historyOf(one), formOf(one), one.smoothers, one.initial)
    // R's parameters are written with nine digits.
    expect(Math.abs(-deviance / 2 - one.logLikelihood)).toBeLessThan(2e-5)
    expect(farthest(meanFrom(one, one.smoothers, states), one.mean)).toBeLessThan(1e-6)
  })

  it.for(searched)('finds a likelihood that is not below that of R: $model, $name', ({ gain }) => {
    expect(gain).toBeGreaterThan(-same)
  })

  it('has the forecasts of R where R finds the same optimum', () => {
    const found = searched.filter(({ gain }) => Math.abs(gain) < same)
    expect(found.map(({ model, name }) => `${model} ${name}`)).toEqual([
      'ANN Nile',
      'MNN Nile',
      'ANN Level of Lake Huron',
      'MNN Level of Lake Huron',
      'ANN Sales with a leading indicator',
      'AAN Sales with a leading indicator',
      'AAdN Sales with a leading indicator',
      'MNM UK gas',
    ])
    for (const one of found) {
      const { smoothers, states } = one.found
      expect(farthest(meanFrom(one, smoothers, states), one.mean), one.name).toBeLessThan(1e-3)
    }
  })
})

describe('theta of the standard form', () => {
  const forecastOf = ({ season, theta: { mean }, ...one }: Series) =>
    thetaForecast(historyOf(one), { season, horizon: mean.length, form: 'standard' })

  it.for(all)('has the forecasts and deviations of its definition in R: $name', (one) => {
    const { mean, deviation } = forecastOf(one)
    expect(farthest(mean, one.theta.mean)).toBeLessThan(1e-4)
    expect(farthest(deviation, one.theta.deviation)).toBeLessThan(1e-3)
  })

  it.for(all)('is near thetaf() of R, which smooths the values and not the second line: $name', (one) => {
    expect(farthest(forecastOf(one).mean, one.theta.thetaf)).toBeLessThan(0.025)
  })
})
