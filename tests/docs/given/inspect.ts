// Values that the examples of gatecast/inspect use without declaring them: a small model with data, a small forecaster
// with its panel.

import { writeFile } from 'node:fs/promises'
import { gru, panelFromSeries } from 'gatecast'
import { input, last, linear, lstm, Model, mse } from 'gatecast/nn'

export { writeFile }

const wave = (t: number) => Math.sin(t / 3)
const x = input(['batch', 'time', 1])
const y = input(['batch', 2])
const forecast = linear(last(lstm(x, { hiddenSize: 4 }).output), 2)
export const model = new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y), seed: 1 })
export const data = {
  x: Array.from({ length: 4 }, (_, s) => Array.from({ length: 6 }, (_, t) => [wave(s + t)])),
  y: Array.from({ length: 4 }, (_, s) => [wave(s + 6), wave(s + 7)]),
}

const stores = ['store 6', 'store 7']
export const panel = panelFromSeries(
  stores.map((id, store) => ({
    id,
    start: '2024-01-01',
    values: Array.from({ length: 80 }, (_, day) => 40 + 9 * store + 6 * Math.sin((2 * Math.PI * day) / 7)),
    known: { price: Array.from({ length: 84 }, (_, day) => 2 + wave(day + store)) },
  })),
  { frequency: 'd', target: 'sales' },
)
/** Small, so that the fit is fast: no example depends on the quality of its forecast. */
export const forecaster = gru({ horizon: 4, hiddenSize: 4, context: 14 })
await forecaster.fit(panel, { epochs: 1, samplesPerEpoch: 64, calibrate: false })
