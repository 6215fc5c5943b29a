/** The figures of a step, read from its output. */
export interface Figures {
  readonly inputs: number
  readonly faults: number
  /** Rows of results that were compared with those of an undisturbed run. */
  readonly rows: number
  readonly crashes: number
  readonly hangs: number
  /** Rows that were missing or different. */
  readonly lost: number
  readonly races: number
  readonly leaks: number
  /** Tests that failed for another reason. */
  readonly failures: number
  /** The longest hold of the JS thread, in milliseconds. */
  readonly hold?: number
  /** Delays from an abort to the end of the call, in milliseconds. */
  readonly aborts?: { readonly count: number; readonly p50: number; readonly p99: number; readonly max: number }
  /** Growth of memory over repeated work, in megabytes. */
  readonly growth?: number
  /** Share of the lines of a fuzz target's files that its inputs reached, in per cent. */
  readonly coverage?: number
}

/** Counts that must be 0. */
export const faults = ['crashes', 'hangs', 'lost', 'races', 'leaks', 'failures'] as const

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length
const numbers = (text: string, pattern: RegExp): number[] =>
  [...text.matchAll(pattern)].map(([, number]) => Number(number))
const sum = (text: string, pattern: RegExp): number =>
  numbers(text, pattern).reduce((total, number) => total + number, 0)

/**
 * @param output - everything that the step wrote
 * @param tally - the counts of its tests, a line for each
 * @param ended - how its process ended
 */
export function figuresOf(
  output: string,
  tally: string,
  ended: { code: number | null; signal: string | null },
): Figures {
  const crashes =
    count(output, /Worker exited unexpectedly|ERROR: AddressSanitizer|runtime error:|deadly signal|out-of-memory/g) +
    (ended.signal === null ? 0 : 1)
  const hangs = count(output, /was not done after \d+ ms|Test timed out|ERROR: libFuzzer: timeout/g)
  const races = count(output, /WARNING: ThreadSanitizer: /g)
  const leaks = count(output, /ERROR: LeakSanitizer/g)
  const failed = sum(output, /Tests.*?(\d+) failed/g) + count(output, /^FAILED /gm)
  const known = crashes + hangs + races + leaks
  const [hold] = numbers(output, /^longest hold (\d+)/gm)
  const [aborts] = output.matchAll(/^aborts (\d+) p50 (\d+) p99 (\d+) max (\d+)/gm)
  const grown = numbers(tally, /^growth (-?[\d.]+)/gm)
  // The total of llvm-cov: regions are left out, so that functions and lines remain, each with its missed ones.
  const [coverage] = numbers(output, /^TOTAL.* ([\d.]+)%\s*$/gm)
  return {
    inputs: sum(tally, /^inputs (\d+)/gm) + sum(output, /stat::number_of_executed_units: (\d+)/g),
    faults: sum(tally, /^faults (\d+)/gm),
    rows: sum(tally, /^rows (\d+)/gm),
    crashes,
    hangs,
    lost: sum(tally, /^lost (\d+)/gm),
    races,
    leaks,
    failures: Math.max(failed, known === 0 && ended.code !== 0 ? 1 : 0),
    ...(hold === undefined ? {} : { hold }),
    ...(aborts ? { aborts: { count: +aborts[1], p50: +aborts[2], p99: +aborts[3], max: +aborts[4] } } : {}),
    ...(grown.length === 0 ? {} : { growth: Math.max(...grown) }),
    ...(coverage === undefined ? {} : { coverage }),
  }
}
