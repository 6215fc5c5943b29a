import * as gatecast from 'gatecast'
import { auto, ensemble, type FitOptions, type Forecaster } from 'gatecast'
import type { Case } from './set.ts'

/** The settings of one run. */
export interface Settings {
  /** A kind; several joined by `+` for their mean; or `auto`. */
  model: string
  seed: number
  options: object
  fit: FitOptions
  /** Minutes that `auto` gets. */
  minutes: number
}

/** The scores of one run. */
export interface Scores {
  metrics: Record<string, number>
  /** Processor seconds of fit and of all forecasts, and seconds on the clock. */
  fitSeconds: number
  predictSeconds: number
  wallSeconds: number
  /** The options of the fitted model. */
  configuration: unknown
}

type Make = (options: object) => Forecaster

function made(model: string, horizon: number, { seed, options }: Settings): Forecaster {
  const make = (gatecast as unknown as Record<string, Make | undefined>)[model]
  if (!make) throw new Error(`Expected a kind of forecaster, got "${model}"`)
  const plain = make({ horizon, ...options })
  const takesSeed = typeof plain.options === 'object' && plain.options !== null && 'seed' in plain.options
  return takesSeed ? make({ horizon, seed, ...options }) : plain
}

async function fitted(task: Case, settings: Settings): Promise<Forecaster> {
  const { panel, horizon, known, validation } = task
  const past = panel.cut(known)
  const { model, minutes, fit } = settings
  if (model === 'auto') return (await auto(past, { horizon, minutes, fit })).forecaster
  const members = model.split('+').map((name) => made(name, horizon, settings))
  const forecaster = members.length > 1 ? ensemble(members) : members[0]
  // Only networks have a use for it; local methods ignore it.
  const held = validation === undefined ? {} : { validation, patience: 5 }
  await forecaster.fit(past, { ...held, ...fit })
  return forecaster
}

/** Fits a model and scores it on all windows of a case. */
export async function run(task: Case, settings: Settings): Promise<Scores> {
  const seconds = ({ user, system }: NodeJS.CpuUsage) => (user + system) / 1e6
  const start = performance.now()
  const before = process.cpuUsage()
  const forecaster = await fitted(task, settings)
  const fitSeconds = seconds(process.cpuUsage(before))
  const middle = process.cpuUsage()
  const { panel, season, windows } = task
  const points = typeof forecaster.options === 'object' && JSON.stringify(forecaster.options).includes('"kind":"point"')
  const { overall } = await forecaster.backtest(panel, {
    ...{ windows, step: 1, refit: 'never', season },
    // Thousands of windows of quantiles fill the memory.
    ...(points ? { quantiles: [] } : { quantiles: windows > 1 ? [0.1, 0.9] : [0.1, 0.5, 0.9] }),
  })
  return {
    metrics: overall as Record<string, number>,
    fitSeconds,
    predictSeconds: seconds(process.cpuUsage(middle)),
    wallSeconds: (performance.now() - start) / 1000,
    configuration: { kind: forecaster.kind, options: forecaster.options, ...forecaster.facts?.() },
  }
}
