// Six monthly series: the next twelve months from 36. A window is scaled by its own mean and deviation.

import { monthly } from 'gatecast/datasets'
import { adam, input, linear, Model, mse, type Value } from 'gatecast/nn'
import { meanOf, weightsOf } from '../tools/measure.ts'

const [past, horizon, held] = [36, 12, 36] as const

interface Window {
  x: number[][]
  y: number[]
  series: string
  truth: number[]
  seasonal: number[]
  scaleBack: (value: number) => number
}

function windowAt(series: string, values: readonly number[], origin: number): Window {
  const before = values.slice(origin - past, origin)
  const mean = meanOf(before)
  const deviation = Math.sqrt(meanOf(before.map((value) => (value - mean) ** 2)))
  const truth = values.slice(origin, origin + horizon)
  return {
    x: before.map((value) => [(value - mean) / deviation]),
    y: truth.map((value) => (value - mean) / deviation),
    ...{ series, truth, seasonal: before.slice(-horizon) },
    scaleBack: (value) => mean + deviation * value,
  }
}

export type Months = Value<['batch', 36, 1]>

/**
 * Trains a reader on all windows before the last three years, and forecasts from each month of these.
 *
 * @returns the mean absolute error, divided by that of the same month of last year, as a mean over the series
 */
export async function learnForecast(
  read: (x: Months) => Value<['batch', number]>,
  seed = 1,
): Promise<{ ratio: number; weights: number; example: { truth: number[]; forecast: number[] } }> {
  const panel = await monthly()
  const [training, test]: [Window[], Window[]] = [[], []]
  panel.ids.forEach((id, i) => {
    // A missing month takes the value of the month before.
    const values = Array.from(panel.history(i))
    for (let t = 1; t < values.length; t++) if (Number.isNaN(values[t])) values[t] = values[t - 1]
    for (let origin = past; origin + horizon <= values.length; origin++) {
      if (origin + horizon <= values.length - held) training.push(windowAt(id, values, origin))
      else if (origin >= values.length - held) test.push(windowAt(id, values, origin))
    }
  })
  const x = input(['batch', past, 1])
  const y = input(['batch', horizon])
  const next = linear(read(x), horizon)
  const model = new Model({ inputs: { x, y }, outputs: { next }, loss: mse(next, y), seed })
  const packed = (windows: Window[]) => ({ x: windows.map((window) => window.x), y: windows.map((window) => window.y) })
  const options = { epochs: 20, batchSize: 32, optimizer: adam({ learningRate: 2e-3 }), clipNorm: 1 }
  await model.fit(packed(training), options)
  const { next: answer } = await model.predict(packed(test))
  const forecasts = test.map(({ scaleBack }, n) =>
    Array.from(answer.data.slice(n * horizon, (n + 1) * horizon), scaleBack),
  )
  const away = (of: (n: number) => number[], n: number) =>
    test[n].truth.reduce((sum, value, k) => sum + Math.abs(value - of(n)[k]), 0)
  const ratios = panel.ids.map((id) => {
    const own = [...test.keys()].filter((n) => test[n].series === id)
    const total = (of: (n: number) => number[]) => own.reduce((sum, n) => sum + away(of, n), 0)
    return total((n) => forecasts[n]) / total((n) => test[n].seasonal)
  })
  const lastPassengers = test.findLastIndex(({ series }) => series === 'Air passengers')
  return {
    ratio: meanOf(ratios),
    weights: weightsOf(model),
    example: { truth: test[lastPassengers].truth, forecast: forecasts[lastPassengers] },
  }
}
