import { join } from 'node:path'
import { loadForecaster } from 'gatecast'

/**
 * Loads a model by its path, or by `registry/name@version`, where the version is a number, `latest` or `production`.
 *
 * @param {string} place
 * @returns {Promise<import('gatecast').NetworkForecaster>}
 */
export async function loadModel(place) {
  const forecaster = await loadForecaster((await inRegistry(place)) ?? place)
  const { covariates, mixes } = forecaster.facts?.() ?? {}
  const needs = [covariates?.known, covariates?.observed, covariates?.static, mixes].flatMap((names) => names ?? [])
  // A request brings the values of one meter, and nothing else.
  if (needs.length > 0)
    throw new Error(
      `Expected a network that reads one series alone, got one at ${place} that needs ${needs.join(', ')}`,
    )
  if ('stream' in forecaster) return /** @type {import('gatecast').NetworkForecaster} */ (forecaster)
  throw new Error(`Expected a network, which can follow meters, got a model of the kind ${forecaster.kind} at ${place}`)
}

/** @param {string} place */
async function inRegistry(place) {
  const [, registry, name, version] = /^(.+)\/([^/]+)@(\w+)$/.exec(place) ?? []
  if (registry === undefined) return undefined
  const { listModels } = await import('gatecast/jobs')
  const model = (await listModels(registry)).find((one) => one.name === name)
  const number = model?.aliases[version] ?? Number(version)
  if (model?.versions.some((one) => one.version === number)) return join(registry, name, `${number}.safetensors`)
  throw new Error(`Expected the version "${version}" of "${name}" in the registry ${registry}, got none`)
}
