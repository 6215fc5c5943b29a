import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import type { Frame } from '../frames/frame_types.ts'
import type { Table } from '../series/table/table.ts'
import type { TableOptions } from '../series/table/table_options.ts'
import { readFrames } from './read_frames.ts'
import { type StepName, steps } from './steps/index.ts'
import type { Step } from './steps/step.ts'

/** A pipeline as JSON. */
export interface PipelineState {
  /** Marks the JSON as that of a pipeline. */
  readonly kind: 'gatecast pipeline'
  /** Version of this form of JSON. */
  readonly version: 1
  /** The options of `prepare`. */
  readonly options: TableOptions
  /** The steps, in the order in which they were done. */
  readonly steps: readonly DoneStep[]
}

/** A step that a pipeline has run, with the values that it learned. */
export interface DoneStep {
  /** The name of the step and of its method. */
  readonly step: StepName
  /** The arguments of the method. */
  readonly arguments: readonly unknown[]
  /** The values that the step learned from the data. */
  readonly state?: unknown
}

/** The type of any step, in which the types of arguments and state are unknown. */
export type AnyStep = Step<readonly unknown[], unknown>

/**
 * Applies a step to a table.
 *
 * @param given - a state that the step learned before; by default it learns from the table
 */
export function runStep(
  table: Table,
  name: StepName,
  args: readonly unknown[],
  given?: unknown,
): { table: Table; done: DoneStep } {
  const step = steps[name] as unknown as AnyStep
  const state = given === undefined || step.refit ? step.fit?.(table, ...args) : given
  return { table: step.apply(table, state, ...args), done: { step: name, arguments: args, state } }
}

/** Reads a frame and repeats steps on it, with the states that they learned before. */
export function repeatSteps(
  frame: Frame,
  options: TableOptions,
  doneBefore: readonly DoneStep[],
  future?: Frame,
): { table: Table; done: DoneStep[] } {
  let table = readFrames('apply', frame, options, future)
  const done = doneBefore.map(({ step, arguments: args, state }) => {
    if (!Object.hasOwn(steps, step))
      throw new GatecastError('ERR_DATA', `Expected steps of gatecast in a saved pipeline, got ${shown(step)}`)
    const result = runStep(table, step, args, state)
    table = result.table
    return result.done
  })
  return { table, done }
}
