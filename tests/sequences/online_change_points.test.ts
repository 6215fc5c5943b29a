import { describe, expect, it } from 'vitest'
import { onlineChangePoints } from '../../src/sequences/index.ts'
import { normal } from '../forecast/data.ts'

/** log gamma by Stirling's series, after the argument is raised to 20. */
function logGamma(x: number): number {
  if (x < 20) return logGamma(x + 1) - Math.log(x)
  return (
    (x - 0.5) * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * x) - 1 / (360 * x ** 3) + 1 / (1260 * x ** 5)
  )
}

/** Log marginal likelihood of values with one normal-inverse-gamma prior, in closed form (Murphy 2007, equation 95). */
function evidence(values: number[], mean: number, strength: number, shape: number, scale: number): number {
  const n = values.length
  const own = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - own) ** 2, 0)
  const b = scale + squares / 2 + (strength * n * (own - mean) ** 2) / (2 * (strength + n))
  return (
    logGamma(shape + n / 2) -
    logGamma(shape) +
    shape * Math.log(scale) -
    (shape + n / 2) * Math.log(b) +
    0.5 * Math.log(strength / (strength + n)) -
    (n / 2) * Math.log(2 * Math.PI)
  )
}

/** The posterior of the last run length from the evidence of every segmentation. */
function byEnumeration(values: number[], hazard: number): number[] {
  const weights = new Array(values.length + 1).fill(0)
  for (let mask = 0; mask < 2 ** (values.length - 1); mask++) {
    let log = 0
    let from = 0
    for (let t = 1; t <= values.length; t++) {
      const isChange = t < values.length && (mask >> (t - 1)) & 1
      if (t < values.length) log += Math.log(isChange ? hazard : 1 - hazard)
      if (!isChange && t < values.length) continue
      log += evidence(values.slice(from, t), 0, 0.01, 1, 1)
      if (t === values.length) weights[t - from] += Math.exp(log)
      from = t
    }
  }
  const total = weights.reduce((sum, weight) => sum + weight, 0)
  return weights.map((weight) => weight / total)
}

/** The posterior with all run lengths, from densities that are quotients of evidences. */
function everyRun(values: number[], hazard: number, recent: number) {
  let weights: number[] = []
  return values.map((x, t) => {
    const grown = weights.map((weight, start) => weight * (1 - hazard) * density(values, start, t))
    const all = [...grown, (t === 0 ? 1 : hazard) * density(values, t, t)]
    const total = all.reduce((sum, weight) => sum + weight, 0)
    weights = all.map((weight) => weight / total)
    const changed = weights.filter((_, start) => start > 0 && t + 1 - start <= recent)
    return {
      x,
      probability: changed.reduce((sum, weight) => sum + weight, 0),
      runLength: t + 1 - weights.indexOf(Math.max(...weights)),
    }
  })

  /** Student's t of a value after those from `start` on, from sums that are kept. */
  function density(all: number[], start: number, t: number): number {
    sums[start] ??= { n: 0, sum: 0, squares: 0 }
    const own = sums[start]
    const strength = 0.01 + own.n
    const mean = own.sum / strength
    const shape = 1 + own.n / 2
    const scale = 1 + (own.squares - strength * mean ** 2) / 2
    const spread = (scale * (strength + 1)) / (shape * strength)
    const x = all[t]
    own.n++
    own.sum += x
    own.squares += x * x
    gammas[2 * shape] ??= logGamma(shape + 0.5) - logGamma(shape)
    const log =
      gammas[2 * shape] -
      0.5 * Math.log(2 * Math.PI * shape * spread) -
      (shape + 0.5) * Math.log1p((x - mean) ** 2 / (2 * shape * spread))
    return Math.exp(log)
  }
}
const sums: { n: number; sum: number; squares: number }[] = []
const gammas: number[] = []

describe('onlineChangePoints', () => {
  it('has the posterior of all segmentations, each with its evidence in closed form', () => {
    const values = [0.2, -0.7, 0.4, 0.1, 4.2, 3.6, 4.4, 3.9, 4.1]
    const online = onlineChangePoints({ hazard: 0.05, mean: 0, deviation: 1, recent: 5 })
    for (let n = 1; n <= values.length; n++) {
      const { probability, runLength } = online.push(values[n - 1])
      const exact = byEnumeration(values.slice(0, n), 0.05)
      const recent = exact.slice(0, Math.min(6, n)).reduce((sum, share) => sum + share, 0)
      expect(probability).toBeCloseTo(recent, 9)
      expect(runLength).toBe(exact.indexOf(Math.max(...exact)))
    }
  })

  it('notices a change of level within a few values, and is calm before', () => {
    const online = onlineChangePoints({ hazard: 1 / 250 })
    const seen = Array.from({ length: 400 }, (_, t) => online.push((t < 300 ? 50 : 54) + normal(t, 3)))
    expect(Math.max(...seen.slice(10, 300).map(({ probability }) => probability))).toBeLessThan(0.6)
    expect(seen.slice(300, 306).some(({ probability }) => probability > 0.9)).toBe(true)
    expect(Math.abs(seen[399].runLength - 100)).toBeLessThan(4)
  })

  it('waits for ten values if it is not told what a segment looks like, and skips missing ones', () => {
    const online = onlineChangePoints()
    const seen = Array.from({ length: 12 }, (_, t) => online.push(t === 4 ? null : normal(t)))
    expect(seen.map(({ runLength }) => Number.isNaN(runLength))).toEqual([...new Array(10).fill(true), false, false])
    expect(seen[11].runLength).toBe(11)
  })

  it('takes a constant series, and finds its first step', () => {
    const online = onlineChangePoints()
    for (let t = 0; t < 50; t++) expect(online.push(3).probability).not.toBeGreaterThan(0.5)
    for (let t = 0; t < 3; t++) online.push(4)
    expect(online.push(4)).toMatchObject({ runLength: 4 })
  })

  it('stays near the exact posterior, at a steady cost, when values without a change go on', () => {
    const values = Array.from({ length: 2400 }, (_, t) => (t < 2300 ? 0 : 2) + normal(t, 11))
    const online = onlineChangePoints({ mean: 0, deviation: 1 })
    const exact = everyRun(values, 1 / 250, 5)
    values.forEach((value, t) => {
      const { probability, runLength } = online.push(value)
      expect(Math.abs(probability - exact[t].probability)).toBeLessThan(1e-3)
      if (t > 2310) expect(runLength).toBe(exact[t].runLength)
    })
    const long = onlineChangePoints()
    for (let t = 0; t < 12_000; t++) long.push(normal(t, 4))
    expect(long.push(0).runLength).toBeGreaterThan(11_000)
  })

  it('does not depend on the unit of the values', () => {
    const follow = (unit: number) => {
      const online = onlineChangePoints({ hazard: 0.01 })
      return Array.from({ length: 200 }, (_, t) => online.push(unit * ((t < 120 ? 0 : 3) + normal(t, 6))))
    }
    const usual = follow(1)
    // The first ten values are waited for.
    expect(usual.findIndex(({ runLength }) => !Number.isNaN(runLength))).toBe(9)
    for (const unit of [1e-300, 1e-12, 1e9, 1e300])
      follow(unit)
        .slice(9)
        .forEach(({ probability, runLength }, t) => {
          expect(runLength).toBe(usual[t + 9].runLength)
          expect(probability).toBeCloseTo(usual[t + 9].probability, 9)
        })
  })

  it('refuses infinity, texts and wrong options', () => {
    expect(() => onlineChangePoints().push(Number.POSITIVE_INFINITY)).toThrow(/finite/)
    expect(() => onlineChangePoints().push('1' as never)).toThrow(/number/)
    expect(() => onlineChangePoints({ hazard: 1 })).toThrow(/hazard/)
    expect(() => onlineChangePoints({ hazard: 0 })).toThrow(/hazard/)
    expect(() => onlineChangePoints({ deviation: 0 })).toThrow(/deviation/)
    expect(() => onlineChangePoints({ hasard: 0.1 } as never)).toThrow(/Did you mean "hazard"/)
  })
})
