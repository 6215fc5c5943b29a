import { Model, type ModelStream, type Tensors } from '../../nn/index.ts'
import type { ScoreStream } from '../classify/kind.ts'
import type { NetworkDesign } from './design.ts'
import { tokenInputs } from './head.ts'
import { type Cutting, featuresOf, StepFiller } from './tokens.ts'

/**
 * Runs a network step by step. It adds up the scores of the steps, each weighted by e to the power of its attention, so
 * after each step it has the scores of the sequence so far.
 */
export class NetworkStream implements ScoreStream {
  readonly #model: Model
  readonly #stream: ModelStream
  readonly #filler: StepFiller
  readonly #features: Float32Array
  readonly #sums: Float64Array
  #weight = 0
  #largest = Number.NEGATIVE_INFINITY

  constructor(build: NonNullable<NetworkDesign['stream']>, cutting: Cutting, outputs: number, parameters: Tensors) {
    const inputs = tokenInputs(featuresOf(cutting))
    const { x } = inputs
    const { attention, pooled, last } = build({ ...inputs, lengths: undefined }, outputs)
    this.#model = new Model({ inputs: { x }, outputs: { attention, pooled, last } }) as unknown as Model
    this.#model.loadParameters(parameters)
    this.#stream = this.#model.stream()
    this.#filler = new StepFiller(cutting.scales.means.length, cutting.scales)
    this.#features = new Float32Array(featuresOf(cutting))
    this.#sums = new Float64Array(outputs)
  }

  push(step: Float64Array): Float64Array {
    this.#filler.fill(step, this.#features)
    const { attention, pooled, last } = this.#stream.step({
      x: { shape: [1, 1, this.#features.length], data: this.#features },
    })
    this.#add(attention.data[0], pooled.data)
    return this.#sums.map((sum, i) => sum / this.#weight + last.data[i])
  }

  reset(): void {
    this.#stream.reset()
    this.#filler.reset()
    this.#sums.fill(0)
    this.#weight = 0
    this.#largest = Number.NEGATIVE_INFINITY
  }

  dispose(): void {
    this.#stream[Symbol.dispose]()
    this.#model[Symbol.dispose]()
  }

  /** Weights are divided by the largest one so far: a power of e could be infinite. */
  #add(attention: number, scores: ArrayLike<number>): void {
    const largest = Math.max(this.#largest, attention)
    const shrink = Math.exp(this.#largest - largest)
    const weight = Math.exp(attention - largest)
    for (let i = 0; i < this.#sums.length; i++) this.#sums[i] = this.#sums[i] * shrink + weight * scores[i]
    this.#weight = this.#weight * shrink + weight
    this.#largest = largest
  }
}
