import { describe, expect, it } from 'vitest'
import { sequenceModel } from '../../../src/sequences/index.ts'
import { thresholdFor } from '../../../src/sequences/symbols/calibration.ts'
import { randomFrom, smallModel } from './lines.ts'

/** Walks on a circle of 6 states: mostly one step ahead, of any length from 5 to 24. */
function walks(count: number, seed: number, ahead = 0.8): number[][] {
  const random = randomFrom(seed)
  for (let i = 0; i < 10; i++) random()
  return Array.from({ length: count }, () => {
    let state = Math.floor(random() * 6)
    return Array.from({ length: 5 + Math.floor(random() * 20) }, () => {
      state = (state + (random() < ahead ? 1 : Math.floor(random() * 6))) % 6
      return state
    })
  })
}

describe('unusualness', () => {
  it.for(['nGram', 'gru'])('of %s gives as many false alarms as asked for, and finds other sequences', async (kind) => {
    const model = smallModel(kind, { symbols: 'states' }) as unknown as ReturnType<typeof sequenceModel<'states'>>
    const { heldOut, sequences } = await model.fit(walks(800, 1), { heldOut: 0.25, epochs: 3 })
    expect([heldOut, sequences]).toEqual([200, 600])
    const share = async (sequence: number[]) => (await model.unusualness(sequence)).share
    const usual = await Promise.all(walks(400, 2).map(share))
    for (const level of [0.05, 0.2, 0.5]) {
      const alarms = usual.filter((one) => one <= level).length / usual.length
      // Three standard deviations of a share, over the 200 held-out and the 400 new sequences.
      expect(Math.abs(alarms - level)).toBeLessThan(3 * Math.sqrt(level * (1 - level) * (1 / 200 + 1 / 400)))
    }
    const others = await Promise.all(walks(100, 3, 0).map(share))
    expect(others.filter((one) => one <= 0.05).length).toBeGreaterThan(60)
  })

  it('exceeds the threshold exactly if the share is at most that of false alarms', async () => {
    const model = sequenceModel({ symbols: 'states', kind: 'markov' })
    await model.fit(walks(300, 4), { heldOut: 0.5 })
    for (const falseAlarms of [0.01, 0.05, 0.3, 1]) {
      const threshold = model.threshold(falseAlarms)
      for (const sequence of walks(100, 5, 0.6)) {
        const { share, bitsPerSymbol } = await model.unusualness(sequence)
        if (bitsPerSymbol > threshold) expect(share).toBeLessThanOrEqual(falseAlarms)
        else expect(share).toBeGreaterThan(falseAlarms === 1 ? 0 : falseAlarms - 1 / 151)
      }
    }
  })

  it('needs held-out sequences, and enough of them for the share of false alarms', async () => {
    const model = sequenceModel({ symbols: 'states', kind: 'nGram' })
    await model.fit(walks(9, 1))
    await expect(model.unusualness([1, 2])).rejects.toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringMatching(/at least 10 sequences/),
    })
    await model.fit(walks(100, 1))
    expect(() => model.threshold(0.01)).toThrow(/at least 99 held-out sequences.*got 10/)
    expect(() => model.threshold(0)).toThrow(/falseAlarms/)
    expect(model.threshold(1 / 11)).toBeGreaterThan(model.threshold(0.5))
  })

  it('has the threshold of the rank (n + 1) (1 - falseAlarms)', () => {
    const scores = Float64Array.from({ length: 19 }, (_, i) => i + 1)
    expect(thresholdFor(scores, 0.05)).toBe(19)
    expect(thresholdFor(scores, 0.1)).toBe(18)
    expect(thresholdFor(scores, 0.5)).toBe(10)
  })
})
