// Shows how far a job is: by a bar on a terminal, elsewhere by a line every few seconds.

import type { SingleBar } from 'cli-progress'
import type { JobEvent } from '../../jobs/index.ts'
import { count, duration } from './text.ts'

type ProgressEvent = Extract<JobEvent, { type: 'progress' }>

export interface Progress {
  show(event: ProgressEvent): void
  /** Removes the bar, so that other lines can be printed. */
  clear(): void
}

/** Milliseconds between two lines. */
const pause = 5000

/** Rate and remaining time of a stage, measured from its first event. */
class Pace {
  #stage = ''
  #start = 0
  #first = 0

  of({ stage, done, total }: ProgressEvent): { rate: number; left: number; isNew: boolean } {
    const isNew = stage !== this.#stage
    if (isNew) {
      this.#stage = stage
      this.#start = performance.now()
      this.#first = done
    }
    const rate = (1000 * (done - this.#first)) / (performance.now() - this.#start)
    return { rate, left: (total - done) / rate, isNew }
  }
}

const paceText = (rate: number, left: number, unit: string): string =>
  Number.isFinite(rate) && rate > 0 ? `${rateText(rate, unit)}, ${duration(left)} left` : ''

/** Below one unit per second, the time per unit is easier to read than the rate. */
const rateText = (rate: number, unit: string): string =>
  rate >= 1 ? `${count(rate)} ${unit}/s` : `${duration(1 / rate)} each`

export function lines(write: (line: string) => void): Progress {
  const pace = new Pace()
  let last = Number.NEGATIVE_INFINITY
  return {
    show(event) {
      const { rate, left, isNew } = pace.of(event)
      const now = performance.now()
      if (isNew) last = now
      // The first event of a stage prints nothing, because the name of the stage was just printed.
      if (isNew || now - last < pause || event.done === event.total) return
      last = now
      const share = Math.floor((100 * event.done) / event.total)
      const text = paceText(rate, left, event.unit)
      write(
        `${event.stage}: ${count(Math.floor(event.done))} of ${count(event.total)} ${event.unit}, ${share} %${text && `, ${text}`}`,
      )
    },
    clear() {},
  }
}

export async function bar(stream: NodeJS.WritableStream): Promise<Progress> {
  const { default: progress } = await import('cli-progress')
  const pace = new Pace()
  let shown: SingleBar | undefined
  const clear = () => {
    shown?.stop()
    shown = undefined
  }
  return {
    show(event) {
      const { rate, left, isNew } = pace.of(event)
      if (isNew) clear()
      shown ??= start(
        new progress.SingleBar({
          stream,
          format: '{stage} {bar} {percentage} %  {done} of {all} {unit}  {pace}',
          barCompleteChar: '█',
          barIncompleteChar: '░',
          barsize: 24,
          hideCursor: true,
          clearOnComplete: true,
          stopOnComplete: false,
          fps: 10,
        }),
        event,
      )
      shown.update(event.done, {
        ...{ stage: event.stage, done: count(Math.floor(event.done)), all: count(event.total), unit: event.unit },
        pace: paceText(rate, left, event.unit),
      })
      if (event.done >= event.total) clear()
    },
    clear,
  }
}

function start(made: SingleBar, { stage, total, unit }: ProgressEvent): SingleBar {
  made.start(total, 0, { stage, done: '0', all: count(total), unit, pace: '' })
  return made
}
