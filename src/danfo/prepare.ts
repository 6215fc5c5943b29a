import type { Frame } from '../frames/frame_types.ts'
import { makersLike } from '../frames/make_frame.ts'
import type { TableOptions } from '../series/table/table_options.ts'
import { Pipeline } from './pipeline.ts'
import { readFrames } from './read_frames.ts'
import { type PipelineState, repeatSteps } from './run_steps.ts'
import { readPipeline } from './stored_pipeline.ts'

/** Options of {@link prepare}. */
export interface PrepareOptions extends TableOptions {
  /**
   * Rows after those of the frame, with the covariates known in the future. They are never history: a row that is not
   * after the history of its series, and a series without history, are left out.
   */
  future?: Frame
}

/**
 * Starts a pipeline from a frame: reads times, types every column, sorts rows by series and time, and merges or
 * refuses rows of the same time. The frame does not change.
 *
 * @param frame - a DataFrame of danfojs, danfojs-node or nodejs-polars, or a table of apache-arrow or arquero
 * @param given - the roles of its columns, and how their values are read
 * @returns a pipeline without steps, which remembers the kind of the frame
 * @throws {GatecastError} `ERR_DATA`, `ERR_TYPE`, `ERR_NOT_FINITE` with column, row and value; `ERR_RANGE` for an
 * option
 * @example
 * const panel = prepare(frame, { series: 'store', time: 'date', target: 'sales', known: ['promo'] })
 *   .regularise().fill('linear').toPanel()
 */
export function prepare<Given extends Frame>(frame: Given, given: PrepareOptions = {}): Pipeline<Given> {
  const { future, ...options } = given ?? {}
  return new Pipeline(readFrames('prepare', frame, options, future), options, makersLike(frame))
}

/** A pipeline that was read from JSON. */
export interface SavedPipeline {
  /**
   * Applies the steps to new data, with the values that they learned before they were saved.
   *
   * @param frame - new data, with the columns of the frame that the pipeline was made on
   * @param future - rows after it, with the covariates known in the future
   * @returns a pipeline that has done the same steps
   * @throws {GatecastError} the errors of `prepare` and of the steps
   */
  apply<Given extends Frame>(frame: Given, future?: Frame): Pipeline<Given>
}

/**
 * Reads a pipeline that `JSON.stringify` wrote.
 *
 * @param json - the text, or the object that `JSON.parse` made of it
 * @throws {GatecastError} `ERR_FILE` if it is not a saved pipeline, or a broken one
 * @example
 * const panel = pipelineFromJSON(await readFile('pipeline.json', 'utf8')).apply(newFrame).toPanel()
 */
export function pipelineFromJSON(json: string | PipelineState): SavedPipeline {
  const { options, steps } = readPipeline(json)
  return {
    apply(frame, future) {
      const { table, done } = repeatSteps(frame, options, steps, future)
      return new Pipeline(table, options, makersLike(frame), done)
    },
  }
}
