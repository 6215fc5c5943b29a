import { type NamedArray, namedArray } from '../subject/named_array.ts'

/** Joins the arrays of pieces of the samples to arrays of all samples. */
export class Collector {
  readonly #samples: number
  readonly #arrays = new Map<string, NamedArray>()

  constructor(samples: number) {
    this.#samples = samples
  }

  /**
   * @param from - the first sample of the piece
   * @param count - number of samples of the piece
   */
  put({ name, axes, shape, data }: NamedArray, from: number, count: number): void {
    const width = data.length / count
    let whole = this.#arrays.get(name)
    if (!whole) {
      const all = new Float32Array(width * this.#samples)
      whole = namedArray(name, axes, [(shape[0] / count) * this.#samples, ...shape.slice(1)], all)
      this.#arrays.set(name, whole)
    }
    whole.data.set(data, from * width)
  }

  get(name: string): NamedArray {
    return this.#arrays.get(name) as NamedArray
  }
}
