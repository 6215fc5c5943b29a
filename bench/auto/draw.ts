// Draws cases: single series of 60 to 2,000 rows, and panels of 5 to 300 series. A seed gives the same case always.

import { type Panel, panelFromSeries } from 'gatecast'
import type { Pool } from './pools.ts'

/** Series up to the end of their test part, whose windows are one horizon apart. */
export interface Case {
  seed: number
  name: string
  horizon: number
  /** Number of windows of the test: a single window would be a matter of luck. */
  windows: number
  panel: Panel
  series: number
  rows: number
}

/** Uniform numbers between 0 and 1. Source: mulberry32, public domain. */
function generator(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

const leastSeries = 5
/** Most windows of a test, and its largest share of the rows. */
const [mostWindows, testShare] = [4, 1 / 3]

/** Draws the case of a seed: two thirds of the cases are single series. */
export function draw(seed: number, pools: readonly Pool[]): Case {
  const random = generator(seed)
  for (let i = 0; i < 8; i++) random()
  const below = (count: number) => Math.floor(random() * count)
  const logUniform = (low: number, high: number) => Math.round(low * (high / low) ** random())
  const isSingle = random() < 2 / 3
  for (;;) {
    const pool = pools[below(pools.length)]
    const all = pool.series()
    const { horizon, frequency, start } = pool
    const wanted = isSingle ? 1 : Math.min(all.length, logUniform(leastSeries, 300))
    const length = logUniform(60, 2000)
    if (!isSingle && all.length < leastSeries) continue
    const chosen = shuffled(all, random).slice(0, wanted)
    // A piece that ends at a random place, and not always at the end of the data.
    const pieces = chosen.map((values) => {
      const rows = Math.min(values.length, length + mostWindows * horizon)
      const from = below(values.length - rows + 1)
      return values.slice(from, from + rows)
    })
    const sorted = pieces.map((values) => values.length).sort((a, b) => a - b)
    const typical = sorted[sorted.length >> 1]
    const windows = Math.max(1, Math.min(mostWindows, Math.floor((testShare * typical) / horizon)))
    const test = windows * horizon
    const least = isSingle ? 60 + test : 2 * horizon + test
    const usable = pieces.filter((values) => values.length >= least && varies(values, test))
    if (usable.length < (isSingle ? 1 : leastSeries)) continue
    const panel = panelFromSeries(
      usable.map((values, i) => ({ id: `s${i}`, start, values })),
      { frequency },
    )
    return {
      seed,
      name: pool.name,
      horizon,
      windows,
      panel,
      series: usable.length,
      rows: Math.max(...panel.lengths) - test,
    }
  }
}

/** Whether the history changes and half of the test is observed: without that there is no score. */
function varies(values: readonly number[], rows: number): boolean {
  const past = values.slice(0, -rows).filter((value) => !Number.isNaN(value))
  const test = values.slice(-rows).filter((value) => !Number.isNaN(value))
  return new Set(past).size > 5 && past.length > values.length / 2 && 2 * test.length > rows
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const own = values.slice()
  for (let i = own.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1))
    ;[own[i], own[j]] = [own[j], own[i]]
  }
  return own
}
