import { extname } from 'node:path'
import { writeAtomically } from '../../base/atomic_file.ts'
import { GatecastError } from '../../base/error.ts'
import { choice, logUniform, type Space, search, uniform } from '../../forecast/index.ts'
import type { RunOptions } from '../events.ts'
import type { JobDraft } from '../job/job.ts'
import { forecasterOf, isNetwork, type ModelOfKind } from '../model/forecaster_of.ts'
import { fitOf } from '../model/resolve_model.ts'
import { samplePanel } from '../source/sample_panel.ts'
import { withSettled as withSurvey } from '../source/settle.ts'

/** Which options were tried, and how they did. */
export interface TuneReport {
  /** Of the network, such as `gru`. */
  kind: string
  /** The score by which they are ordered. */
  metric: 'mase'
  /** Series that were looked at. */
  series: number
  /** Seconds that it took. */
  seconds: number
  /** The best first: what to write under `model` and `train` of a job. */
  leaderboard: {
    model: ModelOfKind
    train: { learningRate?: number; epochs: number }
    score: number | null
    error?: string
  }[]
  /** Where the leaderboard was written, if asked for. */
  out?: string
}

/** What is varied, around the defaults. */
const space = {
  hiddenSize: choice([32, 64, 128]),
  layers: choice([1, 1, 2]),
  dropout: uniform(0, 0.4),
  /** Context in horizons; 0: as it follows from the data. */
  contextHorizons: choice([0, 2, 4]),
  learningRate: logUniform(1e-3, 1e-2),
} satisfies Space

/**
 * Searches for good options of a network on some series of the source: random configurations, of which poor ones are
 * dropped early. A search that was stopped goes on where it was if `out` is the same.
 *
 * @param draft - whose model is a network, or `auto`
 * @param run - who is told, and what stops it
 * @throws {GatecastError} `ERR_JOB` for a model that is no network, `ERR_DATA`, `ERR_FILE`
 * @example
 * const tune = { trials: 3, epochs: 3 }
 * const { leaderboard } = await tuneFiles(jobOf({ source: 'sales.csv', horizon: 28, model: { kind: 'gru' }, tune }))
 * console.log(leaderboard[0].model)
 */
export async function tuneFiles(draft: JobDraft, run: RunOptions = {}): Promise<TuneReport> {
  return withSurvey(draft, run, async (prepared) => {
    const { job } = prepared
    const base: ModelOfKind =
      typeof job.model === 'object' && 'kind' in job.model ? (job.model as ModelOfKind) : { kind: 'gru' }
    if (job.model !== 'auto' && (!('kind' in (job.model as object)) || !isNetwork(base.kind)))
      throw new GatecastError('ERR_JOB', 'Expected a kind of network to tune, such as { kind: gru }, got another model')
    if (job.out !== undefined && extname(job.out) !== '.json')
      throw new GatecastError('ERR_JOB', `Expected out of a search to be a .json file, got "${job.out}"`)
    const panel = await samplePanel(prepared, job.tune.series, run)
    const start = performance.now()
    run.onEvent?.({ type: 'stage', stage: 'tune' })
    // Options that the job sets stay as they are.
    const free = Object.fromEntries(
      Object.entries(space).filter(([name]) => !(name in base || name in job.train)),
    ) as Space
    const modelOf = (drawn: Record<string, unknown>): ModelOfKind => {
      const { learningRate: _, contextHorizons, ...options } = drawn
      const context = contextOf(contextHorizons as number | undefined, job.horizon)
      return { ...base, ...options, ...(context !== undefined && !('context' in base) && { context }) }
    }
    const { trials } = await search(panel, {
      space: free,
      build: (drawn) => forecasterOf(modelOf(drawn), job),
      fit: (drawn, epochs) => fitOf({ train: { ...job.train, ...trainingOf(drawn), epochs } }),
      trials: job.tune.trials,
      budget: [Math.max(1, Math.floor(job.tune.epochs / 3)), job.tune.epochs],
      seed: job.seed,
      ...(job.out !== undefined && { state: `${job.out}.state` }),
      ...(run.signal && { signal: run.signal }),
      onProgress: ({ evaluation, evaluations }) =>
        run.onEvent?.({ type: 'progress', stage: 'tune', done: evaluation, total: evaluations, unit: 'trials' }),
    })
    const report: TuneReport = {
      kind: base.kind,
      metric: 'mase',
      series: panel.seriesCount,
      seconds: (performance.now() - start) / 1000,
      leaderboard: trials.map(({ configuration, budget, score, error }) => ({
        model: modelOf(configuration),
        train: { ...trainingOf(configuration), epochs: budget },
        score: Number.isFinite(score) ? score : null,
        ...(error !== undefined && { error }),
      })),
      ...(job.out !== undefined && { out: job.out }),
    }
    if (job.out !== undefined) await writeAtomically(job.out, [Buffer.from(`${JSON.stringify(report, null, 1)}\n`)])
    return report
  })
}

const trainingOf = ({ learningRate }: Record<string, unknown>): { learningRate?: number } =>
  typeof learningRate === 'number' ? { learningRate } : {}

const contextOf = (horizons: number | undefined, horizon: number): number | undefined =>
  horizons ? horizons * horizon : undefined
