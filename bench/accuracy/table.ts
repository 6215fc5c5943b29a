// Lines and tables of results. A cell is the mean over the seeds.

import { naive2OfM4, published } from './published.ts'
import type { Result } from './results.ts'

const shown = (value: number | undefined, digits = 3): string =>
  value === undefined || Number.isNaN(value) ? '' : value.toFixed(digits)

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const isLong = (set: string): boolean => /^(ETT|exchange)/.test(set)

/** One line for a run: point errors, share inside the 80 % interval, processor seconds. */
export function line({ set, horizon, on, settings, metrics, fitSeconds, predictSeconds }: Omit<Result, 'cpu'>): string {
  const points = isLong(set)
    ? `MSE ${shown(metrics.mse)} MAE ${shown(metrics.mae)}`
    : `sMAPE ${shown(metrics.smape, 2)} MASE ${shown(metrics.mase)} OWA ${shown(owaOf(set, metrics))}`
  const where = on === 'test' ? '' : ' (validation)'
  return (
    `${set} ${horizon}${where}  ${settings.model} seed ${settings.seed}: ${points}  in 80 % ${shown(metrics.coverage80, 2)}` +
    `  fit ${shown(fitSeconds, 1)} s, forecasts ${shown(predictSeconds, 1)} s`
  )
}

function owaOf(set: string, { smape, mase }: Record<string, number>): number | undefined {
  const scale = naive2OfM4[set]
  return scale && (smape / scale.smape + mase / scale.mase) / 2
}

/** A row of a table: one model with the same settings, over its seeds. */
interface Row {
  name: string
  cells: string[]
  order: number
}

/** Markdown tables of all runs on the test segments, one for each set, with the published results. */
export function tables(results: readonly Result[]): string {
  const tests = [...results.filter(({ on }) => on === 'test'), ...wholeM3(results)]
  const names = [...new Set(tests.map(({ set }) => set))].sort()
  return names
    .map((set) => {
      const own = tests.filter((result) => result.set === set)
      return `### ${set}\n\n${isLong(set) ? longTable(set, own) : competitionTable(set, own)}`
    })
    .join('\n\n')
}

/** Number of forecast steps in each group of M3. */
const stepsOfM3: Readonly<Record<string, number>> = {
  'M3 Yearly': 645 * 6,
  'M3 Quarterly': 756 * 8,
  'M3 Monthly': 1428 * 18,
  'M3 Other': 174 * 8,
}

/** Results of all series of M3, of the models that ran on its four groups: means over all steps, as published. */
function wholeM3(results: readonly Result[]): Result[] {
  const groups = Object.keys(stepsOfM3)
  const all = groups.reduce((sum, group) => sum + stepsOfM3[group], 0)
  const parts = groupBy(
    results.filter(({ set, on }) => on === 'test' && groups.includes(set)),
    ({ settings }) => JSON.stringify(settings),
  )
  return [...parts.values()]
    .filter((runs) => runs.length === groups.length)
    .map((runs) => {
      const over = (of: (run: Result) => number) =>
        runs.reduce((sum, run) => sum + (of(run) * stepsOfM3[run.set]) / all, 0)
      const total = (of: (run: Result) => number) => runs.reduce((sum, run) => sum + of(run), 0)
      return {
        ...runs[0],
        ...{
          set: 'M3',
          fitSeconds: total((run) => run.fitSeconds),
          predictSeconds: total((run) => run.predictSeconds),
        },
        metrics: {
          smape: over(({ metrics }) => metrics.smape),
          mase: over(({ metrics }) => metrics.mase),
          coverage80: over(({ metrics }) => metrics.coverage80),
        },
      }
    })
}

/** Runs with equal settings apart from the seed. */
const byModel = (results: readonly Result[]): [name: string, runs: Result[]][] => [
  ...groupBy(results, ({ settings: { model, options, fit, minutes } }) => {
    const extra = [...Object.entries(options), ...Object.entries(fit)]
    const time = model === 'auto' ? [`${minutes} min`] : []
    return [`\`${model}\``, ...time, ...extra.map(([name, value]) => `${name} ${JSON.stringify(value)}`)].join(', ')
  }),
]

function groupBy<T>(values: readonly T[], keyOf: (value: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value])
  return groups
}

function longTable(set: string, results: readonly Result[]): string {
  const horizons = [...new Set(results.map(({ horizon }) => horizon))].sort((a, b) => a - b)
  const rows: Row[] = byModel(results).map(([name, runs]) => {
    const at = horizons.map((horizon) => runs.filter((run) => run.horizon === horizon))
    const of = (own: Result[], metric: string) =>
      own.length > 0 ? mean(own.map(({ metrics }) => metrics[metric])) : Number.NaN
    const mse = at.map((own) => of(own, 'mse'))
    const cells = at.map((own, i) => (own.length > 0 ? `${shown(mse[i])} / ${shown(of(own, 'mae'))}` : ''))
    const inside = at.map((own) => shown(of(own, 'coverage80'), 2)).join(' ')
    const seconds = at.map((own) => shown(own.length > 0 ? mean(own.map(secondsOf)) : Number.NaN, 0)).join(' ')
    const seeds = Math.max(...at.map((own) => own.length))
    return { name, cells: [...cells, shown(mean(mse)), inside, seconds, `${seeds}`], order: mean(mse) }
  })
  const others: Row[] = published
    .filter((row) => row.set === set)
    .map(({ method, metrics: { mse, mae } }) => ({
      name: method,
      cells: [
        ...horizons.map((_, i) => [mse[i], mae[i]].map((value) => shown(value)).join(' / ')),
        shown(mean(mse)),
        '',
        '',
        '',
      ],
      order: mean(mse),
    }))
  return table(
    ['model', ...horizons.map((h) => `${h}: MSE / MAE`), 'mean MSE', 'in 80 %', 'processor s', 'seeds'],
    [...rows, ...others],
  )
}

function competitionTable(set: string, results: readonly Result[]): string {
  const rows: Row[] = byModel(results).map(([name, runs]) => {
    const of = (metric: string) => mean(runs.map(({ metrics }) => metrics[metric]))
    const owa = mean(runs.map(({ metrics }) => owaOf(set, metrics) ?? Number.NaN))
    const cells = [shown(of('smape'), 2), shown(of('mase')), shown(owa), shown(of('coverage80'), 2)]
    return { name, cells: [...cells, shown(mean(runs.map(secondsOf)), 1), `${runs.length}`], order: of('mase') }
  })
  const others: Row[] = published
    .filter((row) => row.set === set)
    .map(({ method, metrics: { smape, mase, owa } }) => ({
      name: method,
      cells: [shown(smape?.[0], 2), shown(mase?.[0]), shown(owa?.[0]), '', '', ''],
      order: mase?.[0] ?? (owa ? owa[0] * (naive2OfM4[set]?.mase ?? 1) : Number.POSITIVE_INFINITY),
    }))
  return table(['model', 'sMAPE', 'MASE', 'OWA', 'in 80 %', 'processor s', 'seeds'], [...rows, ...others])
}

const secondsOf = ({ fitSeconds, predictSeconds }: Result): number => fitSeconds + predictSeconds

function table(head: readonly string[], rows: readonly Row[]): string {
  const lines = rows.toSorted((a, b) => (a.order || Number.POSITIVE_INFINITY) - (b.order || Number.POSITIVE_INFINITY))
  return [head, head.map(() => '---'), ...lines.map(({ name, cells }) => [name, ...cells])]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n')
}
