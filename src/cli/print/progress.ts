// Shows how far a job is: by a bar on a terminal, elsewhere by a line every few seconds.

import type { SingleBar } from 'cli-progress'
import type { JobEvent } from '../../jobs/index.ts'
import { Pace } from './pace.ts'
import { count, duration } from './text.ts'

type ProgressEvent = Extract<JobEvent, { type: 'progress' }>

export interface Progress {
  /** @param label - what the stage does */
  show(event: ProgressEvent, label: string): void
  /** Removes the bar, so that other lines can be printed. */
  clear(): void
}

/** Milliseconds between two lines. */
const pause = 5000
/** Milliseconds after which the bar shows a new time left, also without an event. */
const tick = 1000

/** Models take very different times, so that some of them say nothing about the others. */
const unevenUnits = ['models']

function paceText(pace: Pace, unit: string): string {
  const { rate, left } = pace.speed()
  if (rate === undefined || left === undefined || unevenUnits.includes(unit)) return ''
  return `${rateText(rate, unit)}, ${duration(Math.max(1, Math.ceil(left)))} left`
}

/** Below one unit per second, the time per unit is easier to read than the rate. */
const rateText = (rate: number, unit: string): string =>
  rate >= 1 ? `${count(rate)} ${unit}/s` : `${duration(1 / rate)} each`

export function lines(write: (line: string) => void): Progress {
  const pace = new Pace()
  let shown: { event: ProgressEvent; label: string } | undefined
  let last = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  const print = () => {
    if (!shown || performance.now() - last < pause) return
    last = performance.now()
    const { event, label } = shown
    const share = Math.floor((100 * event.done) / event.total)
    const text = paceText(pace, event.unit)
    write(
      `${label}: ${count(Math.floor(event.done))} of ${count(event.total)} ${event.unit}, ${share} %${text && `, ${text}`}`,
    )
  }
  return {
    show(event, label) {
      // The first event of a stage prints nothing, because the name of the stage was just printed.
      if (pace.note(event)) last = performance.now()
      shown = event.done < event.total ? { event, label } : undefined
      timer ??= setInterval(print, pause).unref()
      print()
    },
    clear() {
      shown = undefined
      clearInterval(timer)
      timer = undefined
    },
  }
}

export async function bar(stream: NodeJS.WritableStream): Promise<Progress> {
  const { default: progress } = await import('cli-progress')
  const pace = new Pace()
  let shown: SingleBar | undefined
  let timer: NodeJS.Timeout | undefined
  const clear = () => {
    clearInterval(timer)
    shown?.stop()
    shown = undefined
  }
  const start = ({ total, unit }: ProgressEvent, label: string): SingleBar => {
    const made = new progress.SingleBar({
      stream,
      format: '{label} {bar} {percentage} %  {done} of {all} {unit}  {pace}',
      barCompleteChar: '█',
      barIncompleteChar: '░',
      barsize: 24,
      hideCursor: true,
      clearOnComplete: true,
      stopOnComplete: false,
      fps: 10,
    })
    made.start(total, 0, { label, done: '0', all: count(total), unit, pace: '' })
    timer = setInterval(() => made.update({ pace: paceText(pace, unit) }), tick).unref()
    return made
  }
  return {
    show(event, label) {
      if (pace.note(event)) clear()
      shown ??= start(event, label)
      const { done, total, unit } = event
      shown.update(done, { label, done: count(Math.floor(done)), all: count(total), unit, pace: paceText(pace, unit) })
      if (done >= total) clear()
    },
    clear,
  }
}
