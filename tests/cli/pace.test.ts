// The time left, by a clock that the test sets.

import { describe, expect, it } from 'vitest'
import { Pace } from '../../src/cli/print/pace.ts'

/** Runs steps of given seconds, and returns the time left at every tenth of a second, beside the true one. */
function run(seconds: readonly number[]): { at: number; left: number | undefined; truth: number }[] {
  let now = 0
  const pace = new Pace(() => now)
  const end = seconds.reduce((sum, one) => sum + one, 0)
  const seen: { at: number; left: number | undefined; truth: number }[] = []
  pace.note({ stage: 'train', done: 0, total: seconds.length })
  let next = 0
  seconds.forEach((length, i) => {
    next += length
    while (now / 1000 < next - 1e-9) {
      now += 100
      seen.push({ at: now / 1000, left: pace.speed().left, truth: end - now / 1000 })
    }
    pace.note({ stage: 'train', done: i + 1, total: seconds.length })
  })
  return seen
}

describe('the time left', () => {
  it('is not known before the first unit is done', () => {
    const pace = new Pace(() => 0)
    pace.note({ stage: 'train', done: 0, total: 3 })
    expect(pace.speed()).toEqual({ rate: undefined, left: undefined })
  })

  it('is exact for units that take equally long', () => {
    for (const { left, truth } of run([2, 2, 2, 2, 2])) if (left !== undefined) expect(left).toBeCloseTo(truth, 5)
  })

  it('is never below the truth for long if a unit is late', () => {
    const late = run([1, 1, 1, 1, 30]).filter(({ at }) => at > 6)
    // As long as the unit is late, the estimate grows.
    for (let i = 1; i < late.length; i++) expect(late[i].left).toBeGreaterThan(late[i - 1].left!)
    expect(run([1, 1, 1, 1, 30]).filter(({ at, left, truth }) => at > 20 && left! < truth)).toEqual([])
  })

  it('follows units that become slower', () => {
    const seen = run([...Array(10).fill(1), ...Array(10).fill(5)])
    for (const { at, left, truth } of seen) if (at > 25) expect(left).toBeGreaterThan(0.95 * truth)
  })

  it('starts again with another stage, and with the same stage that starts again', () => {
    let now = 0
    const pace = new Pace(() => now)
    expect(pace.note({ stage: 'train', done: 0, total: 2 })).toBe(true)
    now = 1000
    expect(pace.note({ stage: 'train', done: 1, total: 2 })).toBe(false)
    expect(pace.note({ stage: 'train', done: 0, total: 2 })).toBe(true)
    expect(pace.note({ stage: 'backtest', done: 1, total: 2 })).toBe(true)
    expect(pace.speed().left).toBeUndefined()
  })

  it('stays right over very many events', () => {
    let now = 0
    const pace = new Pace(() => now)
    for (let done = 0; done <= 9000; done++) {
      pace.note({ stage: 'train', done, total: 10_000 })
      now += 10
    }
    expect(pace.speed().left).toBeCloseTo(10, 0)
    expect(pace.speed().rate).toBeCloseTo(100, 0)
  })
})
