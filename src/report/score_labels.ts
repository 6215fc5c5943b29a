// How reports show a score, by its name. No other file of reports depends on the names of scores.
/** How a score is called, and how its numbers are shown. */
export interface ScoreLabel {
  /** The name in headings: `MASE`, `Coverage 80 %`. */
  readonly label: string
  /** Text after the numbers: ' %' or nothing. */
  readonly unit: string
  /** Factor that converts the score to its unit. */
  readonly factor: number
  /** Whether the lowest number is the best one. */
  readonly lowerIsBetter: boolean
  /** Whether the score has a line in the chart of errors by horizon. */
  readonly byHorizon: boolean
}

const error = { unit: '', factor: 1, lowerIsBetter: true, byHorizon: true }

/** Scores of an interval, whose names end with its size in percent: `coverage80`. */
const intervalScores: Readonly<Record<string, ScoreLabel>> = {
  coverage: { ...error, label: 'Coverage', unit: ' %', factor: 100, lowerIsBetter: false, byHorizon: false },
  width: { ...error, label: 'Width', lowerIsBetter: false },
  winkler: { ...error, label: 'Winkler' },
}

/** Scores whose label is not their name in capital letters. */
const otherScores: Readonly<Record<string, Partial<ScoreLabel>>> = {
  // In squared units of the target: RMSE says the same in units that can be compared with the values.
  mse: { byHorizon: false },
  smape: { label: 'sMAPE' },
  pinball: { label: 'Pinball' },
}

/** The score that series and models are ranked by: MASE, which has no unit, or MAE if MASE is not defined. */
export const rankingName = (scores: Readonly<Record<string, number>>): string =>
  Number.isFinite(scores.mase) ? 'mase' : 'mae'

/** Scores in the summary at the top of a report. */
export const summaryScores = ['mase', 'smape', 'crps'] as const

/** The score that tables leave out, because they have its root. */
export const isListed = (name: string): boolean => name !== 'mse'

export function scoreLabel(name: string): ScoreLabel {
  const [kind] = Object.entries(intervalScores).filter(([prefix]) => name.startsWith(prefix))
  if (kind) return { ...kind[1], label: `${kind[1].label} ${name.slice(kind[0].length)} %` }
  return { ...error, label: name.toUpperCase(), ...otherScores[name] }
}

/** The name of the coverage of an interval, whose share of values is between 0 and 1. */
export const coverageName = (share: number): string => `coverage${Number((100 * share).toPrecision(6))}`

/** The coverage to show if there is room for one: that of the 80 % interval, else that of the first interval. */
export function mainCoverage(names: readonly string[]): { name: string; interval: string } | undefined {
  const coverages = names.filter((name) => name.startsWith('coverage'))
  const name = coverages.find((coverage) => coverage === 'coverage80') ?? coverages[0]
  return name === undefined ? undefined : { name, interval: `${name.slice('coverage'.length)} %` }
}
