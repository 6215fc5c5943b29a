import { binding } from '../../../addon/index.ts'
import { GatecastError } from '../../../base/error.ts'
import { adamW, cosineDecay, type History, oneCycle } from '../../../nn/index.ts'
import type { PiecewiseSamples, SamplePiece } from '../../../nn/training/piecewise_samples.ts'
import type { Panel } from '../../../series/index.ts'
import type { FitOptions } from '../../forecaster.ts'
import { wholeHistory } from '../data/cut.ts'
import { nativeTable } from '../data/native_table.ts'
import { isPanelStream, type PanelStream, readPanels } from '../data/panel_stream.ts'
import type { Fitted } from '../design/fitted.ts'
import type { NetworkSettings } from '../design/settings.ts'
import { cuttingFor, trainingWindows, validationWindows } from './windows.ts'

/** Whether a network starts from nothing, or goes on from what it knows. */
export type Purpose = 'fit' | 'update'

/**
 * Trains a network on the windows of a panel, or of a stream of them.
 *
 * @throws {GatecastError} `ERR_DATA` if there are none, else as `Model.fit`
 */
export async function trainOn(
  data: Panel | PanelStream,
  fitted: Fitted,
  settings: NetworkSettings,
  options: FitOptions,
  purpose: Purpose,
): Promise<History> {
  const { validation: held = 0, calibrate: _, onRehearsal: __, ...rest } = options
  if (!(held >= 0 && held < 1))
    throw new GatecastError('ERR_RANGE', `Expected validation as a share from 0 to below 1, got ${held}`)
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined))
  const optionsFor = (samples: number) => ({
    ...defaultsFor(checkSome(samples, settings.horizon), purpose),
    ...given,
  })
  const open = (panel: Panel) => openPanel(panel, fitted, settings, held)
  if (isPanelStream(data)) {
    const stream = await openStream(data, open, options.signal)
    const samples = stream.training.reduce((sum, count) => sum + count, 0)
    return fitted.model.fit(stream, optionsFor(samples))
  }
  const { training, validation, dispose } = open(data)
  try {
    const samples = binding.countWindows(training)
    return await fitted.model.fit(training, { ...optionsFor(samples), ...(validation && { validation }) })
  } finally {
    dispose()
  }
}

/** The windows of a panel, in a table of their own that goes with them. */
function openPanel(panel: Panel, fitted: Fitted, settings: NetworkSettings, held: number): SamplePiece {
  const table = nativeTable(panel, fitted.codes, fitted.design.calendar, wholeHistory(panel))
  const cutting = cuttingFor(fitted, settings)
  return {
    training: trainingWindows(cutting, table, panel.lengths, held),
    ...(held > 0 && { validation: validationWindows(cutting, table, panel.lengths, held) }),
    dispose: () => table.dispose(),
  }
}

/** The windows of a stream of panels. Goes through all of it, to know how many each has. */
async function openStream(
  data: PanelStream,
  open: (panel: Panel) => SamplePiece,
  signal?: AbortSignal,
): Promise<PiecewiseSamples> {
  const training: number[] = []
  const validation: number[] = []
  for await (const panel of readPanels(data, signal)) {
    const piece = open(panel)
    training.push(binding.countWindows(piece.training))
    if (piece.validation) validation.push(binding.countWindows(piece.validation))
    piece.dispose()
  }
  const openOne = async (index: number) => open(await data.read(index))
  return { training, ...(validation.length > 0 && { validation }), open: openOne }
}

function checkSome(samples: number, horizon: number): number {
  if (samples > 0) return samples
  throw new GatecastError(
    'ERR_DATA',
    `Expected a series with values before and within a horizon of ${horizon} steps to learn from, got none. Forecast ` +
      'fewer steps, hold out less for validation, or give more history',
  )
}

/**
 * At least 1,500 steps where there is enough to learn from; fewer where every sample would be seen more than ten times,
 * for overlapping windows of few series are soon known by heart, but not below 300.
 */
function defaultsFor(samples: number, purpose: Purpose): FitOptions {
  const batchSize = samples >= 4096 ? 128 : samples >= 1024 ? 64 : 32
  const samplesPerEpoch = Math.min(samples, Math.min(50_000, Math.max(10_000, Math.round(samples / 20))))
  const stepsPerEpoch = Math.ceil(samplesPerEpoch / batchSize)
  const steps = Math.max(300, Math.min((10 * samples) / batchSize, Math.max(1500, 20 * stepsPerEpoch)))
  const epochs = Math.ceil(steps / stepsPerEpoch)
  const common = { batchSize, samplesPerEpoch, clipNorm: 1 }
  if (purpose === 'update')
    return {
      ...common,
      epochs: Math.ceil(epochs / 4),
      optimizer: adamW({ learningRate: 1e-3 }),
      schedule: cosineDecay(),
    }
  return { ...common, epochs, optimizer: adamW({ learningRate: 3e-3 }), schedule: oneCycle({ rise: 0.2 }) }
}
