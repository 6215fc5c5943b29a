import { checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { type Checks, number, optionsOf, text } from '../../base/options/options.ts'
import { checkMetric, distanceFromBest } from '../../forecast/backtest/named_metric.ts'
import { aliasesIn, findVersion, putInProduction, type RegistryEntry, readEntry } from './registry.ts'

/** The rule that a version has to pass. */
export interface PromoteOptions {
  /** Promote only if the metric is worse than that of the current version by at most this share, for example 0.01. */
  unlessWorseBy?: number
  /** Score of the backtest by which versions are compared; default `mase`. */
  metric?: string
}

const checks: Checks<PromoteOptions> = { unlessWorseBy: number(0), metric: text }

/** The result of `promote`. */
export interface Promotion {
  /** Whether the version is in production now and was not before. */
  promoted: boolean
  /** The version that is now in production. */
  production: number
  /** The reason as a sentence. */
  reason: string
}

/**
 * Puts a version of a model into production, if the scores of its backtest are good enough.
 *
 * @param registry - the folder of the registry
 * @param name - the name of the model
 * @param version - a number, or an alias, for example `latest`
 * @param options - the rule that the version has to pass; without a rule any version passes
 * @throws {GatecastError} `ERR_DATA` if a rule is given and one of the two versions has no such metric, `ERR_RANGE` for
 * a metric that cannot rank forecasts
 * @example
 * const { promoted, reason } = await promote('models', 'sales', 'latest', { unlessWorseBy: 0.01 })
 */
export async function promote(
  registry: string,
  name: string,
  version: string | number,
  options: PromoteOptions = {},
): Promise<Promotion> {
  const { unlessWorseBy, metric = 'mase' } = optionsOf('promote', options, checks)
  checkMetric(metric)
  const { folder, number } = await findVersion(
    registry,
    name,
    typeof version === 'number' ? `${version}` : checkText('version', version),
  )
  const { production } = await aliasesIn(folder)
  let reason = production === undefined ? 'nothing was in production' : `version ${production} was in production`
  if (production === number) return { promoted: false, production, reason: 'it is in production already' }
  if (production !== undefined && unlessWorseBy !== undefined) {
    const [current, next] = await Promise.all([readEntry(folder, production), readEntry(folder, number)])
    const [old, own] = [metricOf(name, current, metric), metricOf(name, next, metric)]
    // Compares the distances of the scores from the best possible score. For a coverage, the best one is its level.
    const [far, near] = [distanceFromBest(metric, own), distanceFromBest(metric, old)]
    reason = `${metric} ${own.toPrecision(4)} against ${old.toPrecision(4)} of version ${production}: ${change(near, far)}`
    if (current.data !== next.data) reason += ', each on the data it was trained on'
    if (!(far <= near + Math.abs(near) * unlessWorseBy))
      return { promoted: false, production, reason: `${reason}, at most ${percent(unlessWorseBy)} is allowed` }
  }
  await putInProduction(folder, number)
  return { promoted: true, production: number, reason }
}

const change = (from: number, to: number): string => (from === to ? percent(0) : percent((to - from) / Math.abs(from)))

const percent = (share: number): string => `${share > 0 ? '+' : ''}${(100 * share).toFixed(2)} %`

function metricOf(name: string, { version, metrics }: RegistryEntry, metric: string): number {
  const value = metrics[metric]
  if (typeof value === 'number') return value
  throw new GatecastError(
    'ERR_DATA',
    `Expected ${metric} among the metrics of "${name}" version ${version}, got ${Object.keys(metrics).join(', ') || 'none'}. ` +
      'Train with a backtest, or promote without a rule',
  )
}
