import { checkOptions } from '../base/check.ts'
import { defined } from '../base/defined.ts'
import { GatecastError } from '../base/error.ts'
import { atOnce } from '../base/resources/turns.ts'
import { columnsOf } from '../frames/frame.ts'
import type { Frame, FrameLibrary } from '../frames/frame_types.ts'
import { makersLike } from '../frames/make_frame.ts'
import { checkColumn, checkNames } from '../series/check_columns.ts'
import { readTable } from '../series/table/read_table.ts'
import { numeric, type Table, withColumns } from '../series/table/table.ts'
import { tableColumns } from '../series/table/table_columns.ts'
import type { TableOptions } from '../series/table/table_options.ts'
import { holdsQuantile } from './quantile_columns.ts'
import type { AnyStep, DoneStep } from './run_steps.ts'
import { steps } from './steps/index.ts'

/** Options of {@link Pipeline.inverse}. */
export interface InvertOptions {
  /** The columns of the frame on which the steps are undone. Default: the column that `of` names. */
  columns?: string | readonly string[]
  /** The column of the pipeline whose steps are undone. Default: the target. */
  of?: string
  /** The column or columns that name the series in the frame. Default: those of the pipeline. */
  series?: string | readonly string[]
  /** The column of times in the frame. Default: the one of the pipeline. */
  time?: string
  /** The imported package whose frame the result becomes. Default: that of the frame; `apache-arrow` needs it. */
  library?: FrameLibrary
}

/**
 * Undoes the steps that changed a column of a pipeline, in reverse order, on columns of another frame.
 *
 * @param table - the table of the pipeline
 */
export function invertFrame<Given extends Frame>(
  frame: Given,
  options: InvertOptions,
  { series, timeZone }: TableOptions,
  done: readonly DoneStep[],
  table: Table,
): Given {
  checkOptions('inverse', options, ['columns', 'of', 'series', 'time', 'library'])
  const of = options.of ?? table.roles.target
  if (of === undefined)
    throw new GatecastError(
      'ERR_DATA',
      'Expected the option of, the column whose steps are undone, or a target, got neither. Write { of: "price" }',
    )
  const columns = columnsOf(frame)
  const names = checkNames('columns', options.columns ?? of)
  for (const name of names) checkColumn('columns', name, Object.keys(columns))
  const read = { series: options.series ?? series, time: options.time ?? table.roles.time, timeZone, observed: names }
  const given = atOnce(readTable('inverse', { columns }, read))
  const context = { frequency: table.frequency, timeZone: table.timeZone }
  const restored = names.map((name) => {
    const values = numeric(given, name).slice()
    const quantile = defined({ quantile: name !== of && holdsQuantile(name) ? name : undefined })
    for (let series = 0; series < given.ids.length; series++) {
      const [from, to] = [given.offsets[series], given.offsets[series + 1]]
      // Without a column that names the series, the pipeline has one series under a default id.
      const id = given.roles.series.length ? given.ids[series] : table.ids[0]
      const times = given.times.subarray(from, to)
      let undone: Float64Array = values.slice(from, to)
      for (const { step, state } of done.toReversed()) {
        const { invert } = steps[step] as unknown as AnyStep
        if (invert) undone = invert(of, { id, times, values: undone, ...quantile }, state, context)
      }
      values.set(undone, from)
    }
    return [name, values] as const
  })
  const maker = makersLike(frame)(options.library)
  return maker.make(tableColumns(withColumns(given, restored), maker.hasTimes)) as Given
}
