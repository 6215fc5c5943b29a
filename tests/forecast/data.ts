import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Panel } from '../../src/series/index.ts'
import { panelFromSeries } from '../../src/series/panel/panel_from_series.ts'

/** Monthly totals of accidental deaths in the USA, 1973 to 1978. Brockwell and Davis 1991. */
export const accidentalDeaths = Float64Array.of(
  ...[9007, 8106, 8928, 9137, 10017, 10826, 11317, 10744, 9713, 9938, 9161, 8927, 7750, 6981, 8038, 8422, 8714, 9512],
  ...[10120, 9823, 8743, 9129, 8710, 8680, 8162, 7306, 8124, 7870, 9387, 9556, 10093, 9620, 8285, 8466, 8160, 8034],
  ...[7717, 7461, 7767, 7925, 8623, 8945, 10078, 9179, 8037, 8488, 7874, 8647, 7792, 6957, 7726, 8106, 8890, 9299],
  ...[10625, 9302, 8314, 8850, 8265, 8796, 7836, 6892, 7791, 8192, 9115, 9434, 10484, 9827, 9110, 9070, 8633, 9240],
)

const file = fileURLToPath(new URL('../../datasets/air_passengers.csv', import.meta.url))

/** Monthly airline passengers, 1949 to 1960. */
export const airPassengers = Float64Array.from(readFileSync(file, 'utf8').trim().split('\n').slice(1), (line) =>
  Number(line.split(',')[1]),
)

/** A panel with one series for each array of values. */
export const panelOf = (series: Readonly<Record<string, ArrayLike<number>>>, frequency = 'MS'): Panel =>
  panelFromSeries(
    Object.entries(series).map(([id, values]) => ({ id, start: '2000-01-01', values })),
    { frequency },
  )

/** Evenly spread numbers between 0 and 1 that look random: fractional parts of a quadratic sequence. */
export const noise = (i: number, seed = 0): number => {
  const x = Math.sin(12.9898 * (i + 1) + 78.233 * (seed + 1)) * 43758.5453
  return x - Math.floor(x)
}

/** Standard normal numbers (Box and Muller). */
export const normal = (i: number, seed = 0): number =>
  Math.sqrt(-2 * Math.log(1 - noise(2 * i, seed))) * Math.cos(2 * Math.PI * noise(2 * i + 1, seed))
