// What a command says: results on stdout, everything else on stderr, so that output can be piped.

import pc from 'picocolors'
import type { JobEvent, Stage } from '../../jobs/index.ts'
import { bar, lines, type Progress } from './progress.ts'

export interface PrinterOptions {
  /** One JSON document on stdout, events as JSON lines on stderr. */
  json?: boolean
  /** No notes and no progress. */
  quiet?: boolean
}

const stages: Record<Stage, string> = {
  survey: 'looking at the source',
  partition: 'sorting rows by series',
  rehearse: 'measuring on older rows how wide intervals have to be',
  train: 'training',
  backtest: 'testing on the newest rows',
  tune: 'trying models',
  forecast: 'forecasting',
  collect: 'collecting parts',
  report: 'writing the report',
}

/** Bad series that are named; of more the number is in the result. */
const named = 5

export class Printer {
  /** The stage that is running. */
  stage: Stage | undefined
  readonly #json: boolean
  readonly #quiet: boolean
  readonly #progress: Progress
  readonly #colours: ReturnType<typeof pc.createColors>
  #bad = 0

  private constructor({ json = false, quiet = false }: PrinterOptions, progress: Progress) {
    this.#json = json
    this.#quiet = quiet
    this.#progress = progress
    this.#colours = pc.createColors(hasColours(process.stderr))
  }

  static async open(options: PrinterOptions): Promise<Printer> {
    const isBar = process.stderr.isTTY && !options.json && !options.quiet
    return new Printer(options, isBar ? await bar(process.stderr) : lines((line) => process.stderr.write(`${line}\n`)))
  }

  event(event: JobEvent): void {
    if (event.type === 'stage') this.stage = event.stage
    if (this.#json) {
      process.stderr.write(`${JSON.stringify(event)}\n`)
      return
    }
    if (this.#quiet) return
    if (event.type === 'progress') this.#progress.show(event)
    if (event.type === 'note') this.#say(this.#colours.cyan(event.text))
    if (event.type === 'stage') this.#say(this.#colours.dim(stages[event.stage]))
    if (event.type === 'bad' && this.#bad++ < named) this.#say(this.#colours.yellow(badText(event)))
  }

  /** The outcome: text for people, or a document for programs. */
  result(result: object, text: string): void {
    this.#progress.clear()
    process.stdout.write(this.#json ? `${JSON.stringify(result)}\n` : `${text}\n`)
  }

  error(message: string, error: { code: string; message: string }): void {
    this.#progress.clear()
    if (this.#json) process.stderr.write(`${JSON.stringify({ type: 'error', ...error })}\n`)
    else process.stderr.write(`${this.#colours.red(message)}\n`)
  }

  #say(line: string): void {
    this.#progress.clear()
    process.stderr.write(`${line}\n`)
  }
}

const badText = ({ id, reason, fallback }: Extract<JobEvent, { type: 'bad' }>): string =>
  `series ${id}: ${fallback === 'none' ? 'no forecast' : 'a seasonal naive forecast instead'}. ${reason}`

/** NO_COLOR (no-color.org) beats FORCE_COLOR, and both beat what the terminal can do. */
export function hasColours(stream: { isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR) return false
  if (FORCE_COLOR) return true
  return stream.isTTY === true && TERM !== 'dumb'
}
