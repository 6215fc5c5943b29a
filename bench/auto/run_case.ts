import * as gatecast from 'gatecast'
import { auto, type Forecaster } from 'gatecast'
import type { Case } from './draw.ts'

/** One candidate beside its error on the test part. */
interface Tested {
  kind: string
  /** Its score in the backtest of `auto`. */
  score: number | null
  weight: number
  final: boolean
  seconds: number
  skipped?: string
  error?: string
  /** MASE on the test part; absent if it was not tried. */
  test?: number
}

/** The result of one case, as its JSON file has it. */
export interface CaseResult {
  seed: number
  name: string
  series: number
  rows: number
  horizon: number
  windows: number
  minutes: number
  reason: string
  seconds: number
  /** MASE on the test part. */
  auto: number
  seasonalNaive: number
  best: { kind: string; test: number }
  candidates: Tested[]
}

type Make = (options: object) => Forecaster

/** Runs `auto` on the rows before the test, fits each of its candidates there too, and scores all on the test. */
export async function runCase(task: Case, minutes: number): Promise<CaseResult> {
  const { panel, horizon, windows, ...about } = task
  const past = panel.cut((series) => panel.lengths[series] - windows * horizon)
  const start = performance.now()
  const { forecaster, leaderboard, reason } = await auto(past, { horizon, minutes })
  const seconds = (performance.now() - start) / 1000
  const score = async (one: Forecaster) => {
    const { overall } = await one.backtest(panel, { windows, refit: 'never', quantiles: [] })
    return overall.mase
  }
  const candidates: Tested[] = []
  for (const { kind, configuration, fit, score: own, covariates: _, ...rest } of leaderboard) {
    const tested: Tested = { kind, score: Number.isNaN(own) ? null : own, ...rest }
    candidates.push(tested)
    if (rest.skipped !== undefined || rest.error !== undefined) continue
    try {
      const model = (gatecast as unknown as Record<string, Make>)[kind](configuration as object)
      await model.fit(past, { ...fit, calibrate: false })
      tested.test = await score(model)
    } catch (error) {
      tested.error = `on the test: ${(error as Error).message}`
    }
  }
  const scored = candidates.filter((one): one is Tested & { test: number } => one.test !== undefined)
  const best = scored.reduce((a, b) => (b.test < a.test ? b : a))
  const { name, series, rows, seed } = about
  return {
    ...{ seed, name, series, rows, horizon, windows, minutes, reason, seconds, auto: await score(forecaster) },
    seasonalNaive: await score(gatecast.seasonalNaive({ horizon })),
    best: { kind: best.kind, test: best.test },
    candidates,
  }
}
