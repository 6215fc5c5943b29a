import { type DataFrame, danfoOf } from '../series/data_frame.ts'
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
  future?: DataFrame
}

/**
 * Starts a pipeline from a DataFrame: reads times, types every column, sorts rows by series and time, and merges or
 * refuses rows of the same time. The frame does not change.
 *
 * @param frame - a DataFrame of danfojs or danfojs-node
 * @param given - the roles of its columns, and how their values are read
 * @throws {GatecastError} `ERR_DATA`, `ERR_TYPE`, `ERR_NOT_FINITE` with column, row and value; `ERR_RANGE` for an
 * option
 * @example
 * const panel = prepare(frame, { series: 'store', time: 'date', target: 'sales', known: ['promo'] })
 *   .regularise().fill('linear').toPanel()
 */
export function prepare(frame: DataFrame, given: PrepareOptions = {}): Pipeline {
  const { future, ...options } = given ?? {}
  return new Pipeline(readFrames('prepare', frame, options, future), options, danfoOf(frame))
}

/** A pipeline that was read from JSON. */
export interface SavedPipeline {
  /**
   * Applies the steps to new data, with the values that they learned before they were saved.
   *
   * @param frame - new data, with the columns of the frame that the pipeline was made on
   * @param future - rows after it, with the covariates known in the future
   * @throws {GatecastError} the errors of `prepare` and of the steps
   */
  apply(frame: DataFrame, future?: DataFrame): Pipeline
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
      return new Pipeline(table, options, danfoOf(frame), done)
    },
  }
}
