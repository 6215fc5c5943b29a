/**
 * A stream of random numbers: sfc32 of Chris Doty-Humphrey's PractRand, which has a state of 128 bits. Each stream
 * starts from a state of its own, so its numbers do not depend on how many numbers other streams draw.
 */
export class Random {
  #a: number
  #b: number
  #c: number
  #counter = 1
  #spare = Number.NaN

  constructor(seed: number, series: number, stream: number) {
    this.#a = seed | 0
    this.#b = series | 0
    // The upper bits of the seed, which is a whole number of up to 53 bits.
    this.#c = (Math.floor(seed / 2 ** 32) << 8) ^ stream
    // 15 rounds, as in the seeding of PractRand, separate the streams of nearby seeds.
    for (let round = 0; round < 15; round++) this.uniform()
  }

  /** Uniform over [0, 1), in steps of 2^-32. */
  uniform(): number {
    const mixed = (this.#a + this.#b + this.#counter) | 0
    this.#counter = (this.#counter + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + mixed) | 0
    return (mixed >>> 0) / 2 ** 32
  }

  /** Uniform over [low, high). */
  between(low: number, high: number): number {
    return low + (high - low) * this.uniform()
  }

  /** Normal with mean 0 and standard deviation 1, by Box and Muller 1958. The method makes two numbers at a time. */
  normal(): number {
    const spare = this.#spare
    if (!Number.isNaN(spare)) {
      this.#spare = Number.NaN
      return spare
    }
    const radius = Math.sqrt(-2 * Math.log(1 - this.uniform()))
    const angle = 2 * Math.PI * this.uniform()
    this.#spare = radius * Math.sin(angle)
    return radius * Math.cos(angle)
  }

  /**
   * Switches rows on and off in runs, by a Markov chain of two states.
   *
   * @param share - share of all rows that are on, in the long run
   * @param meanLength - mean number of rows of a run that is on
   * @returns a function that returns for one row after another whether it is on
   */
  runs(share: number, meanLength: number): () => boolean {
    const begin = share / ((1 - share) * meanLength)
    let isOn = this.uniform() < share
    return () => {
      const was = isOn
      isOn = this.uniform() < (isOn ? 1 - 1 / meanLength : begin)
      return was
    }
  }
}
