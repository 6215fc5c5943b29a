import { type SignalOption, signalOf } from '../../base/abort.ts'
import { type GenerateOptions, prepareDemand } from '../../datasets/generate.ts'
import { stepTimes } from '../../series/time/steps.ts'
import { columnType } from '../../series/time/units.ts'
import type { NextRows, RowArrays } from '../duckdb/run_over_rows.ts'
import { type BeforeRename, copyToFile, type Written } from './copy_to_file.ts'
import { writingTo } from './output_formats.ts'
import { conversions } from './write_columns.ts'

/** Values of one column that are held in memory at a time. */
const pieceValues = 1 << 20

/**
 * Writes the panel of `generatePanel` to a file. The series are drawn and written in pieces, so that a panel of any
 * size needs little memory. The columns are `series`, `date` (a day, a point in time for frequencies of hours and less,
 * or the number of an index), `demand` and, if there are promotions, `promotion`. The series are in the order of their ids as texts (`series
 * 1`, `series 10`, `series 100`, `series 2`), so that a range of ids is one range of rows.
 *
 * @param path - the file to write, as for {@link writeTable}
 * @param options - size and content of the panel, as for `generatePanel`
 * @param beforeRename - called with size and hash of the file before it gets its name
 * @param call - `signal` stops the call; no file is left
 * @throws {GatecastError} `ERR_FILE` with path and reason; `ERR_RANGE` for an option out of range
 * @example
 * await generateTable('sales.parquet', { series: 1000, rows: 200 })
 */
export async function generateTable(
  path: string,
  options: GenerateOptions,
  beforeRename?: BeforeRename,
  call?: SignalOption,
): Promise<Written> {
  const demand = prepareDemand('generateTable', options)
  const { count, rows, hasPromotions, frequency } = demand
  const order = numbersInTextOrder(count)
  const pieceSeries = Math.max(1, Math.min(count, Math.floor(pieceValues / rows)))
  const times = stepTimes(demand.start, 0, rows, frequency)
  const next: NextRows = () => {
    const series: number[] = []
    // A for-of loop would end the generator when it is left early.
    while (series.length < pieceSeries) {
      const { value, done } = order.next()
      if (done) break
      series.push(value)
    }
    return series.length ? drawPiece(series) : undefined
  }
  function drawPiece(series: readonly number[]): RowArrays {
    const [number, time, target, promotion] = Array.from({ length: 4 }, () => new Float64Array(series.length * rows))
    series.forEach((one, index) => {
      const [from, to] = [index * rows, (index + 1) * rows]
      number.fill(one, from, to)
      time.set(times, from)
      demand.draw(one - 1, target.subarray(from, to), hasPromotions ? promotion.subarray(from, to) : undefined)
    })
    return [number, time, target, promotion]
  }
  const type = columnType(frequency.unit)
  const demandSql = conversions.number('c2')
  const numberAsText = typeof path === 'string' ? writingTo(path).writing.numberAsText : null
  const columns = [
    "'series ' || c0::bigint as series",
    `${conversions[type]('c1')} as date`,
    `${numberAsText ? numberAsText(demandSql) : demandSql} as demand`,
    ...(hasPromotions ? ['c3::boolean as promotion'] : []),
  ]
  const select = ([from]: string[]) => `select ${columns.join(', ')} from ${from}`
  return copyToFile(path, count * rows, [next], select, beforeRename, signalOf('generateTable', call))
}

/** The numbers from 1 to `count` in the order of their texts: 1, 10, 100, 11, 2. */
function* numbersInTextOrder(count: number): Generator<number, void> {
  for (let given = 0, last = 0; given < count; given++) {
    last = nextInTextOrder(last, count)
    yield last
  }
}

function nextInTextOrder(last: number, count: number): number {
  if (last === 0) return 1
  if (last * 10 <= count) return last * 10
  let next = last
  while (next % 10 === 9 || next + 1 > count) next = Math.floor(next / 10)
  return next + 1
}
