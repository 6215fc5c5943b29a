/** The figures of a step, read from its output. */
export interface Figures {
  readonly inputs: number
  readonly faults: number
  readonly crashes: number
  readonly hangs: number
  readonly races: number
  readonly leaks: number
  /** Tests that failed for another reason. */
  readonly failures: number
  /** The longest hold of the JS thread, in milliseconds. */
  readonly hold?: number
  /** Delays from an abort to the end of the call, in milliseconds. */
  readonly aborts?: { readonly count: number; readonly p50: number; readonly p99: number; readonly max: number }
}

const count = (text: string, pattern: RegExp): number => [...text.matchAll(pattern)].length
const sum = (text: string, pattern: RegExp): number =>
  [...text.matchAll(pattern)].reduce((total, [, number]) => total + Number(number), 0)

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
  const failed = sum(output, /Tests.*?(\d+) failed/g) + count(output, /^FAILED /gm)
  const [longest] = [...output.matchAll(/^longest hold (\d+)/gm)].map(([, ms]) => Number(ms))
  const [aborts] = output.matchAll(/^aborts (\d+) p50 (\d+) p99 (\d+) max (\d+)/gm)
  const known = crashes + hangs
  return {
    inputs: sum(tally, /^inputs (\d+)/gm) + sum(output, /stat::number_of_executed_units: (\d+)/g),
    faults: sum(tally, /^faults (\d+)/gm),
    crashes,
    hangs,
    races: count(output, /WARNING: ThreadSanitizer: /g),
    leaks: count(output, /ERROR: LeakSanitizer/g),
    failures: Math.max(failed, known === 0 && ended.code !== 0 ? 1 : 0),
    ...(longest === undefined ? {} : { hold: longest }),
    ...(aborts ? { aborts: { count: +aborts[1], p50: +aborts[2], p99: +aborts[3], max: +aborts[4] } } : {}),
  }
}
