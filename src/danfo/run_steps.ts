import { shown } from '../base/check.ts'
import { GatecastError } from '../base/error.ts'
import type { DataFrame } from '../series/data_frame.ts'
import type { Table } from '../series/table/table.ts'
import type { TableOptions } from '../series/table/table_options.ts'
import { readFrames } from './read_frames.ts'
import { type StepName, steps } from './steps/index.ts'
import type { Step } from './steps/step.ts'

/** A pipeline as JSON: what was done, and what was learned from the data on the way. */
export interface PipelineState {
  /** By which a reader knows what it has. */
  readonly kind: 'gatecast pipeline'
  /** Of this form of JSON. */
  readonly version: 1
  /** What the columns are for. */
  readonly options: TableOptions
  /** What was done, in its order, and what each step learned. */
  readonly steps: readonly DoneStep[]
}

/** A step that was done. */
export interface DoneStep {
  /** Its name, as that of the method. */
  readonly step: StepName
  /** What the method was given. */
  readonly arguments: readonly unknown[]
  /** What it learned from the data. */
  readonly state?: unknown
}

/** A step whose types are of no interest. */
export type AnyStep = Step<readonly unknown[], unknown>

/** Does a step; with the state given, or with what it learns from the table. */
export function run(
  table: Table,
  name: StepName,
  args: readonly unknown[],
  given?: unknown,
): { table: Table; done: DoneStep } {
  const step = steps[name] as unknown as AnyStep
  const state = given === undefined || step.refit ? step.fit?.(table, ...args) : given
  return { table: step.apply(table, state, ...args), done: { step: name, arguments: args, state } }
}

/** Reads a frame and does steps that were done before, with what they learned then. */
export function replay(
  frame: DataFrame,
  options: TableOptions,
  before: readonly DoneStep[],
  future?: DataFrame,
): { table: Table; done: DoneStep[] } {
  let table = readFrames('apply', frame, options, future)
  const done = before.map(({ step, arguments: args, state }) => {
    if (!Object.hasOwn(steps, step))
      throw new GatecastError('ERR_DATA', `Expected steps of gatecast in a saved pipeline, got ${shown(step)}`)
    const result = run(table, step, args, state)
    table = result.table
    return result.done
  })
  return { table, done }
}
