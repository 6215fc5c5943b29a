// A model of electric loads, and the history of a meter.

import { join } from 'node:path'
import { gru, type NetworkForecaster, panelFromSeries } from 'gatecast'

export const hour = 3_600_000
export const firstHour = Date.UTC(2024, 0, 1)

export const timeOf = (step: number): string => new Date(firstHour + step * hour).toISOString()

/** Hourly loads with a daily season. */
export const loads = (meter: number, steps: number): number[] =>
  Array.from(
    { length: steps },
    (_, step) => 10 + meter + 5 * Math.sin((2 * Math.PI * step) / 24) + ((step * 7) % 5) / 5,
  )

export const panelOf = (values: readonly (number | null)[], id = 'meter') =>
  panelFromSeries([{ id, start: timeOf(0), values }], { frequency: 'h' })

/** Trains a small network, and saves it as `load.safetensors` in a folder. */
export async function saveLoadModel(folder: string): Promise<{ model: NetworkForecaster; path: string }> {
  const meters = [0, 1, 2].map((meter) => ({ id: `meter ${meter}`, start: timeOf(0), values: loads(meter, 400) }))
  const model = gru({ horizon: 12, hiddenSize: 16, context: 48 })
  await model.fit(panelFromSeries(meters, { frequency: 'h' }), { epochs: 1, calibrate: false })
  const path = join(folder, 'load.safetensors')
  await model.save(path)
  return { model, path }
}
