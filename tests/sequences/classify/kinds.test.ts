import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  type ClassWeights,
  loadSequenceClassifier,
  loadSequenceRegressor,
  type SequenceClassifierOptions,
  sequenceClassifier,
  sequenceRegressor,
} from '../../../src/sequences/index.ts'
import { levels, waves } from './waves.ts'

/** Small networks, so that the tests are short. */
const small: SequenceClassifierOptions[] = [
  { kind: 'miniRocket', features: 840 },
  { kind: 'gru', hiddenSize: 16, epochs: 40 },
  { kind: 'lstm', hiddenSize: 16, epochs: 40 },
  { kind: 'rnn', hiddenSize: 16, epochs: 40 },
  { kind: 'lstmFcn', hiddenSize: 8, filters: 16, epochs: 15 },
  { kind: 'patchTransformer', hiddenSize: 16, epochs: 40, patch: 6 },
]

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

describe.each(small)('a classifier of kind $kind', (options) => {
  it('learns sequences of unequal length with several channels and missing values', async () => {
    const shape = { channels: 2, lengths: [20, 60] as [number, number], missing: 0.05 }
    const classifier = sequenceClassifier(options)
    await classifier.fit(waves({ count: 60, ...shape }))
    const { accuracy, auc } = await classifier.score(waves({ count: 60, seed: 2, ...shape }))
    expect(accuracy).toBeGreaterThan(0.9)
    expect(auc).toBeGreaterThan(0.95)
  })

  it('predicts a sequence alone as among longer ones, and after it was saved', async () => {
    const classifier = sequenceClassifier(quick(options))
    await classifier.fit(waves({ count: 24, classes: 3, lengths: [9, 30] }))
    const { sequences } = waves({ count: 9, classes: 3, lengths: [5, 50], seed: 3 })
    const together = await classifier.predict(sequences)
    for (const [i, sequence] of sequences.entries()) {
      const alone = await classifier.predict([sequence])
      alone.probabilities[0].forEach((p, k) => {
        expect(p).toBeCloseTo(together.probabilities[i][k], 5)
      })
    }
    const path = join(folder, `${options.kind}.safetensors`)
    await classifier.save(path)
    expect(await (await loadSequenceClassifier(path)).predict(sequences)).toEqual(together)
    for (const row of together.probabilities) expect(row.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
  })

  it('has the same bits for any number of threads', async () => {
    const set = waves({ count: 20, lengths: [10, 30] })
    const predictions = await Promise.all(
      [1, 2, 3].map(async (threads) => {
        const classifier = sequenceClassifier(quick(options))
        await classifier.fit(set, { threads })
        return classifier.predict(set.sequences, { threads })
      }),
    )
    expect(predictions[1]).toEqual(predictions[0])
    expect(predictions[2]).toEqual(predictions[0])
  })

  it('stops when its signal is aborted, and stays as it was', async () => {
    const classifier = sequenceClassifier(options)
    const controller = new AbortController()
    const set = waves({ count: 40, lengths: [30, 90] })
    const fit = classifier.fit(set, { signal: controller.signal, onProgress: () => controller.abort() })
    await expect(fit).rejects.toMatchObject({ code: 'ABORT_ERR' })
    await expect(classifier.predict(set.sequences)).rejects.toMatchObject({ code: 'ERR_DATA' })
  })
})

function quick(options: SequenceClassifierOptions): SequenceClassifierOptions {
  return options.kind === 'miniRocket' ? options : ({ ...options, epochs: 2 } as SequenceClassifierOptions)
}

describe.each(small.filter(({ kind }) => kind !== 'rnn'))('a regressor of kind $kind', (options) => {
  it('learns a number for each sequence, and is the same after it was saved', async () => {
    const regressor = sequenceRegressor(options)
    await regressor.fit(levels(100, 1))
    const test = levels(50, 2)
    expect((await regressor.score(test)).r2).toBeGreaterThan(0.8)
    const path = join(folder, `${options.kind}.regressor.safetensors`)
    await regressor.save(path)
    const loaded = await loadSequenceRegressor(path)
    expect(await loaded.predict(test.sequences)).toEqual(await regressor.predict(test.sequences))
    await expect(loadSequenceClassifier(path)).rejects.toMatchObject({ code: 'ERR_FILE' })
  })
})

describe('a stream', () => {
  it.each(['gru', 'lstm', 'rnn'] as const)('of kind %s predicts after each step as predict does', async (kind) => {
    const classifier = sequenceClassifier({ kind, hiddenSize: 8, epochs: 3, layers: 2, bidirectional: false })
    await classifier.fit(waves({ count: 30, channels: 2, missing: 0.1 }))
    const [first, second] = waves({ count: 2, channels: 2, missing: 0.2, seed: 5 }).sequences
    using stream = classifier.stream()
    for (const sequence of [first, second]) {
      const { probabilities, labels } = await classifier.predict(
        sequence.map((_, t) => sequence.slice(0, t + 1)).slice(2),
      )
      const steps = sequence.map((step) => stream.push(step)).slice(2)
      steps.forEach((step, i) => {
        expect(step.probabilities[0]).toBeCloseTo(probabilities[i][0], 5)
        expect(step.label).toBe(labels[i])
      })
      stream.reset()
    }
    expect(() => stream.push(3)).toThrow(/Expected 2 numbers in a step/)
  })

  it('is refused by kinds that need whole sequences, with the option to type', async () => {
    const set = waves({ count: 10 })
    for (const options of [{}, { kind: 'gru', epochs: 1 }] as SequenceClassifierOptions[]) {
      const classifier = sequenceClassifier(options)
      await classifier.fit(set)
      expect(() => classifier.stream()).toThrow(/bidirectional: false/)
    }
  })
})

describe('weights of classes', () => {
  // Nothing tells the classes apart, so only their weights decide which one is predicted.
  const same = (seed: number) => waves({ count: 80, classes: 1, lengths: [12, 12], seed }).sequences
  const labels = Array.from({ length: 80 }, (_, i) => (i % 8 === 0 ? 'rare' : 'usual'))

  it.each<SequenceClassifierOptions>([
    { kind: 'miniRocket', features: 840 },
    { kind: 'gru', epochs: 3, hiddenSize: 8 },
  ])('decide for $kind how often a rare class is predicted', async (options) => {
    const shareOf = async (classWeights: ClassWeights) => {
      const classifier = sequenceClassifier({ ...options, classWeights })
      await classifier.fit({ sequences: same(1), labels })
      const { probabilities, classes } = await classifier.predict(same(2))
      expect(classes).toEqual(['rare', 'usual'])
      return probabilities.filter(([rare, usual]) => rare > usual).length / probabilities.length
    }
    expect(await shareOf({ usual: 1 })).toBeLessThan(0.1)
    expect(await shareOf({ rare: 50 })).toBeGreaterThan(0.5)
  })

  it('are balanced if each class gets the same weight together', async () => {
    const set = { sequences: same(1), labels }
    const [balanced, given] = [
      sequenceClassifier({ classWeights: 'balanced' }),
      sequenceClassifier({ classWeights: { rare: 7 } }),
    ]
    await balanced.fit(set)
    await given.fit(set)
    expect(await balanced.predict(same(2))).toEqual(await given.predict(same(2)))
  })
})

describe('gradients', () => {
  it('have a norm for each step of each recurrent layer', async () => {
    const classifier = sequenceClassifier({ kind: 'rnn', epochs: 1, hiddenSize: 4, chunk: 1 })
    const set = waves({ count: 8, lengths: [25, 25] })
    await classifier.fit(set)
    const { hiddenNorms } = await classifier.gradients(set)
    expect(Object.keys(hiddenNorms)).toHaveLength(2)
    for (const norms of Object.values(hiddenNorms)) expect(norms).toHaveLength(25)
    expect(classifier.model.inputs.map(({ name }) => name)).toContain('x')
  })
})
