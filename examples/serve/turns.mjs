/** The server has more work than it takes. The client tries again later. */
export class Busy extends Error {}

/** Runs a few pieces of work at once. Others wait for their turn, and too many are refused. */
export class Turns {
  #running = 0
  #most
  #waiting
  /** @type {(() => void)[]} */
  #queue = []

  /**
   * @param {number} atOnce pieces of work that run at once
   * @param {number} waiting pieces of work that wait
   */
  constructor(atOnce, waiting) {
    this.#most = atOnce
    this.#waiting = waiting
  }

  get waiting() {
    return this.#queue.length
  }

  /**
   * @template T
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   * @throws {Busy} if too many wait already
   */
  async run(work) {
    if (this.#running < this.#most) this.#running++
    else if (this.#queue.length < this.#waiting)
      await new Promise((resolve) => this.#queue.push(() => resolve(undefined)))
    else throw new Busy('Too many requests wait for a forecast. Try again later')
    try {
      return await work()
    } finally {
      // The next one takes over this place, so the number that runs stays.
      const next = this.#queue.shift()
      if (next) next()
      else this.#running--
    }
  }
}
