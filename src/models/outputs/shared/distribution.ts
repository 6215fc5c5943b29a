import type { Tensors, WindowScaling } from '../../../addon/index.ts'
import type { FieldsOf } from '../../../base/fields.ts'
import type { Head, HeadInputs, Unit } from './head.ts'

/** An output of a network as it is stored: the name of its distribution, and its options. */
export interface StoredOutput {
  readonly kind: string
}

/** Forecasts of all series, series after series. */
export interface Readout {
  readonly mean: Float64Array
  /** One array for each level. */
  readonly quantiles: readonly Float64Array[]
}

/** How the core draws paths: its sampler, and the outputs of the network that it reads, in its order. */
export interface Sampler {
  readonly likelihood: 'point' | 'gaussian' | 'studentT' | 'negativeBinomial'
  readonly outputs: readonly string[]
}

/**
 * A distribution that a network predicts for each step: all that the rest of the library knows about it. One file in this
 * folder describes one distribution, and index.ts lists it.
 */
export interface Distribution<O extends StoredOutput = StoredOutput> {
  readonly kind: O['kind']
  /** One sentence, for the tables in the docs. */
  readonly summary: string
  /** Options besides `kind`. */
  readonly options: FieldsOf<Omit<O, 'kind'>>
  /** Makes an output from its options, and checks them. */
  make(options: Partial<Omit<O, 'kind'>>): O
  /** Scalings of a window that the distribution allows; the first one is its default. */
  readonly scalings: readonly WindowScaling[]
  /** Least value of the target that has a probability, where there is one. */
  readonly least?: number
  /**
   * How outputs in the scale of a window become outputs in units of the target, by name: a place is scaled and shifted, a
   * size is scaled, and `same` stays. A distribution whose outputs all stay reads the target as it is, without scaling.
   */
  readonly units: Readonly<Record<string, Unit>>
  /** `null` if no path can be drawn from it. */
  readonly sampler: Sampler | null
  /** The last layer of the network, and the loss that it learns from. */
  head(output: O, inputs: HeadInputs): Head
  /**
   * Levels of a forecast: those of the call, else the usual ones.
   *
   * @throws {GatecastError} `ERR_RANGE` for levels that the distribution cannot give
   */
  levels(output: O, asked: readonly number[] | undefined, usual: readonly number[]): readonly number[]
  /** Means and quantiles from the outputs of the network, in units of the target. */
  read(output: O, outputs: Tensors, levels: readonly number[]): Readout
  /** Whether the interval between two levels may be made wider by a factor. */
  canStretch(output: O, low: number, high: number): boolean
}

/** Whether the network reads and predicts the target in the scale of its window. */
export const isScaled = ({ units }: Pick<Distribution, 'units'>): boolean =>
  Object.values(units).some((unit) => unit !== 'same')

/** All scalings, for distributions of any real number; the first one is the default. */
export const anyScaling: readonly WindowScaling[] = ['standard', 'none', 'mean', 'robust', 'last']

/** Scalings that do not shift, for counts. */
export const unshifted: readonly WindowScaling[] = ['mean', 'none']

/** Any level between 0 and 1. */
export const anyLevels: Distribution['levels'] = (_, asked, usual) => asked ?? usual

/** Reads a distribution with a closed quantile function: `quantile(outputs)(level)` gives the quantile at a place. */
export const readParameters =
  (
    mean: string,
    quantile: (outputs: Tensors) => (level: number) => (mean: number, place: number) => number,
  ): Distribution['read'] =>
  (_, outputs, levels) => {
    const means = Float64Array.from(outputs[mean].data)
    const at = quantile(outputs)
    return { mean: means, quantiles: levels.map((level) => means.map(at(level))) }
  }
