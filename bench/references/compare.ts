// Compares local methods with R's package forecast: the same forecast, the same likelihood or parts, and where the models
// differ, whose criterion is better. R is needed, with the packages forecast and jsonlite; its results are kept in build/references.
//
//   npm run bench:references -- --data DIR [--every 10] [--methods arima,ets,theta,mstl] [--list]
//
// `--every 1` takes all of M3; `--list` prints the series that differ.

import { parseArgs } from 'node:util'
import { type Answer, answersOfR, isFor, methods, ourAnswer } from './answers.ts'
import { classic, m3, type ReferenceSeries } from './series.ts'

const { values: flags } = parseArgs({
  options: {
    data: { type: 'string' },
    every: { type: 'string', default: '10' },
    methods: { type: 'string', default: methods.join(',') },
    list: { type: 'boolean', default: false },
  },
})
const chosen = flags.methods.split(',')
const unknown = chosen.find((method) => !methods.includes(method))
if (flags.data === undefined || unknown !== undefined) {
  console.error(`Expected --data DIR, the folder with competitions, and --methods among ${methods.join(', ')}`)
  process.exit(2)
}

/** Share by which numbers may differ and count as equal. */
const tolerance = 1e-3
const same = (a: number, b: number, size = 1) => Math.abs(a - b) <= tolerance * Math.max(size, Math.abs(b))

/** Mean absolute error of a forecast over that of repeating the season in the history. */
function mase({ values, future, season }: ReferenceSeries, mean: readonly number[]): number {
  let scale = 0
  for (let t = season; t < values.length; t++) scale += Math.abs(values[t] - values[t - season])
  const error = future.reduce((sum, value, h) => sum + Math.abs(value - mean[h]), 0)
  return error / future.length / (scale / (values.length - season))
}

const all = [...classic(), ...m3(flags.data, Number(flags.every))]
for (const method of chosen) {
  const series = all.filter((one) => isFor(method, one))
  const theirs = answersOfR(method, series, 'build/references')
  const equal = { 'of these: same forecast': 0, 'same likelihood': 0, 'same deviation': 0, 'same parts': 0 }
  const counts = { series: 0, 'same model': 0, ...equal }
  const others = { 'other differences': 0, better: 0, worse: 0, equal: 0 }
  const scores = new Map<string, [ours: number, theirs: number][]>()
  const start = performance.now()
  series.forEach((one, i) => {
    const answer = theirs[i]
    if (answer.error) {
      console.log(`${one.id}: R failed, ${answer.error}`)
      return
    }
    const own = ourAnswer(method, one)
    counts.series++
    scores.set(one.group, [...(scores.get(one.group) ?? []), [mase(one, own.mean), mase(one, answer.mean)]])
    if (own.model === answer.model) countSame(counts, one, own, answer)
    else others[verdict(own, answer)]++
    if (flags.list && own.model !== answer.model)
      console.log(
        `${one.id}: ${own.model} ${own.criterion?.toFixed(3)}, R ${answer.model} ${answer.criterion?.toFixed(3)}`,
      )
  })
  const seconds = (performance.now() - start) / 1000
  console.log(`\n${method}, ${seconds.toFixed(1)} s`)
  console.table([{ ...counts, ...others }])
  console.table(
    Array.from(scores, ([group, pairs]) => {
      const mean = (which: 0 | 1) => pairs.reduce((sum, pair) => sum + pair[which], 0) / pairs.length
      return { group, series: pairs.length, 'MASE ours': mean(0), 'MASE of R': mean(1), ratio: mean(0) / mean(1) }
    }),
  )
}

function countSame(counts: Record<string, number>, one: ReferenceSeries, own: Answer, answer: Answer): void {
  counts['same model']++
  const size = one.values.reduce((sum, value) => sum + Math.abs(value), 0) / one.values.length
  if (own.mean.every((value, h) => same(value, answer.mean[h], size))) counts['of these: same forecast']++
  else if (flags.list) console.log(`${one.id}: ${own.model}, forecast ${own.mean[0]}, R ${answer.mean[0]}`)
  if (own.likelihood !== undefined && same(own.likelihood, answer.likelihood ?? Number.NaN)) counts['same likelihood']++
  const isPart = (part: ArrayLike<number>, i: number) =>
    Array.from(part).every((value, t) => same(value, answer.parts?.[i]?.[t] ?? Number.NaN, size))
  if (own.parts?.every(isPart)) counts['same parts']++
  if (own.deviation?.every((value, h) => same(value, answer.deviation?.[h] ?? Number.NaN))) counts['same deviation']++
}

function verdict(own: Answer, answer: Answer): 'other differences' | 'better' | 'worse' | 'equal' {
  if (own.differences?.join() !== answer.differences?.join()) return 'other differences'
  const gain = (answer.criterion ?? Number.NaN) - (own.criterion ?? Number.NaN)
  return Math.abs(gain) < tolerance ? 'equal' : gain > 0 ? 'better' : 'worse'
}
