import { demandOf, type GenerateOptions } from '../../datasets/generate.ts'
import { stepTimes } from '../../series/time/steps.ts'
import type { Arrays, Rows } from '../duckdb/run_over_rows.ts'
import { conversions } from './write_columns.ts'
import { copyTo, type Written } from './write_table.ts'

/** Values that are held at a time. */
const pieceValues = 1 << 20

/**
 * Writes the panel of `generatePanel` to a file, in pieces: of any size, in little memory. The columns are `series`,
 * `date` (a day, or a point in time for hours and less), `demand` and, unless there are none, `promotion`. Series lie
 * in the order of their ids as texts (`series 1`, `series 10`, `series 100`, `series 2`), so that a range of ids is
 * one stretch of the file.
 *
 * @param path - as for {@link writeTable}
 * @throws {GatecastError} `ERR_FILE` with path and reason; `ERR_RANGE` for options
 * @example
 * await generateTable('sales.parquet', { series: 1000, rows: 200 })
 */
export async function generateTable(path: string, options: GenerateOptions): Promise<Written> {
  const demand = demandOf('generateTable', options)
  const { count, rows, hasPromotions, frequency } = demand
  const order = inTextOrder(count)
  const atOnce = Math.max(1, Math.min(count, Math.floor(pieceValues / rows)))
  const times = stepTimes(demand.start, 0, rows, frequency)
  const next: Rows = () => {
    const series: number[] = []
    // By hand, as a loop that is left would end the order.
    while (series.length < atOnce) {
      const { value, done } = order.next()
      if (done) break
      series.push(value)
    }
    return series.length ? piece(series) : undefined
  }
  function piece(series: readonly number[]): Arrays {
    const [number, time, target, promotion] = Array.from({ length: 4 }, () => new Float64Array(series.length * rows))
    series.forEach((one, index) => {
      const [from, to] = [index * rows, (index + 1) * rows]
      number.fill(one, from, to)
      time.set(times, from)
      demand.draw(one - 1, target.subarray(from, to), hasPromotions ? promotion.subarray(from, to) : undefined)
    })
    return [number, time, target, promotion]
  }
  const type = /second|minute|hour/.test(frequency.unit) ? 'timestamp' : 'date'
  const columns = [
    "'series ' || c0::bigint as series",
    `${conversions[type]('c1')} as date`,
    `${conversions.number('c2')} as demand`,
    ...(hasPromotions ? ['c3::boolean as promotion'] : []),
  ]
  return copyTo(path, count * rows, [next], ([from]) => `select ${columns.join(', ')} from ${from}`)
}

/** 1 to `count` in the order of their digits: 1, 10, 100, 11, 2. */
function* inTextOrder(count: number): Generator<number, void> {
  for (let given = 0, last = 0; given < count; given++) {
    last = following(last, count)
    yield last
  }
}

function following(last: number, count: number): number {
  if (last === 0) return 1
  if (last * 10 <= count) return last * 10
  let next = last
  while (next % 10 === 9 || next + 1 > count) next = Math.floor(next / 10)
  return next + 1
}
