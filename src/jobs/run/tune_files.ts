import { writeAtomically } from '../../base/atomic_file.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { logUniform, type Space, search } from '../../forecast/index.ts'
import { kinds } from '../../forecast/kinds/index.ts'
import { usualMetric } from '../../forecast/search/usual_metric.ts'
import { seasonOf } from '../../series/index.ts'
import { claimFiles } from '../claim/claim_table.ts'
import { searchFiles } from '../claim/own_files.ts'
import type { RunOptions } from '../events.ts'
import { checkDraft } from '../job/check_draft.ts'
import type { Job, JobDraft } from '../job/job.ts'
import { isAuto, limitsOf } from '../model/auto_model.ts'
import { indexSeason, withSeason } from '../model/choice/index_season.ts'
import { forecasterOf } from '../model/forecaster_of.ts'
import type { ModelOfKind } from '../model/model_kinds.ts'
import { fitOf } from '../model/resolve_model.ts'
import { samplePanel } from '../source/sample_panel.ts'
import { settle } from '../source/settle.ts'

/** The options that were tried, with their scores. */
export interface TuneReport {
  /** The kind of model, for example `gru`. */
  kind: string
  /** The score that orders the leaderboard: `mae` if no series changes over a season, so that MASE has no unit. */
  metric: 'mase' | 'mae'
  /** Number of series in the sample. */
  series: number
  /** Seconds that the search took. */
  seconds: number
  /** The tried options, the best first, as a job has them under `model` and `train`. */
  leaderboard: {
    model: ModelOfKind
    train: { learningRate?: number; epochs: number }
    score: number | null
    error?: string
  }[]
  /** The file of the leaderboard, if `out` names one. */
  out?: string
}

/** The range of learning rates that are tried, the same for all kinds. */
const rates: Space = { learningRate: logUniform(1e-3, 1e-2) }

/**
 * Searches for good options of a network on some series of the source: it tries random configurations and drops poor ones
 * early. A search that was stopped continues if `out` is the same.
 *
 * @param draft - a job whose model is a network, or `auto`
 * @param run - the listener of events, and the signal that stops the call
 * @throws {GatecastError} `ERR_JOB` for a kind that has nothing to tune, `ERR_DATA`, `ERR_FILE`
 * @example
 * const tune = { trials: 3, epochs: 3 }
 * const { leaderboard } = await tuneFiles(jobOf({ source: 'sales.csv', horizon: 28, model: { kind: 'gru' }, tune }))
 * console.log(leaderboard[0].model)
 */
export async function tuneFiles(draft: JobDraft, run: RunOptions = {}): Promise<TuneReport> {
  checkDraft(draft)
  const { out } = draft
  const files = out === undefined ? [] : searchFiles(out)
  const state = files[1]?.path
  await using _claim = await claimFiles(draft, undefined, files)
  await using settled = await settle(draft, run)
  const { job } = settled
  const { base: given, space } = toTune(job)
  const panel = await samplePanel(settled, job.tune.series, run)
  const base = 'season' in given ? given : withSeason(given, indexSeason(job, panel, run))
  const metric = usualMetric(panel, job.horizon, seasonOf(panel.frequency))
  const start = performance.now()
  run.onEvent?.({ type: 'stage', stage: 'tune', subject: `options of ${base.kind}` })
  const modelOf = ({ learningRate: _, ...options }: Record<string, unknown>): ModelOfKind => ({
    ...base,
    ...defined(options),
  })
  const { trials } = await search(panel, {
    space,
    build: (drawn) => forecasterOf(modelOf(drawn), job),
    fit: (drawn, epochs) => fitOf({ train: { ...job.train, ...trainingOf(drawn), epochs } }),
    trials: job.tune.trials,
    budget: [Math.max(1, Math.floor(job.tune.epochs / 3)), job.tune.epochs],
    seed: job.seed,
    metric,
    ...defined({ state, signal: run.signal }),
    onProgress: ({ evaluation, evaluations }) =>
      run.onEvent?.({ type: 'progress', stage: 'tune', done: evaluation, total: evaluations, unit: 'trials' }),
  })
  const report: TuneReport = {
    kind: base.kind,
    metric,
    series: panel.seriesCount,
    seconds: (performance.now() - start) / 1000,
    leaderboard: trials.map(({ configuration, budget, score, error }) => ({
      model: modelOf(configuration),
      train: { ...trainingOf(configuration), epochs: budget },
      score: Number.isFinite(score) ? score : null,
      ...defined({ error }),
    })),
    ...defined({ out: job.out }),
  }
  if (job.out !== undefined) await writeAtomically(job.out, [Buffer.from(`${JSON.stringify(report, null, 1)}\n`)])
  return report
}

/** The model to tune, and the options that are free: those that the job sets stay as they are. */
function toTune({ model, train, horizon }: Job): { base: ModelOfKind; space: Space } {
  const tunable = kinds.filter(({ tunes }) => tunes)
  const given = typeof model === 'object' && 'kind' in model && !isAuto(model) ? (model as ModelOfKind) : undefined
  const base = given ?? { kind: tunable[0].name, ...limitsOf(model) }
  const kind = tunable.find(({ name }) => name === base.kind)
  if (!kind?.tunes || (!given && !isAuto(model)))
    throw new GatecastError(
      'ERR_JOB',
      `Expected a kind of model to tune, one of ${tunable.map(({ name }) => name).join(', ')}, got ` +
        `${given?.kind ?? 'a trained model'}. Name it with --model, or as model: { kind: gru } in the job file`,
    )
  const all = Object.entries({ ...kind.tunes(horizon), ...rates })
  return { base, space: Object.fromEntries(all.filter(([name]) => !(name in base || name in train))) }
}

const trainingOf = ({ learningRate }: Record<string, unknown>): { learningRate?: number } =>
  typeof learningRate === 'number' ? { learningRate } : {}
