// Prints results to stdout, and everything else to stderr, so that results can be piped.

import pc from 'picocolors'
import type { JobEvent, Stage } from '../../jobs/index.ts'
import { inFlags } from './in_flags.ts'
import { bar, lines, type Progress } from './progress.ts'
import { stageText } from './stage_text.ts'

export interface PrinterOptions {
  /** Print one JSON document to stdout, and events as JSON lines to stderr. */
  json?: boolean
  /** Print no notes and no progress. */
  quiet?: boolean
}

/** Largest number of bad series that are named. The result has the number of all. */
const named = 5

export class Printer {
  /** The stage that is running. */
  stage: Stage | undefined
  readonly #json: boolean
  readonly #quiet: boolean
  readonly #progress: Progress
  readonly #colours: ReturnType<typeof pc.createColors>
  #bad = 0
  /** The text of the stage that is running. */
  #label = ''

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
    if (event.type === 'stage') {
      this.stage = event.stage
      this.#label = stageText(event)
    }
    if (this.#json) {
      process.stderr.write(`${JSON.stringify(event)}\n`)
      return
    }
    if (this.#quiet) return
    if (event.type === 'progress') this.#progress.show(event, this.#label)
    if (event.type === 'note') this.#line(this.#colours.cyan(event.text))
    if (event.type === 'stage') this.#line(this.#colours.dim(this.#label))
    if (event.type === 'bad' && this.#bad++ < named) this.#line(this.#colours.yellow(badText(event)))
  }

  /** Prints the result: text for people, or a JSON document for programs. */
  result(result: object, text: string): void {
    this.#progress.clear()
    // A table on the standard output is the only thing there.
    const stream = 'out' in result && result.out === '-' ? process.stderr : process.stdout
    if (stream === process.stderr && this.#quiet) return
    stream.write(this.#json ? `${JSON.stringify(result)}\n` : `${text}\n`)
  }

  error(message: string, error: { code: string; message: string }): void {
    this.#progress.clear()
    if (this.#json) process.stderr.write(`${JSON.stringify({ type: 'error', ...error })}\n`)
    else process.stderr.write(`${this.#colours.red(message)}\n`)
  }

  #line(line: string): void {
    this.#progress.clear()
    process.stderr.write(`${line}\n`)
  }
}

const badText = ({ id, reason, fallback }: Extract<JobEvent, { type: 'bad' }>): string =>
  `series ${id}: ${fallback === 'none' ? 'no forecast' : 'a seasonal naive forecast instead'}. ${inFlags(reason)}`

/** NO_COLOR (no-color.org) beats FORCE_COLOR, and both beat what the terminal can do. */
export function hasColours(stream: { isTTY?: boolean }): boolean {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env
  if (NO_COLOR) return false
  if (FORCE_COLOR) return true
  return stream.isTTY === true && TERM !== 'dumb'
}
