import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import type { DataFrame } from '../series/data_frame.ts'
import type { TableOptions } from '../series/table/table_options.ts'
import { danfoOf, Pipeline } from './pipeline.ts'
import { readFrames } from './read_frames.ts'
import { type PipelineState, replay } from './run_steps.ts'

export interface PrepareOptions extends TableOptions {
  /** Rows that follow, with the covariates known in the future. */
  future?: DataFrame
}

/**
 * Begins to prepare a DataFrame of danfojs or danfojs-node: reads times, sorts rows by series and time, refuses or
 * merges duplicates, types every column. The frame is not changed.
 *
 * @param frame - of danfojs or danfojs-node
 * @param given - what its columns are for
 * @throws {GatecastError} `ERR_DATA`, `ERR_TYPE`, `ERR_NOT_FINITE` with column, row and value; `ERR_RANGE` for options
 * @example
 * const panel = prepare(frame, { series: 'store', time: 'date', target: 'sales', known: ['promo'] })
 *   .regularise().fill('linear').toPanel()
 */
export function prepare(frame: DataFrame, given: PrepareOptions = {}): Pipeline {
  const { future, ...options } = given ?? {}
  return new Pipeline(readFrames('prepare', frame, options, future), options, danfoOf(frame))
}

/** A pipeline that was saved. */
export interface SavedPipeline {
  /**
   * Does its steps on new data.
   *
   * @param frame - with the columns of the one that the pipeline was made on
   * @param future - rows that follow, with covariates known in the future
   * @throws {GatecastError} as `prepare`, and as the steps
   */
  apply(frame: DataFrame, future?: DataFrame): Pipeline
}

/**
 * Reads what `JSON.stringify(pipeline)` wrote.
 *
 * @param json - text, or what `JSON.parse` made of it
 * @throws {GatecastError} `ERR_DATA` if it is something else
 * @example
 * const panel = pipelineFromJSON(await readFile('pipeline.json', 'utf8')).apply(newFrame).toPanel()
 */
export function pipelineFromJSON(json: string | PipelineState): SavedPipeline {
  const state: PipelineState = typeof json === 'string' ? parsed(json) : json
  if (state?.kind !== 'gatecast pipeline' || state.version !== 1 || !Array.isArray(state.steps))
    throw new GatecastError(
      'ERR_DATA',
      `Expected a saved gatecast pipeline of version 1, got ${shown(state?.kind ?? json)}`,
    )
  return {
    apply(frame, future) {
      const { table, done } = replay(frame, state.options, state.steps, future)
      return new Pipeline(table, state.options, danfoOf(frame), done)
    },
  }
}

function parsed(text: string): PipelineState {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new GatecastError('ERR_DATA', `Expected a saved pipeline as JSON, got ${shown(text)}`, { cause })
  }
}
