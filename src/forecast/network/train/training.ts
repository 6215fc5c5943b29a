import { binding, type Windows } from '../../../addon/index.ts'
import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import type { History } from '../../../nn/index.ts'
import type { PiecewiseSamples, SamplePiece } from '../../../nn/training/piecewise_samples.ts'
import type { Panel } from '../../../series/index.ts'
import type { FitOptions } from '../../forecaster.ts'
import { wholeHistory } from '../data/cut.ts'
import { nativeTable } from '../data/native_table.ts'
import { isPanelStream, type PanelStream, readPanels } from '../data/panel_stream.ts'
import { countedRows } from '../data/weights.ts'
import type { Fitted } from '../design/fitted.ts'
import type { NetworkSettings } from '../design/settings.ts'
import { defaultsFor, type Purpose, type TrainingDefaults } from './training_defaults.ts'
import { cuttingFor, type Held, trainingWindows, validationWindows } from './windows.ts'

/** What a training is for, and the rows that it leaves out. */
export interface Task {
  readonly purpose: Purpose
  readonly held: Held
  /** How the kind is trained. */
  readonly usual?: TrainingDefaults | undefined
  /** Number of samples of the search that a training repeats: it has batches and epochs of the same size. */
  readonly samples?: number | undefined
}

/** The losses of a training, and the number of samples that it had. */
export interface Training {
  readonly history: History
  readonly samples: number
}

/** @throws {GatecastError} `ERR_RANGE` for an option `validation` that is no share */
export function heldShare({ validation = 0 }: FitOptions): { share: number } {
  if (validation >= 0 && validation < 1) return { share: validation }
  throw new GatecastError('ERR_RANGE', `Expected validation to be a share from 0 to below 1, got ${validation}`)
}

/**
 * Trains a network on the windows of a panel or of a stream of panels.
 *
 * @throws {GatecastError} `ERR_DATA` if there are no windows; the errors of `Model.fit`
 */
export async function trainOn(
  data: Panel | PanelStream,
  fitted: Fitted,
  settings: NetworkSettings,
  options: FitOptions,
  { purpose, held, usual = {}, samples: repeated }: Task,
): Promise<Training> {
  const { validation: _, calibrate: __, onRehearsal: ___, weights, ...rest } = options
  const given = defined(rest)
  const optionsFor = (samples: number) => ({
    ...defaultsFor(repeated ?? checkSome(samples, settings.horizon), purpose, usual),
    // A learning rate that is a schedule replaces the default schedule too, and one that falls needs no average.
    ...(given.optimizer?.schedule ? { schedule: undefined } : {}),
    ...(given.optimizer?.schedule || given.schedule ? { average: false } : {}),
    ...given,
  })
  const open = (panel: Panel) => openPanel(panel, fitted, settings, held, weights)
  if (isPanelStream(data)) {
    const stream = await openStream(data, open, options.signal)
    const samples = stream.training.reduce((sum, count) => sum + count, 0)
    return { samples, history: await fitted.model.fit(stream, optionsFor(samples)) }
  }
  const { training, validation, dispose } = open(data)
  try {
    const samples = binding.countWindows(training)
    const history = await fitted.model.fit(training, { ...optionsFor(samples), ...defined({ validation }) })
    return { samples, history }
  } finally {
    dispose()
  }
}

/** Makes the training and validation windows of a panel. They read a native table that `dispose` frees. */
function openPanel(
  panel: Panel,
  fitted: Fitted,
  settings: NetworkSettings,
  held: Held,
  weights: string | undefined,
): SamplePiece<Windows> {
  const { codes, design } = fitted
  const table = nativeTable(panel, codes, design, wholeHistory(panel), weights)
  const counted = weights === undefined ? undefined : countedRows(panel, weights, design.group?.length ?? 1)
  const cutting = cuttingFor(fitted, settings)
  const holds = 'windows' in held || held.share > 0
  return {
    training: trainingWindows(cutting, table, panel.lengths, held, counted),
    ...defined({ validation: holds ? validationWindows(cutting, table, panel.lengths, held, counted) : undefined }),
    dispose: () => table.dispose(),
  }
}

/** The windows of a stream of panels. It reads the whole stream once, to count the windows of each panel. */
async function openStream(
  data: PanelStream,
  open: (panel: Panel) => SamplePiece<Windows>,
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
  return { training, ...defined({ validation: validation.length > 0 ? validation : undefined }), open: openOne }
}

function checkSome(samples: number, horizon: number): number {
  if (samples > 0) return samples
  throw new GatecastError(
    'ERR_DATA',
    `Expected a series with values before and within a horizon of ${horizon} steps to learn from, got none. Use a ` +
      'shorter horizon, a smaller share of validation, or more rows of history',
  )
}
