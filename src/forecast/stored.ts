// The file of a forecaster: a safetensors file. The tensors hold what it learned, the metadata its kind and options.

import { checkFunction, checkText, shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { readStored, type StoredForm, writeStored } from '../nn/storage/stored_file.ts'
import type { Forecaster, ForecasterState } from './forecaster.ts'

const form: StoredForm = { format: 'gatecast-forecaster', version: 1 }

/** For each kind, the function that makes a forecaster from its state. */
const kinds = new Map<string, (state: ForecasterState) => Forecaster>()

/**
 * Registers a kind of forecaster, so that `loadForecaster`, ensembles and `conformal` can read it back.
 *
 * @param kind - the `kind` of its state
 * @param fromState - makes a forecaster from the state that its `toState` returned
 * @throws {GatecastError} `ERR_TYPE` unless they are a text and a function
 * @example
 * registerForecaster('weekly', ({ config }) => seasonalNaive({ horizon: Number(config), season: 7 }))
 */
export function registerForecaster(kind: string, fromState: (state: ForecasterState) => Forecaster): void {
  checkText('kind', kind)
  checkFunction('fromState', fromState ?? null)
  kinds.set(kind, fromState)
}

/**
 * Makes a forecaster from the state that `toState` returned.
 *
 * @param state - kind, configuration and tensors
 * @throws {GatecastError} `ERR_FILE` for a kind that is not registered
 * @example
 * const twin = forecasterFromState(forecaster.toState())
 */
export function forecasterFromState(state: ForecasterState): Forecaster {
  const fromState = kinds.get(state?.kind)
  if (fromState) return fromState(state)
  throw new GatecastError(
    'ERR_FILE',
    `Expected a forecaster of kind ${[...kinds.keys()].join(', ')}, got ${shown(state?.kind)}. ` +
      'Register a kind of your own first: registerForecaster(kind, fromState)',
  )
}

export async function saveForecaster(path: string, { kind, config, tensors }: ForecasterState): Promise<void> {
  await writeStored(path, form, { tensors, metadata: { kind, configuration: JSON.stringify(config) } })
}

/**
 * Reads a forecaster of any kind from a file that `save` wrote.
 *
 * @param path - path of the file
 * @throws {GatecastError} `ERR_FILE` if the file is broken, holds no forecaster, or has another format version
 * @example
 * const forecaster = await loadForecaster('sales.safetensors')
 * const forecast = await forecaster.predict(panel)
 */
export function loadForecaster(path: string): Promise<Forecaster> {
  return readStored(path, form, async ({ tensors, metadata, json }) => {
    const config = json('configuration') as ForecasterState['config']
    const forecaster = forecasterFromState({ kind: metadata.kind, config, tensors })
    await forecaster.checkWhole?.()
    return forecaster
  })
}
