// The windows of a panel that a fitted network forecaster reads, as arrays.

import { binding, type Tensors, type WindowScales, type Windows } from '../../addon/index.ts'
import type { CallOptions } from '../../base/abort.ts'
import { GatecastError } from '../../base/error.ts'
import { pacer } from '../../base/resources/turns.ts'
import { checkHistories, checkPanel } from '../../forecast/check.ts'
import { checkFuture } from '../../forecast/network/data/check_future.ts'
import { aroundOrigin, type Rows } from '../../forecast/network/data/cut.ts'
import { nativeTable } from '../../forecast/network/data/native_table.ts'
import { settingsOnClock } from '../../forecast/network/design/by_clock.ts'
import {
  checkFrequency,
  type Fitted,
  fittedFrom,
  lookback,
  type StoredFitted,
} from '../../forecast/network/design/fitted.ts'
import type { NetworkSettings } from '../../forecast/network/design/settings.ts'
import type { NetworkForecaster } from '../../forecast/network/network_forecaster.ts'
import { cuttingFor, forecastWindows, validationWindows } from '../../forecast/network/train/windows.ts'
import { clockPanel } from '../../forecast/season/clock_panel.ts'
import type { Panel } from '../../series/index.ts'
import type { Operation } from './operations.ts'
import { Probe } from './probe.ts'

/** A fitted network forecaster and its parts. */
export interface OpenForecaster extends Disposable {
  readonly fitted: Fitted
  readonly settings: NetworkSettings
  /** Whether it predicts step by step. */
  readonly isRecursive: boolean
  readonly probe: Probe
}

/** Arrays by input name, one sample for each series, and the scales of the windows. */
export interface WindowArrays {
  readonly data: Tensors
  readonly scales: WindowScales
  /** The source of each input, whose rows are counted from the origin. */
  readonly sources: Windows['inputs']
}

/** Opens a copy of a fitted forecaster, so that a later `fit` does not change it. */
export function openForecaster(forecaster: NetworkForecaster): OpenForecaster {
  // Throws for a forecaster that is not fitted.
  void forecaster.model
  const { config, tensors } = forecaster.toState()
  const { settings: given, fitted: stored } = config as unknown as { settings: NetworkSettings; fitted: StoredFitted }
  const fitted = fittedFrom(stored, tensors, given.seed)
  const { group } = stored.design
  if (group !== undefined && group.length > 1)
    throw new GatecastError(
      'ERR_TYPE',
      `Expected a network that reads each series by itself, got ${forecaster.kind}, which mixes ${group.length} series. ` +
        'permutationImportance() works with it',
    )
  const isRecursive = (given as { recursive?: boolean }).recursive === true
  const probe = new Probe({ program: stored.program, parameters: tensors })
  return {
    fitted,
    settings: settingsOnClock(given, fitted.design, isRecursive),
    isRecursive,
    probe,
    [Symbol.dispose]() {
      fitted.model[Symbol.dispose]()
      probe[Symbol.dispose]()
    },
  }
}

/**
 * The panel as the network reads it.
 *
 * @throws {GatecastError} `ERR_DATA`, `ERR_TYPE` as `predict`, `ABORT_ERR`
 */
export async function readablePanel(
  { fitted, settings }: OpenForecaster,
  forecaster: NetworkForecaster,
  panel: Panel,
  { signal }: CallOptions,
): Promise<Panel> {
  const pace = pacer(signal)
  checkPanel(panel)
  checkHistories(panel)
  await pace()
  checkFrequency(panel, fitted.design)
  checkFuture(panel, fitted.codes, forecaster.horizon)
  return fitted.design.clockSteps === undefined ? panel : clockPanel(panel, forecaster.horizon, settings.horizon).panel
}

/**
 * The window that each series is forecast from. A network that predicts step by step reads its own draws after the first
 * forecast step, so its window ends with that step.
 */
export async function forecastArrays(open: OpenForecaster, panel: Panel, call: CallOptions): Promise<WindowArrays> {
  const { fitted, settings, isRecursive } = open
  const pace = pacer(call.signal)
  const rows = aroundOrigin(panel, lookback(fitted), settings.horizon)
  const origins = panel.lengths.map((length, series) => length - rows.from[series])
  await pace()
  return withTable(open, panel, rows, call, (table) => {
    const windows = forecastWindows(cuttingFor(fitted, settings), table, origins)
    return isRecursive ? { ...windows, inputs: firstStep(windows.inputs, settings.horizon) } : windows
  })
}

/**
 * The newest window of each series whose horizon is known, with its target; without series that are too short.
 *
 * @returns `null` if all series are too short
 */
export async function knownArrays(open: OpenForecaster, panel: Panel, call: CallOptions): Promise<WindowArrays | null> {
  const { fitted, settings } = open
  const before = lookback(fitted) + settings.horizon
  const rows = { from: panel.lengths.map((length) => Math.max(0, length - before)), to: panel.lengths }
  const lengths = panel.lengths.map((length, series) => length - rows.from[series])
  // The smallest share holds out one horizon, and so one window.
  const open1 = (table: Windows['table']) =>
    validationWindows(cuttingFor(fitted, settings), table, lengths, { share: Number.MIN_VALUE })
  return withTable(open, panel, rows, call, open1)
}

async function withTable<R extends WindowArrays | null = WindowArrays>(
  { fitted, probe }: OpenForecaster,
  panel: Panel,
  rows: Rows,
  call: CallOptions,
  cut: (table: Windows['table']) => Windows,
): Promise<R> {
  const pace = pacer(call.signal)
  const table = nativeTable(panel, fitted.codes, fitted.design, rows)
  try {
    await pace()
    const windows = cut(table)
    if (binding.countWindows(windows) === 0) return null as R
    const sources = inputsIn(probe.operations, windows)
    const read = probe.reader(sources.map(({ first }) => first))
    const values = await read(
      { ...windows, inputs: Object.fromEntries(sources.map(({ name }) => [name, windows.inputs[name]])) },
      call,
    )
    const data = Object.fromEntries(sources.map(({ name, first }) => [name, values.get(first)]))
    return { data, scales: await binding.windowScales(windows), sources: windows.inputs } as R
  } finally {
    table.dispose()
  }
}

const inputsIn = (operations: readonly Operation[], { inputs }: Windows): Operation[] =>
  operations.filter(({ kind, name }) => kind === 'input' && name in inputs)

/** Sources whose last row is the first row of the horizon. */
const firstStep = (inputs: Windows['inputs'], horizon: number): Windows['inputs'] =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, source]) => [
      name,
      'to' in source ? { ...source, to: source.to - horizon + 1 } : source,
    ]),
  )
