import type { WindowScaling } from '../../../addon/index.ts'
import { checkList, checkOptions, checkWhole, shown } from '../../../base/check.ts'
import { GatecastError } from '../../../base/error.ts'
import { type Output, studentT } from '../../../models/index.ts'
import type { CalendarFeature } from '../../../series/index.ts'

/** Options of all networks. What is left out follows from the horizon and the panel that is fitted. */
export interface NetworkOptions {
  /** Steps to forecast. */
  horizon: number
  /** Steps to look back at; default some seasons, at least two horizons, less if the series are short. */
  context?: number
  /** Units of each recurrent layer; default 64. */
  hiddenSize?: number
  /** Recurrent layers one above the other; default 1. */
  layers?: number
  /** Share of the units left out at random while training; default 0.2. */
  dropout?: number
  /** What is said about each step; default `studentT()`. */
  output?: Output
  /**
   * How each window is shifted and scaled before the network sees it, and its forecast back; default `standard`, and
   * `mean` for counts.
   */
  scaling?: WindowScaling
  /**
   * Step by step, fed with its own draws, rather than the whole horizon at once. Needs a point output or a distribution.
   */
  recursive?: boolean
  /** Steps in a season, 1 for none; default that of the panel's frequency. */
  season?: number
  /** Lags of the target that are given for each step besides those of the context; default a week or a year. */
  lags?: readonly number[]
  /** Features of the calendar; default those of the frequency whose cycle is seen five times. `false` for none. */
  calendar?: boolean | readonly CalendarFeature[]
  /** Whether each series has an embedding of its own. Then only series that were fitted can be forecast. Default no. */
  embedIds?: boolean
  /** Of the first weights, of shuffling and dropout; default 0. */
  seed?: number
}

/** The options with the defaults that do not depend on data. */
export type NetworkSettings = NetworkOptions & Required<Pick<NetworkOptions, (typeof fixed)[number]>>

const fixed = [
  'hiddenSize',
  'layers',
  'dropout',
  'output',
  'scaling',
  'recursive',
  'calendar',
  'embedIds',
  'seed',
] as const
const optionNames = ['horizon', 'context', 'season', 'lags', ...fixed]
const outputKinds: readonly Output['kind'][] = ['studentT', 'gaussian', 'quantiles', 'negativeBinomial', 'point']
const scalings: readonly WindowScaling[] = ['none', 'mean', 'standard', 'robust', 'last']

/** @throws {GatecastError} `ERR_RANGE`, `ERR_TYPE` naming the option */
export function settingsOf(kind: string, options: NetworkOptions): NetworkSettings {
  checkOptions(`${kind}`, options, optionNames)
  checkWhole('horizon', options.horizon, 1)
  const { recursive = false, output = studentT(), lags } = options
  if (!outputKinds.includes(output?.kind))
    throw new GatecastError(
      'ERR_TYPE',
      `Expected output to be studentT(), gaussian(), quantiles(), negativeBinomial() or point(), got ${shown(output)}`,
    )
  const isCount = output.kind === 'negativeBinomial'
  const settings: NetworkSettings = {
    ...options,
    hiddenSize: checkWhole('hiddenSize', options.hiddenSize ?? 64, 1),
    layers: checkWhole('layers', options.layers ?? 1, 1),
    dropout: options.dropout ?? 0.2,
    output,
    scaling: options.scaling ?? (isCount ? 'mean' : 'standard'),
    recursive,
    calendar: options.calendar ?? true,
    embedIds: options.embedIds ?? false,
    seed: checkWhole('seed', options.seed ?? 0, 0),
  }
  if (options.context !== undefined) checkWhole('context', options.context, 1)
  if (options.season !== undefined) checkWhole('season', options.season, 1)
  for (const lag of checkList('lags', lags ?? [])) checkWhole('lags', lag, recursive ? 1 : options.horizon)
  if (!(settings.dropout >= 0 && settings.dropout < 1))
    throw range('dropout from 0 up to, but not, 1', `${settings.dropout}`)
  if (!scalings.includes(settings.scaling)) throw range(`scaling ${scalings.join(', ')}`, `${settings.scaling}`)
  if (isCount && settings.scaling !== 'mean' && settings.scaling !== 'none')
    throw range('scaling mean or none for counts, which cannot be shifted', settings.scaling)
  if (recursive && output.kind === 'quantiles')
    throw range('a point output or a distribution for a recursive network, to draw values from', 'quantiles')
  return settings
}

const range = (expected: string, got: string): GatecastError =>
  new GatecastError('ERR_RANGE', `Expected ${expected}, got ${got}`)
