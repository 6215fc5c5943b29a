// The three recurrent kernels share their arrays, in PyTorch's layouts, their sizes, and the way they become a Program.
import { checkKnown } from '../../base/check.ts'
import type { Options } from '../../nn/values/value.ts'
import { checkKernelOptions, type OutOptions, type ProductOptions, type Sizes } from '../kernel_options.ts'
import { makeTask, type Task } from './task.ts'

/** One direction of one layer; H is `hiddenSize`, G the number of gates. */
export interface RecurrentArrays {
  /** `[batch, time, inputSize]` */
  x: Float32Array
  /** `[G*H, inputSize]`: one block of H rows for each gate. */
  weight_ih: Float32Array
  /** `[G*H, H]` */
  weight_hh: Float32Array
  /** Bias of the input product, `[G*H]`; zeros if absent. */
  bias_ih?: Float32Array
  /** Bias of the recurrent product, `[G*H]`; zeros if absent. */
  bias_hh?: Float32Array
  /** First hidden state `[batch, H]`; zeros if absent. */
  hidden?: Float32Array
  /**
   * `[batch]`: number of valid steps of each row, 0 to `time`; all if absent. Later steps output zeros and keep the
   * state.
   */
  lengths?: Int32Array
}

/** Sizes, direction and precision of a recurrent layer. */
export interface RecurrentOptions<Result extends string>
  extends Sizes<'batch' | 'time' | 'inputSize' | 'hiddenSize'>,
    ProductOptions,
    OutOptions<Result> {
  /** Whether to run from the last valid step to the first; default false. */
  reverse?: boolean
}

/** Results of a recurrent layer. */
export interface RecurrentResults {
  /** Hidden state after each step, `[batch, time, H]`. */
  output: Float32Array
  /** Hidden state after the last valid step, `[batch, H]`. */
  hidden: Float32Array
}

const sizes = ['batch', 'time', 'inputSize', 'hiddenSize'] as const

export function recurrentTask(
  kind: string,
  gates: number,
  states: readonly string[],
  arrays: RecurrentArrays,
  options: RecurrentOptions<string>,
  attributes: Options = {},
): Task {
  checkKernelOptions(options, sizes, ['reverse', 'precision', 'save', ...Object.keys(attributes)])
  const { batch, time, inputSize, hiddenSize, reverse = false, precision } = options
  const rows = gates * hiddenSize
  const shapes = {
    x: [batch, time, inputSize],
    weight_ih: [rows, inputSize],
    weight_hh: [rows, hiddenSize],
    bias_ih: [rows],
    bias_hh: [rows],
    ...Object.fromEntries(states.map((state) => [state, [batch, hiddenSize]])),
    lengths: [batch],
  }
  checkKnown('the arrays', arrays, Object.keys(shapes))
  return makeTask({
    kind,
    shapes,
    optional: ['bias_ih', 'bias_hh', ...states, 'lengths'],
    arrays: { ...arrays },
    attributes: { ...attributes, reverse },
    outputs: ['output', ...states],
    precision,
  })
}
