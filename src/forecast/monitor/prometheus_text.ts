import { GatecastError } from '../../base/error.ts'
import type { Scores } from '../backtest/scores.ts'
import type { ColumnStability } from './column_stability.ts'

type Labels = Readonly<Record<string, string>>
type Sample = readonly [labels: Labels, value: number]

/** The parts of a report that become metrics. */
interface Watched {
  readonly recent: { readonly scores: Scores; readonly reference: Scores }
  readonly columns: readonly ColumnStability[]
  readonly periods: readonly { readonly origin: number }[]
  readonly alarms: readonly unknown[]
}

/** The metrics of a report in the text format of Prometheus. */
export function prometheusText({ recent, columns, periods, alarms }: Watched, labels: Labels): string {
  for (const name of Object.keys(labels)) checkName(name)
  const { scores, reference } = recent
  const both = (name: string): Sample[] => [
    [{ of: 'live' }, scores[name]],
    [{ of: 'backtest' }, reference[name]],
  ]
  const ofIntervals = (score: string): Sample[] =>
    intervalsIn(scores, score).flatMap((interval) => {
      const name = `${score}${interval}`
      return both(name).map(([own, value]): Sample => [{ interval, ...own }, value])
    })
  const shares = intervalsIn(scores, 'coverage').map(
    (interval): Sample => [{ interval, of: 'interval' }, Number(interval) / 100],
  )
  const newest = periods[periods.length - 1]
  const metrics: [name: string, help: string, samples: Sample[]][] = [
    ['mae', 'Mean absolute error of the newest forecasts and of the backtest', both('mae')],
    ['mase', 'Mean absolute scaled error of the newest forecasts and of the backtest', both('mase')],
    ['bias', 'Forecast minus actual value, in units of MASE', both('bias')],
    [
      'coverage_ratio',
      'Share of values within the interval of some percent, and the share that it should hold',
      [...ofIntervals('coverage'), ...shares],
    ],
    ['interval_width', 'Mean width of the interval of some percent', ofIntervals('width')],
    [
      'psi',
      'Population stability index of a column since the first forecast',
      columns.map(({ column, psi }) => [{ column }, psi]),
    ],
    ['alarms', 'Number of scores above their limits', [[{}, alarms.length]]],
    ['origin_timestamp_seconds', 'Origin of the newest forecast with values', [[{}, newest.origin / 1000]]],
  ]
  return metrics
    .filter(([, , samples]) => samples.length)
    .map(([name, help, samples]) => textOf(`gatecast_monitor_${name}`, help, samples, labels))
    .join('')
}

/** The percentages of intervals that have a score, for example `80` for `coverage80`. */
const intervalsIn = (scores: Scores, score: string): string[] =>
  Object.keys(scores)
    .filter((name) => name.startsWith(score))
    .map((name) => name.slice(score.length))

function textOf(name: string, help: string, samples: readonly Sample[], labels: Labels): string {
  const lines = samples.map(([own, value]) => {
    const all = Object.entries({ ...labels, ...own }).map(([label, text]) => `${label}="${escaped(text)}"`)
    return `${name}{${all.join(',')}} ${numberText(value)}`
  })
  return [`# HELP ${name} ${help}`, `# TYPE ${name} gauge`, ...lines, ''].join('\n')
}

const escaped = (text: string): string => text.replace(/\\/g, '\\\\').replace(/"/g, '\\"').replace(/\n/g, '\\n')

const numberText = (value: number | undefined): string => {
  if (value === undefined || Number.isNaN(value)) return 'NaN'
  return Number.isFinite(value) ? String(value) : value > 0 ? '+Inf' : '-Inf'
}

/** Labels that begin with two underscores are those of Prometheus itself. */
function checkName(name: string): void {
  if (/^[a-zA-Z_]\w*$/.test(name) && !name.startsWith('__') && !reserved.includes(name)) return
  throw new GatecastError(
    'ERR_RANGE',
    `Expected names of labels of letters, digits and underscores, other than ${reserved.join(', ')}, got ${JSON.stringify(name)}`,
  )
}

const reserved = ['of', 'interval', 'column']
