import type { Dim } from '../addon/index.ts'
import type { CalendarFeature } from '../series/index.ts'

/** A column of an input: what the caller writes into it. */
export type OnnxColumn =
  /** The values of a covariate; NaN for a missing one, Infinity for a row before the first one of the series. */
  | { readonly covariate: string }
  /**
   * Sine or cosine of 2 pi (feature - low) / count, from the wall-clock time of the row; Infinity before the first row of
   * the series.
   */
  | { readonly calendar: CalendarFeature; readonly wave: 'sin' | 'cos'; readonly low: number; readonly count: number }
  /** The place of a category in the list plus 1; 0 for a missing one and before the first row of the series. */
  | { readonly covariate: string; readonly categories: readonly string[] }
  /** The place of the series in the list. */
  | { readonly series: readonly string[] }
  /**
   * The number of the row modulo `cycle`, counted in steps since 1970, or since 0 of an index. With `series`: plus the
   * cycle times 1 + the place of the series in the list, or times 0 for another series. 0 before
   * the first row of it.
   */
  | { readonly cycle: number; readonly series?: readonly string[] }

/** An input of an ONNX model. */
export interface OnnxInput {
  /** Its name in the model. */
  readonly name: string
  /** The type of its numbers. */
  readonly type: 'float32' | 'float64' | 'int32'
  /** Its sizes; a text is a size that may differ from call to call. */
  readonly shape: readonly (Dim | string)[]
  /** Its contents, in words. */
  readonly meaning?: string
  /**
   * The rows that it holds, counted from the first row that is forecast: from the first number to the one before the
   * second; more of them before the first may be given of the target. Of a step-by-step network, the row of a step, counted from the row of that step.
   */
  readonly rows?: readonly [from: number, to: number]
  /** The contents of its last dimension. */
  readonly columns?: readonly OnnxColumn[]
}

/** An output of an ONNX model. */
export interface OnnxOutput {
  /** Its name in the model. */
  readonly name: string
  /** The type of its numbers. */
  readonly type: 'float32' | 'float64' | 'int32'
  /** Its sizes; a text is a size that may differ from call to call. */
  readonly shape: readonly (Dim | string)[]
  /** Its contents, in words. */
  readonly meaning?: string
}

/** How a forecaster reads and writes. */
export interface OnnxForecast {
  /** Number of steps that are forecast. */
  readonly horizon: number
  /** Number of steps before the forecast that location and scale of a window come from. */
  readonly context: number
  /** The time from one row to the next. */
  readonly frequency: string
  /** The distribution that the outputs describe. */
  readonly output: { readonly kind: string }
  /** Whether each call gives the distributions of some steps, and states for the next call. */
  readonly stepByStep: boolean
  /** Factor by which quantiles of drawn paths move away from their mean; 1 where the outputs include it. */
  readonly stretch: number
  /** Limits of the target: values outside of them move to the nearest one. Included where the outputs are values. */
  readonly support?: { readonly lower?: number; readonly upper?: number }
  /** The names of the series of a sample, in order, for networks that mix series. */
  readonly together?: readonly string[]
}

/** The inputs and outputs of an ONNX model. The model holds it as JSON in its metadata under the key `gatecast`. */
export interface OnnxDescription {
  /** The kind of the model, for example `gru`; `model` for a network of `gatecast/nn`. */
  readonly kind: string
  /** The inputs by name. */
  readonly inputs: readonly OnnxInput[]
  /** The outputs by name. */
  readonly outputs: readonly OnnxOutput[]
  /** States: each output is the input of the next call, and zeros before the first. */
  readonly states?: readonly { readonly input: string; readonly output: string }[]
  /** The target, if the model is a forecaster. */
  readonly forecast?: OnnxForecast
  /** The classes in the order of the probabilities, if the model is a classifier. */
  readonly classes?: readonly (string | number)[]
}
