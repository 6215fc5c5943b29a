import { describe, expect, it } from 'vitest'
import { auto, detectSeason, detectSeasons } from '../../../src/forecast/index.ts'
import { panelFromSeries } from '../../../src/series/index.ts'

/** Normal noise from a linear congruential generator. */
function noise(seed: number): () => number {
  let state = seed
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state + 1) / 4_294_967_297
  }
  return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform())
}

const panelOf = (...series: readonly (readonly number[])[]) =>
  panelFromSeries(
    series.map((values, i) => ({ id: `${i}`, start: 1, values })),
    { frequency: '1' },
  )

describe('detectSeason', () => {
  it.for([4, 7, 12, 24, 52])('finds a season of %i steps in noise and a trend', (season) => {
    const series = [1, 2, 3].map((seed) => {
      const draw = noise(seed)
      return Array.from({ length: 6 * season }, (_, t) => 0.1 * t + 5 * Math.sin((2 * Math.PI * t) / season) + draw())
    })
    expect(detectSeason(panelOf(...series))).toBe(season)
  })

  it('finds none in noise, in a random walk, in a line, and in a constant', () => {
    for (let seed = 1; seed <= 20; seed++) {
      const draw = noise(seed)
      const white = Array.from({ length: 200 }, draw)
      let level = 0
      const walk = white.map((step) => {
        level += step
        return level
      })
      expect(detectSeason(panelOf(white)), `noise of seed ${seed}`).toBe(1)
      expect(detectSeason(panelOf(walk)), `walk of seed ${seed}`).toBe(1)
    }
    expect(detectSeason(panelOf(Array.from({ length: 50 }, (_, t) => 3 * t)))).toBe(1)
    expect(detectSeason(panelOf(new Array(50).fill(3)))).toBe(1)
    expect(detectSeason(panelOf([1, 2]))).toBe(1)
  })

  it('gives the candidates of auto their season on an index', async () => {
    const values = Array.from({ length: 60 }, (_, t) => 10 + (t % 6) ** 2)
    const backtest = { windows: 1 }
    const { leaderboard } = await auto(panelOf(values), { horizon: 6, minutes: 0.02, backtest, average: 1 })
    expect(leaderboard[0].score).toBeLessThan(0.01)
  })
})

describe('detectSeasons', () => {
  const made = (seed: number, of: (t: number) => number, rows = 1500) => {
    const draw = noise(seed)
    return Array.from({ length: rows }, (_, t) => of(t) + draw())
  }

  it('finds a day and a week, whichever is larger', () => {
    for (const [day, week] of [
      [6, 3],
      [3, 6],
    ]) {
      const series = [1, 2, 3].map((seed) =>
        made(seed, (t) => day * Math.sin((2 * Math.PI * t) / 24) + (t % 168 < 120 ? week : -week)),
      )
      expect(detectSeasons(panelOf(...series)), `day ${day}, week ${week}`).toEqual([24, 168])
    }
  })

  it('finds one where there is one, and none in noise', () => {
    expect(detectSeasons(panelOf(made(1, (t) => 5 * Math.sin((2 * Math.PI * t) / 12))))).toEqual([12])
    const growing = made(2, (t) => (1 + t / 300) * 5 * Math.sin((2 * Math.PI * t) / 12))
    expect(detectSeasons(panelOf(growing))).toEqual([12])
    expect(detectSeasons(panelOf(made(3, () => 0)))).toEqual([1])
  })
})
