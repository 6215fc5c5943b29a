// A level far from 0 must not hide changes: networks compute in float32, which rounds 1e9 to steps of 64.

import { describe, expect, it } from 'vitest'
import {
  conformal,
  cycleNet,
  deepAr,
  dLinear,
  gaussian,
  gru,
  invertedTransformer,
  lstm,
  minGru,
  mqRnn,
  type NetworkForecaster,
  negativeBinomial,
  nHits,
  nLinear,
  patchTransformer,
  point,
  poisson,
  quantiles,
  rnn,
  segRnn,
  sparseTsf,
  studentT,
  tft,
  tide,
  tsMixer,
  xLstmMixer,
} from '../../../src/forecast/index.ts'
import { type Panel, panelFromSeries } from '../../../src/series/index.ts'

const horizon = 7
const small = { horizon, context: 14, seed: 3 }
const cells = { ...small, hiddenSize: 8 }
const panelAt = (offset: number, known?: (row: number) => number): Panel =>
  panelFromSeries(
    ['a', 'b'].map((id) => ({
      id,
      values: Array.from({ length: 90 }, (_, i) => offset + 10 + (i % 7)),
      ...(known ? { known: { level: Array.from({ length: 97 }, (_, i) => known(i)) } } : {}),
    })),
    { frequency: 'd' },
  )

const kinds: Record<string, (options: object) => NetworkForecaster> = {
  gru: (options) => gru({ ...cells, ...options }),
  lstm: (options) => lstm({ ...cells, ...options }),
  rnn: (options) => rnn({ ...cells, ...options }),
  'gru, recursive': (options) => gru({ ...cells, recursive: true, ...options }),
  deepAr: (options) => deepAr({ ...cells, ...options }),
  mqRnn: (options) => mqRnn({ ...cells, ...options }),
  dLinear: (options) => dLinear({ ...small, ...options }),
  nHits: (options) => nHits({ ...cells, ...options }),
  tide: (options) => tide({ ...cells, ...options }),
  nLinear: (options) => nLinear({ ...small, ...options }),
  segRnn: (options) => segRnn({ ...cells, ...options }),
  minGru: (options) => minGru({ ...cells, ...options }),
  xLstmMixer: (options) => xLstmMixer({ ...cells, ...options }),
  patchTransformer: (options) => patchTransformer({ ...cells, ...options }),
  invertedTransformer: (options) => invertedTransformer({ ...cells, ...options }),
  tsMixer: (options) => tsMixer({ ...cells, ...options }),
  tft: (options) => tft({ ...cells, ...options }),
  cycleNet: (options) => cycleNet({ ...small, ...options }),
  'cycleNet, perceptron': (options) => cycleNet({ ...small, hiddenSize: 8, ...options }),
  sparseTsf: (options) => sparseTsf({ ...small, ...options }),
}
const isRecursive = (kind: string) => kind === 'deepAr' || kind.endsWith('recursive')
const outputs = { studentT: studentT(), gaussian: gaussian(), quantiles: quantiles(), point: point() }
const scalings = ['standard', 'robust', 'last', 'mean', 'none'] as const

const cases = Object.keys(kinds).flatMap((kind) =>
  scalings.flatMap((scaling) =>
    Object.entries(outputs).flatMap(([name, output]) =>
      isRecursive(kind) && name === 'quantiles' ? [] : [{ kind, scaling, name, output }],
    ),
  ),
)

/** Forecast minus offset: mean and quantiles, and the next forecast of a stream. */
async function relative(model: NetworkForecaster, panel: Panel, offset: number): Promise<number[]> {
  const { mean, quantiles } = await model.predict(panel)
  using stream = model.stream(panel)
  const next = await stream.next({ values: [offset + 16, offset + 16] })
  return [...mean, ...quantiles.flatMap((values) => [...values]), ...next.mean].map((value) => value - offset)
}
const farthest = (a: readonly number[], b: readonly number[]) =>
  Math.max(...a.map((value, i) => Math.abs(value - b[i]!)))

describe('networks', () => {
  it.for(cases)('forecast the same changes at any level: $kind, $scaling, $name', async ({ kind, scaling, output }) => {
    const at = async (offset: number) => {
      const model = kinds[kind]!({ scaling, output })
      await model.fit(panelAt(offset), { epochs: 2, calibrate: false })
      return relative(model, panelAt(offset), offset)
    }
    // Without a large level, `none` and `mean` do not shift values, so that these two learn from other numbers at 0.
    const first = scaling === 'none' || scaling === 'mean' ? 1e7 : 0
    const near = await at(first)
    expect(farthest(await at(1e9), near)).toBeLessThan(1e-4)
    // A double has steps of 1e-4 at this level.
    expect(farthest(await at(1e12), near)).toBeLessThan(0.02)
  })

  it('are right to the units of the data', async () => {
    for (const scaling of scalings) {
      const model = gru({ ...cells, scaling })
      await model.fit(panelAt(1e9), { epochs: 10 })
      const { mean } = await model.predict(panelAt(1e9))
      const changes = Array.from(mean.subarray(0, horizon), (value) => value - 1e9)
      expect(farthest(changes, [16, 10, 11, 12, 13, 14, 15]), scaling).toBeLessThan(0.5)
    }
  })

  it('follow a meter that rises all the time', async () => {
    let count = 45_678_901
    const meter = Array.from({ length: 480 }, (_, i) => (count += 0.5 + (i % 24 > 7 && i % 24 < 22 ? 1.2 : 0)))
    const panel = panelFromSeries([{ id: 'kWh', values: meter }], { frequency: 'h' })
    const model = gru({ horizon: 24, hiddenSize: 8 })
    await model.fit(panel, { epochs: 4, calibrate: false })
    const { mean } = await model.predict(panel)
    for (const value of mean) expect(Math.abs(value - count)).toBeLessThan(40)
    expect(new Set(mean).size).toBe(24)
  })

  it('read covariates of any level', async () => {
    const at = async (known: (row: number) => number) => {
      const model = gru(cells)
      await model.fit(panelAt(0, known), { epochs: 2, calibrate: false })
      return [...(await model.predict(panelAt(0, known))).mean]
    }
    const near = await at((row) => row % 5)
    for (const level of [2024, 1.7e12, 1e8])
      expect(farthest(await at((row) => level + (row % 5)), near), `${level}`).toBeLessThan(1e-3)
  })

  it('keep it in conformal intervals, backtests and updates', async () => {
    const at = async (offset: number) => {
      const panel = panelAt(offset)
      const model = gru(cells)
      await model.fit(panel, { epochs: 2 })
      await model.update(panel, { epochs: 1 })
      const wrapped = conformal(gru({ ...cells, output: point() }), { windows: 3 })
      await wrapped.fit(panel, { epochs: 2 })
      const intervals = await wrapped.predict(panel, { quantiles: [0.1, 0.9] })
      const { overall } = await model.backtest(panel, { windows: 2, refit: 'never' })
      return [
        ...(await relative(model, panel, offset)),
        ...intervals.quantiles.flatMap((values) => Array.from(values, (value) => value - offset)),
        overall.mae!,
      ]
    }
    expect(farthest(await at(1e9), await at(0))).toBeLessThan(1e-4)
  })
})

describe('counts, which are scaled and never shifted', () => {
  it.each([
    ['negativeBinomial', negativeBinomial()],
    ['poisson', poisson()],
  ])('are within 5 % of the level after two epochs: %s', async (_, output) => {
    for (const level of [1000, 1e6]) {
      const panel = panelAt(level)
      const model = gru({ ...cells, output })
      await model.fit(panel, { epochs: 2 })
      const { mean } = await model.predict(panel)
      for (const value of mean) expect(Math.abs(value / (level + 13) - 1)).toBeLessThan(0.05)
    }
  })
})
