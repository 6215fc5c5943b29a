// Panels for the tests of inspection.
import { type Panel, panelFromSeries } from '../../src/index.ts'

const noise = (i: number): number => ((Math.sin(i * 12.9898) * 43_758.5453) % 1) * 0.3

/** Series with a season of 6 steps around different levels. */
function waves(series: number, rows: number): Panel {
  return panelFromSeries(
    Array.from({ length: series }, (_, s) => ({
      id: `s${s}`,
      start: 0,
      values: Array.from({ length: rows }, (_, t) => 10 * (s + 1) + 3 * Math.sin((2 * Math.PI * t) / 6) + noise(t + s)),
    })),
    { frequency: '1' },
  )
}

/** Series that follow a known covariate "price" of the same step; "rain" is noise, and "size" is static. */
function priced(series: number, rows: number, future: number): Panel {
  const price = (s: number, t: number) => noise(31 * t + 7 * s) * 8
  return panelFromSeries(
    Array.from({ length: series }, (_, s) => ({
      id: `s${s}`,
      start: 0,
      values: Array.from({ length: rows }, (_, t) => 20 + 5 * price(s, t) + noise(t + s)),
      known: {
        price: Array.from({ length: rows + future }, (_, t) => price(s, t)),
        rain: Array.from({ length: rows + future }, (_, t) => noise(17 * t + 3 * s + 0.5)),
      },
      static: { size: s },
    })),
    { frequency: '1' },
  )
}

export const datasets = { waves, priced }
