import { describe, expect, it } from 'vitest'
import { ets } from '../../src/forecast/baselines.ts'
import { chooseEts, etsForecast } from '../../src/forecast/local/methods/ets/ets.ts'
import { filter } from '../../src/forecast/local/methods/ets/filter.ts'
import { type Form, forms } from '../../src/forecast/local/methods/ets/form.ts'
import { forecastFrom } from '../../src/forecast/local/methods/ets/variance.ts'
import { nelderMead } from '../../src/forecast/local/numeric/nelder_mead.ts'
import { accidentalDeaths, airPassengers, normal, panelOf } from './data.ts'

/** Quarterly gas consumption in the UK, 1960 to 1969. Durbin and Koopman 2001. */
const gas = Float64Array.of(
  ...[160.1, 129.7, 84.8, 120.1, 160.1, 124.9, 84.8, 116.9, 169.7, 140.9, 89.7, 123.3, 187.3, 144.1, 92.9, 120.1],
  ...[176.1, 147.3, 89.7, 123.3, 185.7, 155.3, 99.3, 131.3, 200.1, 161.7, 102.5, 136.1, 204.9, 176.1, 112.1, 140.9],
  ...[227.3, 195.3, 115.3, 142.5, 244.9, 214.5, 118.5, 153.7],
)
const seasonOf = ({ season }: Form): number[] =>
  ({
    none: [],
    additive: [20, -40, -10, 30],
    multiplicative: [1.15, 0.7, 0.95, 1.2],
  })[season]
const smoothersOf = ({ trend, damped, season }: Form) => ({
  alpha: 0.3,
  beta: trend ? 0.06 : 0,
  gamma: season === 'none' ? 0 : 0.14,
  phi: damped ? 0.9 : 1,
})
const statesOf = (form: Form) => ({ level: 140, slope: form.trend ? 1.5 : 0, season: seasonOf(form) })

/** The model as the book's tables 2.2 and 2.3 state it, one recursion for each kind of error and season. */
function byTheBook(values: Float64Array, form: Form, innovations?: (t: number) => number) {
  const { alpha, beta, gamma, phi } = smoothersOf(form)
  let { level, slope } = statesOf(form)
  const season = seasonOf(form)
  let [squares, logs] = [0, 0]
  const path = values.slice()
  for (let t = 0; t < values.length; t++) {
    const q = level + phi * slope
    const s = season[t % 4] ?? 0
    const mu = form.season === 'multiplicative' ? q * s : q + s
    const given = innovations?.(t)
    if (given !== undefined) path[t] = form.multiplicativeError ? mu * (1 + given) : mu + given
    const e = form.multiplicativeError ? (path[t] - mu) / mu : path[t] - mu
    squares += e * e
    if (!form.multiplicativeError) {
      ;[level, slope] = [q + alpha * e, phi * slope + beta * e]
      season[t % 4] = s + gamma * e
    } else if (form.season === 'multiplicative') {
      ;[level, slope] = [q * (1 + alpha * e), phi * slope + beta * q * e]
      season[t % 4] = s * (1 + gamma * e)
    } else {
      ;[level, slope] = [q + alpha * mu * e, phi * slope + beta * mu * e]
      season[t % 4] = s + gamma * mu * e
    }
    if (form.multiplicativeError) logs += Math.log(Math.abs(mu))
  }
  return { deviance: values.length * Math.log(squares) + 2 * logs, path }
}

describe('the likelihood', () => {
  it.for(forms)('of $name is that of the book', (form) => {
    const { deviance } = filter(gas, form, smoothersOf(form), statesOf(form))
    expect(deviance).toBeCloseTo(byTheBook(gas, form).deviance, 8)
  })

  // ETSModel of statsmodels 0.15 at the same parameters, less its constant n log(2 pi e / n). It updates multiplicative
  // seasons by the new level where the book takes the old one, so these are compared with the book only.
  it.for([
    ['ANN', 447.28461706],
    ['MNN', 446.71210858],
    ['AAN', 450.22063929],
    ['MAN', 449.33051595],
    ['AAdN', 449.8537064],
    ['MAdN', 449.15036243],
    ['ANA', 417.62032328],
    ['MNA', 422.39547673],
    ['AAA', 419.19035356],
    ['MAA', 426.12363848],
    ['AAdA', 418.91393306],
    ['MAdA', 425.29545681],
  ] as const)('of %s is that of statsmodels', ([name, expected]) => {
    const form = forms.find((known) => known.name === name)!
    // Its first seasonal index belongs to the value before the first one, the others lie further back.
    const season = form.season === 'none' ? [] : [20, -40, -10, 30]
    const states = { ...statesOf(form), season }
    expect(filter(gas, form, smoothersOf(form), states).deviance).toBeCloseTo(expected, 6)
  })

  it('leaves out missing values, and is infinite where a model cannot be', () => {
    const holed = gas.map((value, t) => (t % 9 === 4 ? Number.NaN : value))
    const [ann] = forms
    expect(filter(holed, ann, smoothersOf(ann), statesOf(ann)).deviance).toBeLessThan(447)
    const mnn = forms[1]
    const below = { level: -5, slope: 0, season: [] }
    expect(filter(gas, mnn, smoothersOf(mnn), below).deviance).toBe(Number.POSITIVE_INFINITY)
  })
})

describe('estimates', () => {
  // AICc of ets(AirPassengers, model) in R's forecast. Its search often stops short of the maximum: ours may be
  // smaller.
  it.for([
    ['ANN', 1733.958],
    ['AAN', 1737.729],
    ['AAdN', 1740.205],
    ['AAA', 1570.729],
    ['MNA', 1584.542],
    ['MNM', 1465.064],
    ['MAM', 1403.664],
    ['MAdM', 1400.638],
  ] as const)('of %s on airline passengers are as likely as those of R', ([model, aicc]) => {
    expect(chooseEts(airPassengers, { season: 12, model })!.aicc).toBeLessThan(aicc + 0.2)
  })

  it('are as likely as those of statsmodels, and of the model with the smallest AICc', () => {
    // ETSModel of statsmodels 0.15 ends at 1129.764 with ANA: 15 parameters, 72 values.
    const { form, deviance, aicc } = chooseEts(accidentalDeaths, { season: 12 })!
    expect(form.name).toBe('ANA')
    expect(deviance).toBeLessThan(1129.764)
    expect(aicc).toBeCloseTo(deviance + 2 * 15 + (2 * 15 * 16) / (72 - 15 - 1), 9)
  })

  it('find the parameters that made a series', () => {
    const aan = forms.find(({ name }) => name === 'AAN')!
    const { path } = byTheBook(new Float64Array(2000), aan, (t) => normal(t))
    const { smoothers } = chooseEts(path, { season: 1, model: 'AAN' })!
    expect(smoothers.alpha).toBeCloseTo(0.3, 1)
    expect(smoothers.beta).toBeCloseTo(0.06, 1)
  })
})

describe('the spread', () => {
  const horizon = 8

  it.for(forms)('of $name is that of simulated futures', { timeout: 60_000 }, (form) => {
    const variance = form.multiplicativeError ? 0.0009 : 16
    const made = forecastFrom(form, smoothersOf(form), statesOf(form), { variance, horizon, length: 0 })
    const paths = 20_000
    const sums = new Float64Array(horizon)
    const squares = new Float64Array(horizon)
    for (let path = 0; path < paths; path++) {
      const innovation = (t: number) => Math.sqrt(variance) * normal(t, path)
      const future = byTheBook(new Float64Array(horizon), form, innovation).path
      for (let h = 0; h < horizon; h++) {
        sums[h] += future[h] / paths
        squares[h] += (future[h] - made.mean[h]) ** 2 / paths
      }
    }
    for (let h = 0; h < horizon; h++) {
      expect(Math.abs(sums[h] / made.mean[h] - 1)).toBeLessThan(0.005)
      expect(Math.abs(Math.sqrt(squares[h]) / made.deviation[h] - 1)).toBeLessThan(0.03)
    }
  })
})

describe('ets', () => {
  it('forecasts through gaps', () => {
    const holed = airPassengers.map((value, t) => (t % 11 === 5 ? Number.NaN : value))
    const [whole, gapped] = [airPassengers, holed].map((values) => etsForecast(values, { season: 12, horizon: 12 }))
    whole.mean.forEach((value, h) => {
      expect(Math.abs(gapped.mean[h] / value - 1)).toBeLessThan(0.06)
    })
  })

  it('takes models with additive errors only where values are not above 0', () => {
    const shifted = accidentalDeaths.map((value) => value - 9000)
    expect(chooseEts(shifted, { season: 12 })!.form.name).toMatch(/^A/)
    expect(() => chooseEts(shifted, { season: 12, model: 'MNM' })).toThrow('Expected values above 0 for ETS model MNM')
  })

  it('forecasts constant and very short series', () => {
    const task = { season: 12, horizon: 2 }
    expect(Array.from(etsForecast(Float64Array.of(3, 3, 3, 3, 3), task).mean)).toEqual([3, 3])
    expect(Array.from(etsForecast(Float64Array.of(3, 4), task).mean)).toEqual([4, 4])
  })

  it('takes a model by name and refuses others', async () => {
    const forecast = await ets({ horizon: 2, model: 'ANN' }).predict(panelOf({ air: airPassengers }))
    expect(forecast.mean[0]).toBe(forecast.mean[1])
    expect(() => ets({ horizon: 2, model: 'AMM' as 'ANN' })).toThrow('Expected model to be one of ANN, MNN')
  })
})

it('the simplex search finds the bottom of a curved valley', () => {
  const rosenbrock = ([x, y]: readonly number[]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2
  const options = { steps: [0.5, 0.5], evaluations: 1000, tolerance: 1e-12 }
  const { x, value } = nelderMead(rosenbrock, [-1.2, 1], options)
  expect(value).toBeLessThan(1e-6)
  expect(x).toEqual([expect.closeTo(1, 2), expect.closeTo(1, 2)])
})
