// How fast a stage is, and how long it still takes.

/** How far a stage is. */
export interface Step {
  readonly stage: string
  readonly done: number
  readonly total: number
}

/** Rate in units per second, and the seconds that are left; `undefined` while there is nothing to tell them from. */
export interface Speed {
  readonly rate: number | undefined
  readonly left: number | undefined
}

interface Mark {
  readonly at: number
  readonly done: number
}

/** Share of the work so far that the newest rate is measured over. */
const recent = 0.1

/** Largest number of events that are remembered. */
const mostMarks = 256

/**
 * The pace of a stage, measured from its first event. The time left is a careful estimate: of the rate since the start
 * and the newest rate, the slower one counts, and the estimate grows while an event is overdue.
 */
export class Pace {
  readonly #now: () => number
  #stage = ''
  #marks: Mark[] = []
  #events = 0
  #total = 0

  /** @param now - the time in milliseconds */
  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** Takes note of an event. Returns whether it is the first one of its stage. */
  note({ stage, done, total }: Step): boolean {
    const isNew = stage !== this.#stage || done < (this.#marks.at(-1)?.done ?? 0)
    if (isNew) {
      this.#marks = []
      this.#events = 0
    }
    this.#stage = stage
    this.#total = total
    this.#events++
    if (this.#marks.length === mostMarks) this.#marks = this.#marks.filter((_, i) => i % 2 === 0)
    this.#marks.push({ at: this.#now(), done })
    return isNew
  }

  /** The speed at this moment, which need not be that of an event. */
  speed(): Speed {
    const [first] = this.#marks
    const last = this.#marks.at(-1)
    if (!first || !last || last.done <= first.done) return { rate: undefined, left: undefined }
    const from = first.done + (1 - recent) * (last.done - first.done)
    const before = this.#marks.findLast(({ done }) => done <= from) ?? first
    const rate = Math.min(rateOf(first, last), rateOf(before, last))
    if (!Number.isFinite(rate)) return { rate: undefined, left: undefined }
    const planned = (this.#total - last.done) / rate
    if (planned <= 0) return { rate, left: 0 }
    const waited = (this.#now() - last.at) / 1000
    const gap = Math.min((last.at - first.at) / 1000 / (this.#events - 1), planned)
    // A step that takes longer than the others is expected to take as long again as it is late.
    return { rate, left: waited <= gap ? planned - waited : planned - gap + (waited - gap) }
  }
}

const rateOf = (from: Mark, to: Mark): number => (1000 * (to.done - from.done)) / (to.at - from.at)
