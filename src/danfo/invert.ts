import { checkOptions } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import { checkColumn, checkNames } from '../series/check_columns.ts'
import { columnsOf, type DataFrame, dataFrame } from '../series/data_frame.ts'
import { tableFrom } from '../series/table/read_table.ts'
import { numeric, type Table, withColumns } from '../series/table/table.ts'
import { tableColumns } from '../series/table/table_columns.ts'
import type { TableOptions } from '../series/table/table_options.ts'
import type { AnyStep, DoneStep } from './run_steps.ts'
import { steps } from './steps/index.ts'

/** Which columns of a frame are brought back, and by which steps. */
export interface InvertOptions {
  /** Columns of the frame to bring back. Default: that of the name of `of`. */
  columns?: string | readonly string[]
  /** The column of the pipeline whose steps are undone. Default: the target. */
  of?: string
  /** The column, or columns, that name the series in the frame. Default: those of the pipeline. */
  series?: string | readonly string[]
  /** The column of times in the frame. Default: that of the pipeline. */
  time?: string
}

/** Undoes the steps that changed a column, last one first. */
export function invertFrame(
  frame: DataFrame,
  options: InvertOptions,
  { series, timeZone }: TableOptions,
  done: readonly DoneStep[],
  { roles, ids, frequency, ...table }: Table,
): DataFrame {
  checkOptions('inverse', options, ['columns', 'of', 'series', 'time'])
  const of = options.of ?? roles.target
  if (of === undefined)
    throw new GatecastError(
      'ERR_DATA',
      'Expected the column to undo, or a target, got neither. Name it: { of: "price" }',
    )
  const names = checkNames('columns', options.columns ?? of)
  for (const name of names) checkColumn('columns', name, frame.columns)
  const read = { series: options.series ?? series, time: options.time ?? roles.time, timeZone, observed: names }
  const given = tableFrom('inverse', columnsOf(frame), read)
  const context = { frequency, timeZone: table.timeZone }
  const restored = names.map((name) => {
    const values = numeric(given, name).slice()
    for (let part = 0; part < given.ids.length; part++) {
      const [from, to] = [given.offsets[part], given.offsets[part + 1]]
      // A panel of one series has it under a name that no column tells.
      const id = given.roles.series.length ? given.ids[part] : ids[0]
      const times = given.times.subarray(from, to)
      let undone: Float64Array = values.slice(from, to)
      for (const { step, state } of done.toReversed()) {
        const { invert } = steps[step] as unknown as AnyStep
        if (invert) undone = invert(of, { id, times, values: undone }, state, context)
      }
      values.set(undone, from)
    }
    return [name, values] as const
  })
  return dataFrame(tableColumns(withColumns(given, restored)), { DataFrame: Object.getPrototypeOf(frame).constructor })
}
