// Small data and models that cases share. A call must not change them.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as gatecast from '../../../src/index.ts'
import { input, linear, Model, mse } from '../../../src/nn/index.ts'

/** Makes a value once, when it is first asked for. */
export function once<T>(make: () => T): () => T {
  let kept: { value: T } | undefined
  return () => {
    kept ??= { value: make() }
    return kept.value
  }
}

/** Files that cases write lie here. The folder is removed when the process ends. */
export const folder = once(() => {
  const made = mkdtempSync(join(tmpdir(), 'gatecast-calls-'))
  process.once('exit', () => rmSync(made, { recursive: true, force: true }))
  return made
})
export const path = (name: string) => join(folder(), name)

export const columns = () => {
  const steps = Array.from({ length: 60 }, (_, row) => row % 30)
  return {
    shop: steps.map((_, row) => (row < 30 ? 'a' : 'b')),
    day: steps.map((step) => new Date(Date.UTC(2024, 0, 1 + step)).toISOString().slice(0, 10)),
    sold: steps.map((step, row) => 10 + (step % 7) + (row < 30 ? 0 : 5) + Math.sin(row)),
    promo: steps.map((step) => (step % 5 === 0 ? 1 : 0)),
  }
}
export const roles = () => ({ series: 'shop', time: 'day', target: 'sold', known: ['promo'] })
export const rows = () => {
  const { shop, day, sold, promo } = columns()
  return shop.slice(0, 40).map((name, row) => ({ shop: name, day: day[row], sold: sold[row], promo: promo[row] }))
}
export const frame = () => gatecast.dataFrame(columns())

/** Two series of 30 days, one covariate whose last three values lie after the history. */
export const panel = once(() => {
  const all = gatecast.panelFromColumns(columns(), roles())
  return all.cut((series) => all.lengths[series] - 3)
})
export const shops = once(() => {
  const values = Array.from({ length: 36 }, (_, t) => 20 + (t % 12))
  return gatecast.panelFromSeries(
    ['a/1', 'a/2', 'b/1'].map((id) => ({ id, start: '2020-01', values })),
    { frequency: 'MS' },
  )
})
export const sums = once(() => gatecast.hierarchy(shops(), { columns: ['state', 'shop'] }))

export const local = once(() => gatecast.theta({ horizon: 3 }))
export const network = once(async () => {
  const model = gatecast.gru({ horizon: 3, context: 8, hiddenSize: 4 })
  await model.fit(panel(), { epochs: 1 })
  return model
})
export const forecast = once(() => local().predict(panel(), { quantiles: [0.1, 0.5, 0.9], fitted: true }))
export const backtest = once(() => local().backtest(panel(), { windows: 2 }))

/** A forecast from three days before the end, whose values have come. */
export const early = once(() =>
  local().predict(
    panel().cut((s) => panel().lengths[s] - 3),
    { quantiles: [0.1, 0.9] },
  ),
)
export const watched = once(async () => gatecast.monitor(await backtest(), [await early()], panel()))
/** The roles of the columns that a forecast writes. */
export const written = { series: 'shop', time: 'day', target: 'mean', observed: ['q0.1', 'q0.9'] }

/** A small network of `gatecast/nn`. */
export function smallModel() {
  const x = input(['batch', 3])
  const y = input(['batch', 2])
  const out = linear(x, 2)
  return new Model({ inputs: { x, y }, outputs: { out }, loss: mse(out, y) })
}
export const samples = () => ({
  x: [
    [1, 2, 3],
    [4, 5, 6],
  ],
  y: [
    [1, 0],
    [0, 1],
  ],
})

export const savedForecaster = once(async () => {
  const file = path('theta.safetensors')
  await local().save(file)
  return file
})
