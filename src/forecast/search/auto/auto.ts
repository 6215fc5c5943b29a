import { checkSignal } from '../../../base/abort.ts'
import { defined } from '../../../base/defined.ts'
import { GatecastError } from '../../../base/error.ts'
import { type Panel, seasonOf } from '../../../series/index.ts'
import { longestOf, rowsFor, rowsForBacktest, simpleKind } from '../../backtest/enough_rows.ts'
import { checkMetric } from '../../backtest/named_metric.ts'
import { checkHistories } from '../../check.ts'
import type { Forecaster } from '../../forecaster.ts'
import type { ForecasterKind } from '../../kind.ts'
import { kinds } from '../../kinds/index.ts'
import { evaluate, noteFailure } from '../rounds/evaluate.ts'
import { tryLocal } from '../rounds/local_rounds.ts'
import { tryNetworks } from '../rounds/network_rounds.ts'
import { tryOwn } from '../rounds/own_round.ts'
import { planFor, type TrialPlan } from '../rounds/plan.ts'
import { type AutoRun, countdown, minutesOf } from '../rounds/run.ts'
import { usualMetric } from '../usual_metric.ts'
import { costOf, defaultCandidates, orderOf, trialOf } from './candidates.ts'
import { chooseBest } from './choose.ts'
import { byScore, type Contender, contenderOf, type Trial } from './contender.ts'
import { fitChosen } from './last_fit.ts'
import { type AutoOptions, checkAutoOptions } from './options.ts'
import { reasonFor } from './reason.ts'

/** The chosen forecaster, and the results of all candidates. */
export interface AutoResult {
  /** The best candidate or an average of the best, fitted on the whole panel. */
  forecaster: Forecaster
  /** The forecaster's score in the backtest; NaN if the series are too short to compare candidates. */
  score: number
  /** The metric of the scores. */
  metric: string
  /** All candidates: those of the last round first, and the best first. */
  leaderboard: Contender[]
  /** `seasonalNaive` and `naive` over the windows of the last round, for comparison. Empty if nothing was compared. */
  baselines: Contender[]
  /** The windows of the last round, and the number of series that were tested. */
  tested: { windows: number; step: number; series: number }
  /** Covariates of the panel that the forecaster does not read. */
  unused: string[]
  /** One line for people: what was chosen and why, and which covariates it does not read. */
  reason: string
}

/** Share of the minutes for methods that forecast each series by itself, if networks are tried too, and if not. */
const localShare = { withNetworks: 0.35, alone: 0.85 }

/**
 * Tries candidates in a backtest, and fits the one with the best score, or an average of the best that differ if it
 * scores better. All candidates forecast the same windows of the same series. Slow local methods go through a first round
 * of fewer windows. Networks train on the rows before the windows, for as many epochs as there is time for. A candidate
 * that would not end in time is not started; the leaderboard lists it with the reason.
 *
 * If the series are too short for one window, and no candidates are given, nothing is tried: the forecaster is
 * {@link seasonalNaive} if the longest history has two seasons, and {@link naive} otherwise; the score is NaN and the
 * leaderboard is empty.
 *
 * @param panel - the panel of the backtest and of the last fit
 * @throws {GatecastError} `ERR_RANGE`, `ERR_SHAPE` for options and candidates that do not fit; the error of the first
 * candidate, if all failed; `ABORT_ERR`
 * @example
 * const { forecaster, leaderboard } = await auto(panel, { horizon: 28, minutes: 0.1 })
 * console.table(leaderboard)
 * const forecast = await forecaster.predict(panel)
 */
export async function auto(panel: Panel, options: AutoOptions): Promise<AutoResult> {
  checkAutoOptions(options)
  // Refuses a panel that no candidate can be fitted on now, and not after all candidates have been tried.
  checkHistories(panel)
  const { horizon, average = 4, signal, nonNegative, lower, upper } = options
  const minutes = minutesOf(options)
  const left = countdown(minutes)
  const season = options.backtest?.season ?? seasonOf(panel.frequency)
  const metric = checkMetric(options.metric ?? usualMetric(panel, horizon, season))
  const support = defined({ nonNegative, lower, upper })
  const trials =
    options.candidates?.map((candidate) => trialOf(candidate, panel)) ?? defaultCandidates(panel, horizon, support)
  const plan = planOf(panel, trials, options)
  if (!plan) return simpleResult(panel, horizon, metric, support)
  const run: AutoRun = { panel, horizon, metric, options, plan, left }
  await tryAll(run, trials)
  checkSignal(signal)
  const choice = chooseBest(trials, metric, average, left())
  if (!choice)
    throw (
      trials.find(({ failure }) => failure !== undefined)?.failure ??
      new GatecastError(
        'ERR_RANGE',
        `Expected time for at least one candidate, got minutes: ${minutes}. Give more minutes`,
      )
    )
  for (const member of choice.members) member.weight = 1 / choice.members.length
  const forecaster = await fitChosen(run, choice.members)
  const baselines = await baselinesOf(run, trials)
  for (const { fitted } of trials)
    if (fitted && !isPartOf(forecaster, fitted)) (fitted as Partial<Disposable>)[Symbol.dispose]?.()
  const used = new Set(choice.members.flatMap(({ covariates = [] }) => covariates))
  const named = [...panel.known, ...panel.observed, ...panel.static].map(({ name }) => name)
  const unused = choice.members.every(({ covariates }) => covariates) ? named.filter((name) => !used.has(name)) : []
  const { windows, step, series } = run.plan
  const tested = { windows, step, series: series.length }
  const leaderboard = trials.sort(byScore(metric)).map(contenderOf)
  const reason = reasonFor({ choice, baselines, metric, tested, unused, leaderboard })
  return { forecaster, score: choice.score, metric, leaderboard, baselines, tested, unused, reason }
}

async function tryAll(run: AutoRun, trials: readonly Trial[]): Promise<void> {
  const { onProgress } = run.options
  let candidate = 0
  const candidates = trials.filter(({ skipped }) => skipped === undefined).length
  const report = async (trial: Trial) => {
    candidate++
    await onProgress?.({ candidate, candidates, latest: contenderOf(trial) })
  }
  const started = trials.filter(({ skipped }) => skipped === undefined)
  const networks = started.filter((trial) => costOf(trial) === 'training')
  const own = started.filter((trial) => costOf(trial) === undefined)
  const local = started.filter((trial) => !networks.includes(trial) && !own.includes(trial))
  const share = networks.length + own.length > 0 ? localShare.withNetworks : localShare.alone
  await tryLocal(run, local, (share * run.left()) / 1000, report)
  await tryOwn(run, own, local, report)
  // Networks that read covariates come first: other candidates may not read them at all.
  const reads = ({ covariates = [] }: Trial) => Number(covariates.length > 0)
  const order = networks.toSorted((a, b) => reads(b) - reads(a) || orderOf(a) - orderOf(b))
  await tryNetworks(run, order, [...local, ...own], report)
}

/** The windows of the last round; `undefined` if no default candidate can be tested. */
function planOf(panel: Panel, trials: readonly Trial[], { horizon, backtest, candidates }: AutoOptions) {
  const least = Math.min(...trials.map(({ forecaster }) => rowsFor(forecaster)))
  const given = defined({ windows: backtest?.windows, step: backtest?.step })
  const plan = planFor(panel, horizon, least, given)
  if (plan || (candidates === undefined && backtest?.windows === undefined)) return plan
  // The backtest of the candidates reports how many rows it needs.
  const all: TrialPlan = { windows: backtest?.windows ?? 1, step: backtest?.step ?? horizon, series: [0] }
  return { ...all, series: Array.from(panel.ids.keys()) }
}

/** `seasonalNaive` and `naive`, from the trials or tested now. */
async function baselinesOf(run: AutoRun, trials: readonly Trial[]): Promise<Contender[]> {
  const names = ['seasonalNaive', 'naive']
  const found = await Promise.all(
    names.map(async (name) => {
      const known = trials.find(({ kind, final }) => kind === name && final)
      if (known) return known
      const { make } = kinds.find((kind) => kind.name === name) as ForecasterKind
      const trial = trialOf(make({ horizon: run.horizon }), run.panel)
      try {
        await evaluate(run, trial, run.plan)
        trial.final = true
      } catch (error) {
        checkSignal(run.options.signal)
        noteFailure(trial, error)
      }
      return trial
    }),
  )
  return found.map(contenderOf)
}

const isPartOf = (whole: Forecaster, part: Forecaster): boolean =>
  whole === part || ((whole as { members?: readonly Forecaster[] }).members ?? []).includes(part)

async function simpleResult(panel: Panel, horizon: number, metric: string, support: object): Promise<AutoResult> {
  const name = simpleKind(panel.lengths, seasonOf(panel.frequency))
  const forecaster = (kinds.find((kind) => kind.name === name) as ForecasterKind).make({ horizon, ...support })
  await forecaster.fit(panel)
  const rows = longestOf(panel.lengths)
  const needed = rowsForBacktest(rowsFor(forecaster), { horizon, windows: 1, step: horizon })
  return {
    ...{ forecaster, score: Number.NaN, metric, leaderboard: [], baselines: [] },
    tested: { windows: 0, step: horizon, series: 0 },
    unused: [...panel.known, ...panel.observed, ...panel.static].map(({ name }) => name),
    reason: `${name}: nothing can be compared, as the longest series has ${rows} rows and a test needs ${needed}`,
  }
}
