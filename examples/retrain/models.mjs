// Models in a registry. Each model in production has a twin that was trained without the newest rows: its errors in these
// rows are what to expect of the model. Both say how far the rows of the model went.

import { join } from 'node:path'
import { loadForecaster } from 'gatecast'
import { listModels, registerModel } from 'gatecast/jobs'
import { name, registry } from './settings.mjs'

/** @param {number} time */
const rowsUntil = (time) => `rows until ${new Date(time).toISOString()}`

/** The model in production, its twin, and the time of the newest row that it was trained on; undefined if there is none. */
export async function inProduction() {
  const models = await listModels(registry).catch(() => [])
  const model = models.find((one) => one.name === name)
  const entry = model?.versions.find(({ version }) => version === model.aliases.production)
  if (!entry) return undefined
  const twin = models.find((one) => one.name === `${name}.twin`)?.versions.findLast(({ data }) => data === entry.data)
  if (!twin) throw new Error(`Expected a model "${name}.twin" for version ${entry.version} of "${name}", got none`)
  return {
    version: entry.version,
    time: Date.parse(entry.data.replace('rows until ', '')),
    forecaster: await load(name, entry.version),
    twin: await load(`${name}.twin`, twin.version),
    windows: twin.metrics.windows ?? 1,
  }
}

/** @param {string} model @param {number} version */
const load = (model, version) => loadForecaster(join(registry, model, `${version}.safetensors`))

/**
 * Adds a model and its twin to the registry.
 *
 * @param {import('gatecast').Forecaster} forecaster trained on all rows
 * @param {import('gatecast').Forecaster} twin trained without the newest rows
 * @param {{ time: number, windows: number, metrics: Record<string, number> }} about the time of the newest row, and the
 * scores of the twin in the windows that it did not see
 */
export async function register(forecaster, twin, { time, windows, metrics }) {
  const data = rowsUntil(time)
  await registerModel(registry, `${name}.twin`, twin, { data, metrics: { ...metrics, windows } })
  return registerModel(registry, name, forecaster, { data, metrics })
}
