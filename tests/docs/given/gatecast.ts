// Values that the examples of gatecast use without declaring them: three stores with some months of daily sales.

import { readFile, writeFile } from 'node:fs/promises'
import {
  type DataFrame,
  type Forecast,
  type Forecaster,
  loadForecaster,
  gru as network,
  type Panel,
  panelFromSeries,
  seasonalNaive,
  theta,
} from 'gatecast'
import { prepare } from 'gatecast/danfo'
import { adam } from 'gatecast/nn'

export { adam, prepare, readFile, writeFile }

const stores = ['store 6', 'store 7', 'store 8']
const salesOn = (store: number, day: number) => 40 + 9 * store + 6 * Math.sin((2 * Math.PI * day) / 7) + ((day * 5) % 4)

const panelOf = (days: number): Panel =>
  panelFromSeries(
    stores.map((id, store) => ({
      id,
      start: '2024-01-01',
      values: Array.from({ length: days }, (_, day) => Math.round(salesOn(store, day))),
    })),
    { frequency: 'd', target: 'sales' },
  )

export const panel = panelOf(160)
export const thisWeek = panelOf(167)
export const roles = { series: 'series', time: 'time', target: 'sales' }
export const [shop, date, sales] = [
  ['a', 'a', 'b', 'b'],
  ['2024-01-01', '2024-01-02', '2024-01-01', '2024-01-02'],
  [3, 5, 2, 4],
]
export const frame = panel.toDataFrame()
export const data = frame as DataFrame | Record<string, unknown>[]
export const readPanel = async (_: string) => panel

/** Small, so that the fit is fast: no example depends on the quality of its forecast. */
const quick = network({ horizon: 28, hiddenSize: 4 })
export const fit = await quick.fit(panel, { epochs: 1, samplesPerEpoch: 64, calibrate: false })
await quick.save('sales.safetensors')
export const model = quick
export const forecaster: Forecaster = await loadForecaster('sales.safetensors')
export const forecast: Forecast = await model.predict(panel, { quantiles: [0.1, 0.5, 0.9] })
export const one = await theta({ horizon: 28 }).predict(panel)
export const other = await seasonalNaive({ horizon: 28 }).predict(panel)

export const meter = (async function* () {
  yield* [40, 41]
})()
