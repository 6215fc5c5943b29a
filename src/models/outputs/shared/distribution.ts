import type { Tensors, WindowScaling } from '../../../addon/index.ts'
import type { FieldsOf } from '../../../base/options/fields.ts'
import type { Head, HeadInputs, Unit } from './head.ts'

/** An output of a network as JSON: the name of its distribution, and its options. */
export interface StoredOutput {
  readonly kind: string
}

/** Forecasts of all series, series after series: `[series x horizon]`. */
export interface Readout {
  readonly mean: Float64Array
  /** One array for each level. */
  readonly quantiles: readonly Float64Array[]
}

/** The native sampler that draws paths, and the network outputs that it reads, in the order that it needs. */
export interface Sampler {
  readonly likelihood: 'point' | 'gaussian' | 'studentT' | 'negativeBinomial'
  readonly outputs: readonly string[]
}

/**
 * Everything that the rest of the library knows about a distribution, which a network predicts for each step. One file
 * in `outputs` describes one distribution, and `outputs/index.ts` lists it.
 */
export interface Distribution<O extends StoredOutput = StoredOutput> {
  readonly kind: O['kind']
  /** One phrase that describes the distribution, for the tables in the docs. */
  readonly summary: string
  /** Options besides `kind`. */
  readonly options: FieldsOf<Omit<O, 'kind'>>
  /** Makes an output from its options, and checks them. */
  make(options: Partial<Omit<O, 'kind'>>): O
  /** Scalings of a window that the distribution allows; the first one is its default. */
  readonly scalings: readonly WindowScaling[]
  /** The least value that the target may have, if there is one. */
  readonly least?: number
  /**
   * For each output by name, the conversion from the scale of a window to units of the target: `place` is scaled and
   * shifted, `size` is scaled, `same` does not change. If all outputs are `same`, the network reads the target
   * unscaled.
   */
  readonly units: Readonly<Record<string, Unit>>
  /** `null` if no paths can be drawn from the distribution. */
  readonly sampler: Sampler | null
  /** The last layer of the network, and the loss that it learns from. */
  head(output: O, inputs: HeadInputs): Head
  /**
   * The levels of a forecast: the levels `requested` of the call, or by default the `usual` ones.
   *
   * @throws {GatecastError} `ERR_RANGE` for levels that the network cannot predict
   */
  levels(output: O, requested: readonly number[] | undefined, usual: readonly number[]): readonly number[]
  /** Computes means and quantiles from the outputs of the network in units of the target. */
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

/** The levels of a distribution with quantiles at any level between 0 and 1. */
export const anyLevels: Distribution['levels'] = (_, requested, usual) => requested ?? usual

/**
 * Reads a distribution by its quantile function: `quantile(outputs)(level)` maps a mean and its place to the quantile.
 */
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
