// The checks that the tests of accuracy make for every kind.
import { expect, it } from 'vitest'
import type { Expected } from './expected.ts'
import { backtestOf, type DataName, data } from './panels.ts'

/**
 * The largest share by which an error may be worse, or better, than the table says. Instruction sets round differently,
 * which changes an error by far less.
 */
const worse = 0.05
const better = 0.1
/** The largest distance of a coverage from that of the table. */
const aside = 0.05

/** Milliseconds: a training of some seconds takes much longer on a busy machine without AVX2. */
const timeout = 180_000

/** An error and a coverage, with the bounds that follow from those of the table. */
export function hasAccuracy(rows: readonly Expected[], on: DataName): void {
  const { metric, seasonalNaive } = data[on]
  it.each(rows.map((row) => [row.kind, row] as const))('%s', { timeout }, async (kind, { error, covers, epochs }) => {
    const { overall } = await backtestOf(kind, on, epochs === undefined ? {} : { epochs })
    const measured = overall[metric] / seasonalNaive
    const numbers = `measured: ${kind} ${measured.toFixed(3)} ${overall.coverage80.toFixed(3)}`
    expect(measured, `${numbers}, worse than the table says`).toBeLessThan(error * (1 + worse))
    expect(measured, `${numbers}, better than the table says: write it there`).toBeGreaterThan(error * (1 - better))
    expect(Math.abs(overall.coverage80 - covers), `${numbers}, another coverage than in the table`).toBeLessThan(aside)
  })
}

/** Fits with one thread and with two, on a few short series, and compares the forecasts bit by bit. */
export function isDeterministic(kinds: readonly string[]): void {
  it.each(kinds)('%s', { timeout }, async (kind) => {
    const run = async (threads: number) => {
      const { windows } = await backtestOf(kind, 'few sales', { epochs: 1, samplesPerEpoch: 64 }, threads)
      return windows.map(({ forecast }) => [forecast.mean, forecast.quantiles])
    }
    expect(await run(2)).toEqual(await run(1))
  })
}
