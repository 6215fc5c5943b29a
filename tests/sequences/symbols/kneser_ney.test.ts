import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { sequenceModel } from '../../../src/sequences/index.ts'
import { discountsOf } from '../../../src/sequences/symbols/counts/discounts.ts'

interface Case {
  readonly order: number
  readonly lines: string[]
  readonly vocabulary: string[]
  readonly after: { prefix: string; probabilities: number[] }[]
}

const cases = JSON.parse(readFileSync(new URL('../../fixtures/kneser_ney.json', import.meta.url), 'utf8')) as Case[]

describe('an n-gram model', () => {
  it.for(cases)('of order $order has the probabilities that plain loops compute from the definition', async (given) => {
    const model = sequenceModel({ symbols: 'characters', kind: 'nGram', order: given.order })
    await model.fit(given.lines, { heldOut: 0 })
    expect(model.symbols).toEqual(given.vocabulary)
    for (const { prefix, probabilities } of given.after) {
      const next = await model.next(prefix)
      const ours = [...given.vocabulary.map((symbol) => next.probabilityOf(symbol)), next.end]
      for (const [id, probability] of probabilities.entries())
        expect(Math.abs(ours[id] - probability)).toBeLessThan(1e-9)
      expect(Math.abs(ours.reduce((sum, one) => sum + one, 0) - 1)).toBeLessThan(1e-12)
    }
  })

  it('gives unknown symbols the probability of a class of their own', async () => {
    const model = sequenceModel({ symbols: 'tokens', kind: 'nGram', order: 2, unknown: 'allow' })
    await model.fit(['a b c', 'a b d', 'a b e', 'a b a'], { heldOut: 0 })
    expect(model.symbols).toEqual(['a', 'b'])
    const next = await model.next('a b')
    expect(next.unknown).toBeGreaterThan(0.4)
    expect(next.probabilityOf('c')).toBe(next.unknown)
    expect((await model.logProbability('a b x')).total).toBe((await model.logProbability('a b y')).total)
  })
})

describe('discounts', () => {
  it('follow equation 26 of Chen and Goodman 1999', () => {
    // Y = 100 / (100 + 2 * 40) = 5 / 9
    const [one, two, more] = discountsOf([0, 100, 40, 20, 10])
    expect(one).toBeCloseTo(1 - (2 * (5 / 9) * 40) / 100, 12)
    expect(two).toBeCloseTo(2 - (3 * (5 / 9) * 20) / 40, 12)
    expect(more).toBeCloseTo(3 - (4 * (5 / 9) * 10) / 20, 12)
  })

  it.for([[[0, 0, 0, 0, 0]], [[0, 5, 0, 1, 1]], [[0, 5, 3, 0, 2]], [[0, 1, 1, 90, 1]]])(
    'are 0.5, 1 and 1.5 where it gives none: %j',
    ([times]) => expect(discountsOf(times)).toEqual([0.5, 1, 1.5]),
  )
})

describe('a Markov chain', () => {
  it('adds a number to each count', async () => {
    const model = sequenceModel({ symbols: 'states', kind: 'markov', smoothing: 0.5 })
    await model.fit(
      [
        [1, 2, 2, 1],
        [2, 2],
      ],
      { heldOut: 0 },
    )
    // After 2: 2 twice, 1 once, the end once. Three symbols can follow, each with 0.5 more.
    const next = await model.next([1, 2])
    expect(next.probabilityOf(2)).toBeCloseTo(2.5 / 5.5, 12)
    expect(next.probabilityOf(1)).toBeCloseTo(1.5 / 5.5, 12)
    expect(next.end).toBeCloseTo(1.5 / 5.5, 12)
    expect((await model.next()).probabilityOf(1)).toBeCloseTo(1.5 / 3.5, 12)
  })

  it('of order 0 counts single symbols, and after an unseen context all symbols are equally likely', async () => {
    const single = sequenceModel({ symbols: 'characters', kind: 'markov', order: 0, ends: false })
    await single.fit(['aab'], { heldOut: 0 })
    expect((await single.next('b')).probabilityOf('a')).toBeCloseTo(3 / 5, 12)
    const double = sequenceModel({ symbols: 'characters', kind: 'markov', order: 2, ends: false })
    await double.fit(['aab'], { heldOut: 0 })
    expect((await double.next('bb')).probabilityOf('a')).toBe(0.5)
    expect((await double.next('b')).probabilityOf('a')).toBe(0.5)
    expect((await double.next()).probabilityOf('a')).toBeCloseTo(2 / 3, 12)
  })
})
