// Forecasters as ONNX models, run in ONNX Runtime: the same forecasts as `predict`.
import { describe, expect, it } from 'vitest'
import { gru, kinds, nLinear, theta } from '../../src/forecast/kinds/index.ts'
import type { NetworkForecaster } from '../../src/forecast/network/network_forecaster.ts'
import { conformal, quantiles } from '../../src/index.ts'
import { distributionOf, distributions, type Output, outputFrom, point } from '../../src/models/index.ts'
import { Lstm } from '../../src/nn/index.ts'
import { describeOnnx, toOnnx } from '../../src/onnx/index.ts'
import { panelFromSeries, type SeriesInput } from '../../src/series/index.ts'
import { smallOf, training } from '../forecast/kinds/small_kinds.ts'
import { inputsOf, stepInputs } from './caller.ts'
import { type Feed, runOnnx } from './run.ts'

const horizon = 4
const rows = 72
const wave = (t: number, s: number) => 20 + 5 * s + 4 * Math.sin((2 * Math.PI * (t + s)) / 12) + ((7 * t + 3 * s) % 5)
const values = (s: number) =>
  Float64Array.from({ length: rows }, (_, t) => ((t + 2 * s) % 9 === 4 ? Number.NaN : wave(t, s)))
/** Series with missing values, and without covariates. */
const plain: SeriesInput[] = [0, 1, 2].map((s) => ({ id: `s${s}`, start: '2000-01', values: values(s) }))
/** Numbers with gaps, and categories, in each role. */
const covered: SeriesInput[] = plain.map((one, s) => ({
  ...one,
  known: {
    price: Array.from({ length: rows + horizon }, (_, t) => (t % 7 === 1 ? null : 100 + ((t * 5 + s) % 11))),
    event: Array.from({ length: rows + horizon }, (_, t) => ['none', 'sale', 'fair'][(t + s) % 3]),
  },
  observed: {
    visits: Array.from({ length: rows }, (_, t) => 1e6 + ((3 * t + s) % 13)),
    weather: Array.from({ length: rows }, (_, t) => ['sun', 'rain'][(t * s) % 2]),
  },
  static: { size: [1, null, 4][s], region: ['north', 'south', 'north'][s] },
}))

/** The first rows of a series, fewer than the context. */
const shortened = ({ values, known = {}, observed = {}, ...rest }: SeriesInput): SeriesInput => {
  const cut = (columns: Readonly<Record<string, ArrayLike<unknown>>>, count: number) =>
    Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, Array.from(column).slice(0, count)]))
  return { ...rest, values: Array.from(values).slice(0, 8), known: cut(known, 8 + horizon), observed: cut(observed, 8) }
}

/** Forecasts by an ONNX model of a direct network, read as the forecaster's distribution is read. */
async function forecast(model: NetworkForecaster, series: readonly SeriesInput[], output: Output, levels: number[]) {
  const description = describeOnnx(model)
  const found = await runOnnx(toOnnx(model), inputsOf(description, series))
  const expected = description.outputs.map(({ name, shape }) => [name, [series.length, ...shape.slice(1)]])
  expect(Object.entries(found).map(([name, { shape }]) => [name, shape])).toEqual(expected)
  return distributionOf(output).read(output, found as never, levels)
}

function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>, tolerance = 1e-4): void {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i++)
    if (!(Math.abs(actual[i] - expected[i]) <= tolerance * Math.max(1, Math.abs(expected[i]))))
      throw new Error(`element ${i}: Expected ${expected[i]}, got ${actual[i]}`)
}

const networks = kinds.filter(({ name, learns }) => learns({ horizon }) === 'all series' && name !== 'levelShape')

describe.each(networks.map((kind) => [kind.name, kind] as const))('%s', (name, kind) => {
  const make = (options: object) => smallOf(kind, { horizon, ...options }) as NetworkForecaster
  const isDirect = (model: NetworkForecaster) => !(model.options as { recursive?: boolean }).recursive

  it.each([
    ['without covariates', plain],
    ['with covariates of each role', covered],
  ])('forecasts the same %s', async (_, series) => {
    const panel = panelFromSeries(series, { frequency: 'MS' })
    const output = outputFrom(name === 'deepAr' ? 'point' : 'studentT') as Output
    const model = make({ output, calendar: true, ...('embedIds' in kind.options ? { embedIds: true } : {}) })
    await model.fit(panel, { ...training, calibrate: true })
    const levels = output.kind === 'point' ? [] : [0.1, 0.9]
    for (const history of [series, series.map(shortened)]) {
      const own = panelFromSeries(history, { frequency: 'MS' })
      const { mean, quantiles } = await model.predict(own, output.kind === 'point' ? {} : { quantiles: levels })
      const found = isDirect(model) ? await forecast(model, history, output, levels) : await stepByStep(model, history)
      expectNear(found.mean, mean)
      for (const [level, numbers] of quantiles.entries()) expectNear(found.quantiles[level], numbers)
    }
  })
})

describe.each(distributions.map(({ kind }) => [kind] as const))('output %s', (kind) => {
  const output = outputFrom(kind) as Output
  // Counts, which every distribution gives a probability.
  const counts = plain.map((one, s) => ({
    ...one,
    values: Float64Array.from({ length: rows }, (_, t) => 3 + s + ((5 * t + s) % 7)),
  }))
  const panel = panelFromSeries(counts, { frequency: 'MS' })
  const small = { horizon, context: 12, hiddenSize: 4, output }
  const levels = kind === 'point' ? [] : [0.1, 0.5, 0.9]
  const asked = kind === 'point' ? {} : { quantiles: levels }

  it('is read as `predict` reads it, with intervals as wide', async () => {
    const model = gru(small)
    await model.fit(panel, { ...training, calibrate: true })
    const { mean, quantiles } = await model.predict(panel, asked)
    const found = await forecast(model, counts, output, levels)
    expectNear(found.mean, mean)
    for (const [level, own] of quantiles.entries()) expectNear(found.quantiles[level], own)
  })

  it.runIf(distributionOf(output).sampler)('of a step-by-step network is that of a stream', async () => {
    const model = gru({ ...small, recursive: true })
    await model.fit(panel, training)
    // A stream forecasts the step behind the next values, which also count for its scale.
    const values = [4, 5, 6]
    const longer = counts.map((one, s) => ({ ...one, values: Float64Array.of(...one.values, values[s]) }))
    using stream = model.stream(panel)
    const { mean, quantiles } = await stream.next({ values }, asked)
    const description = describeOnnx(model)
    const context = description.forecast?.context ?? 0
    const none = values.map(() => [])
    const found = await runOnnx(toOnnx(model), stepInputs(description, longer, [-context, 1], none, {}))
    const last = Object.fromEntries(
      description.outputs
        .filter(({ type }) => type === 'float64')
        .map(({ name }) => {
          const { shape, data } = found[name]
          return [name, { shape: [3, 1], data: longer.map((_, s) => data[(s + 1) * shape[1] - 1]) }]
        }),
    )
    const readout = distributionOf(output).read(output, last as never, levels)
    expectNear(readout.mean, mean)
    for (const [level, own] of quantiles.entries()) expectNear(readout.quantiles[level], own)
  })
})

describe.each(['standard', 'none', 'mean', 'robust', 'last'] as const)('scaling %s', (scaling) => {
  const panel = panelFromSeries(plain, { frequency: 'MS' })
  const histories: Record<string, ArrayLike<number>> = {
    usual: values(1),
    'shorter than the context': values(0).slice(0, 5),
    'of two values': [7, 9],
    constant: new Array(30).fill(3),
    'of zeros': new Array(30).fill(0),
    'mostly zeros': Float64Array.from({ length: 30 }, (_, t) => (t % 5 === 0 ? 4 : 0)),
    'of tiny values': Float64Array.from({ length: 30 }, (_, t) => 1e-9 * wave(t, 0)),
    'far from zero': Float64Array.from({ length: 30 }, (_, t) => 1e9 + wave(t, 0)),
    'with nothing known in the context': [...values(2).slice(0, 30), ...new Array(14).fill(Number.NaN)],
    'far and constant': new Array(30).fill(-2e7),
  }

  it('forecasts the same from any history', async () => {
    // A lag of a year reaches behind the context.
    const model = nLinear({ horizon, context: 12, lags: [24], scaling, output: point() })
    await model.fit(panel, training)
    const series = Object.entries(histories).map(([id, own]) => ({ id, start: '2000-01', values: own }))
    const { mean } = await model.predict(panelFromSeries(series, { frequency: 'MS' }))
    const found = await forecast(model, series, point(), [])
    expectNear(found.mean, mean, 1e-6)
  })
})

it('keeps quantiles within the limits of the target', async () => {
  const panel = panelFromSeries(plain, { frequency: 'MS' })
  // Many quantiles are far apart before training.
  const output = quantiles([0.01, 0.05, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8, 0.9, 0.95, 0.99])
  const model = gru({ horizon, context: 12, hiddenSize: 4, output, lower: 16, upper: 39 })
  await model.fit(panel, training)
  const levels = [...output.levels]
  const own = await model.predict(panel, { quantiles: levels })
  expect(new Set(own.quantiles[0])).toContain(16)
  const found = await forecast(model, plain, output, levels)
  for (const [level, values] of own.quantiles.entries()) expectNear(found.quantiles[level], values)
})

describe('toOnnx refuses', () => {
  it('what is no network, and says what to write instead', async () => {
    expect(() => toOnnx(gru({ horizon }))).toThrow('Expected a fitted gru')
    expect(() => toOnnx(theta({ horizon }) as never)).toThrow(
      'got a forecaster of kind theta. A method without a network',
    )
    expect(() => toOnnx(conformal(gru({ horizon })) as never)).toThrow('Write the forecaster inside of it')
    expect(() => toOnnx(new Lstm({ inputSize: 1, hiddenSize: 1 }), { states: true })).toThrow('for a Model only')
  })
})

/** A forecast of a network with output `point()`: each step reads the forecasts before it. */
async function stepByStep(
  model: NetworkForecaster,
  series: readonly SeriesInput[],
): Promise<{ mean: number[]; quantiles: number[][] }> {
  const description = describeOnnx(model)
  const bytes = toOnnx(model)
  const context = description.forecast?.context ?? 0
  const drawn: number[][] = series.map(() => [])
  let states: Record<string, Feed> = {}
  for (let step = 0; step < horizon; step++) {
    const found = await runOnnx(
      bytes,
      stepInputs(description, series, [step === 0 ? -context : step, step + 1], drawn, states),
    )
    const { prediction } = found
    const steps = prediction.shape[1]
    drawn.forEach((own, s) => {
      own.push(prediction.data[s * steps + steps - 1])
    })
    states = Object.fromEntries((description.states ?? []).map(({ input, output }) => [input, found[output] as Feed]))
  }
  return { mean: drawn.flat(), quantiles: [] }
}
