import { describe, expect, it } from 'vitest'
import { sequenceAnomalies, sequenceModel } from '../../src/sequences/index.ts'
import { noise } from '../forecast/data.ts'

/** Letters that are probable if they differ from the letter before. */
const letters = {
  logProbability: async (text: string) => {
    const steps = Float64Array.from(text, (letter, i) => Math.log(i > 0 && letter === text[i - 1] ? 0.02 : 0.98))
    return { total: steps.reduce((sum, step) => sum + step, 0), steps }
  },
  stream() {
    let before = ''
    return {
      push(letter: string) {
        const logProbability = Math.log(letter === before ? 0.02 : 0.98)
        before = letter
        return { logProbability }
      },
    }
  },
}

describe('sequenceAnomalies', () => {
  it('finds improbable symbols and sequences, live as in a batch', async () => {
    const detector = sequenceAnomalies(letters)
    await detector.calibrate(new Array(100).fill('abababababab'))
    const { whole, steps } = await detector.detect('ababbab')
    expect(steps.map(({ anomaly }) => anomaly)).toEqual([false, false, false, false, true, false, false])
    expect(whole?.anomaly).toBe(true)
    expect((await detector.detect('abab')).whole?.anomaly).toBe(false)
    const stream = detector.stream()
    expect(await Promise.all(Array.from('ababbab', (letter) => stream.push(letter)))).toEqual(steps)
  })

  it('judges no whole sequence if it has seen fewer than 20', async () => {
    const detector = sequenceAnomalies(letters)
    await detector.calibrate(['ab'.repeat(50)])
    expect((await detector.detect('abba')).whole).toBeNull()
  })

  it('refuses what is no model, few symbols, and use before calibrate', async () => {
    expect(() => sequenceAnomalies({} as never)).toThrow(/logProbability/)
    expect(() => sequenceAnomalies(letters, { rate: 1 } as never)).toThrow(/falseAlarms/)
    await expect(sequenceAnomalies(letters).calibrate(['ab'])).rejects.toThrow(/20 symbols or more.*got 2 in 1/)
    await expect(sequenceAnomalies(letters).detect('ab')).rejects.toThrow(/calibrate/)
  })

  it('refuses a model that gives no probabilities, and calls a symbol of probability 0 an anomaly', async () => {
    const of = (steps: unknown, total: unknown = -3, pushed: unknown = { logProbability: Number.NaN }) => ({
      logProbability: async (text: string) => (text === 'usual' ? { total: -3, steps: [-1, -2] } : { total, steps }),
      stream: () => ({ push: () => pushed }),
    })
    const usual = new Array(30).fill('usual')
    const calibrated = async (model: ReturnType<typeof of>) => {
      const detector = sequenceAnomalies(model as never)
      await detector.calibrate(usual as never)
      return detector
    }
    for (const [steps, total, message] of [
      [[-1, Number.NaN], -3, /step 1 of logProbability.*got NaN/],
      [[-1, -2], Number.NaN, /total of logProbability.*got NaN/],
      [undefined, -3, /steps of logProbability to be an array/],
      [['-1'], -3, /steps of logProbability to hold numbers, got "-1"/],
    ] as const) {
      const detector = await calibrated(of(steps, total))
      await expect(detector.detect('other' as never)).rejects.toThrow(message)
    }
    for (const pushed of [{ logProbability: Number.NaN }, 3, undefined]) {
      const stream = (await calibrated(of([-1], -1, pushed))).stream()
      await expect(stream.push('a' as never)).rejects.toThrow(/logProbability of a pushed symbol/)
    }
    const impossible = of([Number.NEGATIVE_INFINITY, -1], Number.NEGATIVE_INFINITY)
    const { whole, steps } = await (await calibrated(impossible)).detect('other' as never)
    expect([whole?.anomaly, steps[0].anomaly, steps[0].pValue, steps[1].anomaly]).toEqual([true, true, 0, false])
    const calibration = sequenceAnomalies(impossible as never).calibrate([...usual, 'other'] as never)
    await expect(calibration).rejects.toThrow(/probability 0.*Smooth the model/)
  })

  it('takes a model of sequences of this library, also one that knows the end', async () => {
    // Days of a machine: it warms up, works for a while, and stops.
    const day = (i: number) => ['off', 'warm', ...new Array(3 + Math.floor(6 * noise(i))).fill('work'), 'cool', 'off']
    const days = Array.from({ length: 200 }, (_, i) => day(i))
    const model = sequenceModel({ symbols: 'tokens', kind: 'nGram' })
    await model.fit(days.slice(0, 120))
    const detector = sequenceAnomalies(model, { falseAlarms: 0.02 })
    await detector.calibrate(days.slice(120))
    const strange = ['off', 'warm', 'work', 'work', 'work', 'off', 'work', 'cool', 'off']
    const { steps } = await detector.detect(strange)
    expect(steps[5].anomaly).toBe(true)
    const usual = await detector.detect(day(3))
    expect(usual.steps.filter(({ anomaly }) => anomaly)).toHaveLength(0)
    const stream = detector.stream()
    for (const [i, symbol] of strange.entries()) {
      const { score } = await stream.push(symbol)
      expect(score).toBeCloseTo(steps[i].score, 9)
    }
  })
})
