// The file of a forecaster: safetensors with what it learned, and in its metadata kind and configuration.

import { GatecastError } from '../base/error.ts'
import { version } from '../base/version.ts'
import { readSafetensors, writeSafetensors } from '../nn/index.ts'
import type { Forecaster, ForecasterState } from './forecaster.ts'

/** Of this layout of the file; raised when older readers would misread it. */
const formatVersion = 1

/** How a forecaster of each kind is made of its state. */
const kinds = new Map<string, (state: ForecasterState) => Forecaster>()

/**
 * Makes a kind known to `loadForecaster` and to forecasters that hold others.
 *
 * @param fromState - makes one of what its `toState` gave
 * @param kind - the `kind` of its state
 * @example
 * registerForecaster('weekly', ({ config }) => seasonalNaive({ horizon: Number(config), season: 7 }))
 */
export function registerForecaster(kind: string, fromState: (state: ForecasterState) => Forecaster): void {
  kinds.set(kind, fromState)
}

/**
 * Makes a forecaster of what `toState` gave.
 *
 * @param state - kind, configuration and tensors
 * @throws {GatecastError} `ERR_FILE` for a kind that is not registered
 * @example
 * const twin = forecasterFromState(forecaster.toState())
 */
export function forecasterFromState(state: ForecasterState): Forecaster {
  const fromState = kinds.get(state.kind)
  if (fromState) return fromState(state)
  throw new GatecastError(
    'ERR_FILE',
    `Expected a forecaster of kind ${[...kinds.keys()].join(', ')}, got ${JSON.stringify(state.kind)}. ` +
      'Make a kind of your own known with registerForecaster(kind, fromState) first',
  )
}

export async function saveForecaster(path: string, { kind, config, tensors }: ForecasterState): Promise<void> {
  await writeSafetensors(path, {
    tensors,
    metadata: {
      format: 'gatecast-forecaster',
      format_version: `${formatVersion}`,
      library_version: version,
      kind,
      configuration: JSON.stringify(config),
    },
  })
}

/**
 * Reads a forecaster that `save` wrote, whatever its kind.
 *
 * @param path - of the file
 * @throws {GatecastError} `ERR_FILE` if the file is broken, of another kind or of another version
 * @example
 * const forecaster = await loadForecaster('sales.safetensors')
 * const forecast = await forecaster.predict(panel)
 */
export async function loadForecaster(path: string): Promise<Forecaster> {
  const { tensors, metadata } = await readSafetensors(path)
  const fail = (message: string): never => {
    throw new GatecastError('ERR_FILE', `"${path}": ${message}`)
  }
  if (metadata.format !== 'gatecast-forecaster')
    fail(
      `Expected a forecaster written by gatecast, got ${metadata.format === 'gatecast' ? 'a Model' : 'other tensors'}`,
    )
  if (Number(metadata.format_version) !== formatVersion)
    fail(
      `Expected format version ${formatVersion}, got ${metadata.format_version}, written by gatecast ` +
        `${metadata.library_version}. Use that version or a later one`,
    )
  let config: ForecasterState['config']
  try {
    config = JSON.parse(metadata.configuration)
  } catch {
    return fail('Expected the configuration in the metadata to be JSON')
  }
  return forecasterFromState({ kind: metadata.kind, config, tensors })
}
