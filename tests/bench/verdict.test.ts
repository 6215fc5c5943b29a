import { describe, expect, it } from 'vitest'
import { references } from '../../bench/speed/families/ulp.ts'
import { alternate, type Match, type Series } from '../../bench/speed/rounds.ts'
import { checkSame } from '../../bench/speed/same.ts'
import { verdict } from '../../bench/speed/verdict.ts'

const series = (who: string, threads: number, seconds: number, work = 1): Series => ({
  who,
  threads,
  work,
  rounds: [1, 1.1, 0.9].map((noise) => ({ wall: seconds * noise, processor: seconds * noise })),
})
const layer = (...contestants: Series[]): Match => ({
  family: 'recurrent',
  name: 'lstm 8, 128',
  pass: 'forward',
  about: { hidden: 128 },
  series: contestants,
})
const judge = (match: Match) => verdict({ matches: [match], values: [] }, ['recurrent'])

describe('the verdict of npm run bench', () => {
  it('compares with the faster of the peers', () => {
    const { missed } = judge(layer(series('gatecast', 1, 1), series('torch', 1, 3), series('ORT', 1, 1.05)))
    expect(missed).toContain(
      'recurrent layers, vs the better peer: 1.05 x, wanted at least 1.10 x; lstm 8, 128 forward, 1 thread',
    )
  })

  it('lists nothing as missed if gatecast is fast enough', () => {
    const { missed, lines } = judge(layer(series('gatecast', 1, 1), series('torch', 1, 3), series('ORT', 1, 2)))
    expect(missed).toEqual([])
    expect(lines).toMatch(/recurrent layers, vs the better peer +at least 1.10 x +2.00 x +1 of 1 +ok/)
  })

  it('lists a target without measurements as not measured', () => {
    expect(judge(layer(series('gatecast', 1, 1))).lines).toMatch(/vs the better peer +at least 1.10 x +not measured/)
  })

  it('expects two threads to gain 90 % of what the peak gains, since two processors may be one core', () => {
    const peaks = [series('peak', 1, 1), series('peak', 2, 1, 1.2)]
    const good = judge(layer(series('gatecast', 1, 1), series('gatecast', 2, 0.85), ...peaks))
    expect(good.missed).toEqual([])
    const bad = judge(layer(series('gatecast', 1, 1), series('gatecast', 2, 1), ...peaks))
    expect(bad.missed).toEqual([
      'two threads over one from H = 128, of what the peak gains: 83 %, wanted at least 90 %; ' +
        'lstm 8, 128 forward, 2 threads, 1.00 x, the peak gains 1.20 x',
    ])
  })

  it('lowers the target of bf16 to 75 % of its peak, and says so', () => {
    const bf16 = (seconds: number, peakGain: number): Match => ({
      ...{ family: 'bf16', name: 'lstm 64, 512', pass: 'both', about: { hidden: 512, peakGain } },
      // The peak is 1, float32 has 80 % of it.
      series: [series('peak', 1, 1), series('float32', 1, 1.25), series('gatecast', 1, seconds)],
    })
    const judged = (match: Match) => verdict({ matches: [match], values: [] }, ['bf16'])
    expect(judged(bf16(0.66, 2)).missed).toEqual([])
    expect(judged(bf16(0.66, 2)).lines).toMatch(/H = 512, vs float32 +at least 1.88 x +1.89 x +1 of 1 +ok/)
    expect(judged(bf16(0.75, 2)).missed).toEqual([
      'bf16 forward + backward at H = 512, vs float32: 1.67 x, wanted at least 1.88 x; ' +
        'lstm 64, 512 both, 1 thread, 75 % of the peak in bf16, the target for tiles is 4.00 x',
    ])
    expect(judged(bf16(0.75, Number.POSITIVE_INFINITY)).missed).toEqual([
      'bf16 forward + backward at H = 512, vs float32: 1.67 x, wanted at least 4.00 x; lstm 64, 512 both, 1 thread',
    ])
  })

  it('lists the targets of the families that ran, and no others', () => {
    expect(verdict({ matches: [], values: [] }, ['sampler']).lines.split('\n')).toHaveLength(3)
    expect(verdict({ matches: [], values: [] }, ['gemm']).lines).toBe('')
  })
})

describe('alternate', () => {
  it('runs all contestants in every round, those of one thread first', async () => {
    const order: string[] = []
    const contestant = (who: string, threads: number) => ({
      who,
      threads,
      time: async (repeats: number) => {
        order.push(who)
        return { wall: 1 * repeats, processor: 1 * repeats }
      },
    })
    const about = { family: 'f', name: 'n', pass: 'p', about: {} }
    const effort = { budget: 0, fewest: 3, most: 3 }
    const match = await alternate(about, 5, [contestant('two', 2), contestant('a', 1), contestant('b', 1)], effort)
    expect(order.slice(-9).join(' ')).toBe('a b two a b two b a two')
    expect(match.series.map(({ rounds }) => rounds.length)).toEqual([3, 3, 3])
  })
})

describe('checkSame', () => {
  const tensor = (...values: number[]) => ({ shape: [values.length], data: Float32Array.from(values) })
  it('accepts differences by rounding', () =>
    expect(() => checkSame('x', tensor(1, 2), tensor(1, 2.0001))).not.toThrow())
  it.each([[tensor(1, 2.001)], [tensor(1, Number.NaN)], [tensor(1)]])('refuses %j', (other) => {
    expect(() => checkSame('x', tensor(1, 2), other)).toThrow(/Expected/)
  })
})

it('references of the ULP benchmark equal tabulated values', () => {
  // Abramowitz and Stegun, table 26.1: the normal distribution at 1, 3 and -5.
  expect(references.gelu(1)).toBeCloseTo(0.841344746068543, 12)
  expect(references.gelu(3) / 3).toBeCloseTo(0.99865010196837, 12)
  expect(references.gelu(-5) / -5 / 2.866515719e-7).toBeCloseTo(1, 8)
})
