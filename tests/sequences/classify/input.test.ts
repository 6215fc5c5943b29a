import { describe, expect, it } from 'vitest'
import {
  autoSequenceClassifier,
  type SequenceSet,
  sequenceClassifier,
  sequenceRegressor,
} from '../../../src/sequences/index.ts'
import { waves } from './waves.ts'

const ones = (length: number) => Array.from({ length }, (_, i) => i % 3)
const set = (changes: Partial<Record<'sequences' | 'labels', unknown>>): SequenceSet =>
  ({ sequences: [ones(9), ones(10), ones(11), ones(9)], labels: ['a', 'b', 'a', 'b'], ...changes }) as SequenceSet

describe('sequences', () => {
  it('are equal as numbers, typed arrays, steps and tensors', async () => {
    const { sequences, labels } = waves({ count: 20 })
    const flat = sequences.map((sequence) => sequence.map(([value]) => value))
    const forms = [
      ...[sequences, flat, flat.map((values) => Float64Array.from(values))],
      flat.map((values) => ({ shape: [values.length, 1], data: Float64Array.from(values) })),
      flat.map((values) => ({ shape: [values.length], data: Float64Array.from(values) })),
    ]
    const predictions = await Promise.all(
      forms.map(async (form) => {
        const classifier = sequenceClassifier()
        await classifier.fit({ sequences: form as SequenceSet['sequences'], labels })
        return classifier.predict(form as SequenceSet['sequences'])
      }),
    )
    for (const prediction of predictions) expect(prediction).toEqual(predictions[0])
  })

  it('with a high level and small changes are told apart', async () => {
    const { sequences, labels } = waves({ count: 40 })
    const high = sequences.map((sequence) => sequence.map(([value]) => 1e9 + value))
    for (const kind of ['miniRocket', 'gru'] as const) {
      const classifier = sequenceClassifier({ kind })
      await classifier.fit({ sequences: high.slice(0, 30), labels: labels.slice(0, 30) })
      const { accuracy } = await classifier.score({ sequences: high.slice(30), labels: labels.slice(30) })
      expect(accuracy).toBe(1)
    }
  })

  it('whose changes have two sizes at a high level are told apart by a network', async () => {
    const labels = Array.from({ length: 40 }, (_, i) => i % 2)
    const sequences = labels.map((label, i) =>
      Array.from({ length: 30 }, (_, t) => 1e9 + (label ? 400 : 100) * Math.sin(i + t / 2)),
    )
    const classifier = sequenceClassifier({ kind: 'gru' })
    await classifier.fit({ sequences: sequences.slice(0, 30), labels: labels.slice(0, 30) })
    const { accuracy } = await classifier.score({ sequences: sequences.slice(30), labels: labels.slice(30) })
    expect(accuracy).toBe(1)
  })

  it.each<[string, unknown, string, RegExp]>([
    ['no list', 3, 'ERR_TYPE', /Expected the sequences of a set to be an array, got 3/],
    ['no sequence', [], 'ERR_DATA', /at least one sequence, got none/],
    ['a single sequence', ones(9), 'ERR_TYPE', /sequence 0 .* got 0. Put a single sequence into a list/],
    ['an empty sequence', [ones(9), []], 'ERR_DATA', /at least one step in sequence 1, got none/],
    ['steps without channels', [[[], []]], 'ERR_SHAPE', /at least one channel in sequence 0/],
    ['other channels', [ones(9), [[1, 2]]], 'ERR_SHAPE', /1 channels in sequence 1, as in sequence 0, got 2/],
    ['uneven steps', [[[1, 2], [3]]], 'ERR_SHAPE', /2 numbers in each step of sequence 0, .* got 1 at step 1/],
    [
      'infinity',
      [ones(9), [1, Number.POSITIVE_INFINITY]],
      'ERR_NOT_FINITE',
      /Infinity in sequence 1 at step 1, channel 0/,
    ],
    ['null', [[1, null, 2]], 'ERR_TYPE', /number in sequence 0 at step 1, channel 0, got nothing. Use NaN/],
    ['text', [['1', '2']], 'ERR_TYPE', /number in sequence 0 at step 0, channel 0, got "1"/],
    ['only missing values', [[Number.NaN, Number.NaN]], 'ERR_DATA', /a value in sequence 0, got only missing/],
    ['a tensor of three dimensions', [{ shape: [2, 2, 2], data: new Float32Array(8) }], 'ERR_SHAPE', /\[2, 2, 2\]/],
    ['a tensor of another size', [{ shape: [2, 2], data: new Float32Array(3) }], 'ERR_SHAPE', /4 numbers .* got 3/],
  ])('are refused: %s', async (_, sequences, code, message) => {
    const fit = sequenceClassifier().fit(set({ sequences }))
    await expect(fit).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('and labels come in a set', async () => {
    const classifier = sequenceClassifier()
    await expect(classifier.fit([ones(9)] as never)).rejects.toThrow(/set \{ sequences, labels \}, got an array of 1/)
    await expect(classifier.fit({ sequences: 3 } as never)).rejects.toThrow(/sequences of a set to be an array, got 3/)
    await classifier.fit(set({}))
    await expect(classifier.score({ labels: ['a'] } as never)).rejects.toThrow(
      /set \{ sequences, labels \}, got an object/,
    )
    await expect(classifier.score({ sequences: [ones(9)] })).rejects.toThrow(
      /label for each of the 1 sequences, got none/,
    )
  })

  it('for predict need the channels of fit', async () => {
    const classifier = sequenceClassifier()
    await classifier.fit(set({}))
    await expect(classifier.predict([[[1, 2]]])).rejects.toThrow(
      /1 channels in sequence 0, as the sequences of fit have, got 2/,
    )
    await expect(classifier.predict(set({}) as never)).rejects.toThrow(/got a set. Use set.sequences/)
  })
})

describe('labels', () => {
  it.each<[string, unknown, string, RegExp]>([
    ['missing', undefined, 'ERR_DATA', /label for each of the 4 sequences, got none/],
    ['too few', ['a', 'b'], 'ERR_DATA', /Expected 4 labels, .* got 2/],
    ['of one class', ['a', 'a', 'a', 'a'], 'ERR_DATA', /at least two classes, got only a/],
    ['of both types', ['1', 2, '1', 2], 'ERR_TYPE', /both: 1, 2. Convert them with labels.map\(String\)/],
    ['NaN', [1, 2, Number.NaN, 1], 'ERR_TYPE', /label 2 to be a text or a finite number, got NaN/],
    ['an object', [1, 2, {}, 1], 'ERR_TYPE', /label 2 .* got an object/],
  ])('are refused: %s', async (_, labels, code, message) => {
    for (const fit of [sequenceClassifier().fit(set({ labels })), autoSequenceClassifier(set({ labels }))])
      await expect(fit).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('that fit has not seen are refused by score', async () => {
    const classifier = sequenceClassifier()
    await classifier.fit(set({}))
    await expect(classifier.score(set({ labels: ['a', 'b', 'c', 'a'] }))).rejects.toThrow(
      /label 2 .* \(a, b\), got "c"/,
    )
  })

  it('and sequences may change while candidates are compared, and labels during fit', async () => {
    const [first, second] = [waves({ count: 24 }), waves({ count: 24 })]
    const candidates = [{ kind: 'miniRocket', features: 420 }] as const
    const expected = (await autoSequenceClassifier(first, { candidates })).classifier
    const choice = autoSequenceClassifier(second, {
      candidates,
      onProgress() {
        second.labels.reverse()
        for (const sequence of second.sequences) sequence.fill([0])
      },
    })
    const { sequences } = first
    expect(await (await choice).classifier.predict(sequences)).toEqual(await expected.predict(sequences))
    const labels = [...first.labels]
    const classifier = sequenceClassifier(candidates[0])
    const fit = classifier.fit({ sequences, labels })
    labels.fill('other')
    await fit
    expect(await classifier.predict(sequences)).toEqual(await expected.predict(sequences))
  })

  it('of predictions and options of a model cannot be changed', async () => {
    const classWeights: Record<string, number> = { a: 2 }
    const classifier = sequenceClassifier({ features: 84, classWeights })
    classWeights.c = 3
    await classifier.fit(set({}))
    const { classes } = await classifier.predict([ones(9)])
    expect(() => (classes as string[]).reverse()).toThrow(TypeError)
    Object.assign(classifier.options as object, { features: 168 })
    expect(classifier.options).toEqual({ kind: 'miniRocket', features: 84, classWeights: { a: 2 } })
  })

  it('stay numbers, in ascending order', async () => {
    const classifier = sequenceClassifier()
    await classifier.fit(set({ labels: [10, 9, 10, 9] }))
    expect(classifier.classes).toEqual([9, 10])
    expect((await classifier.predict([ones(10)])).labels[0]).toBeTypeOf('number')
  })

  it('of a regressor are numbers that differ', async () => {
    await expect(sequenceRegressor().fit(set({}))).rejects.toThrow(
      /got "a" at index 0. For classes use sequenceClassifier/,
    )
    await expect(sequenceRegressor().fit(set({ labels: [1, 1, 1, 1] }))).rejects.toThrow(/labels that differ, got 1/)
    const large = sequenceRegressor().fit(set({ labels: [1, 1e300, 1, 1] }))
    await expect(large).rejects.toMatchObject({
      code: 'ERR_RANGE',
      message: expect.stringMatching(/got 1e\+300 at index 1/),
    })
  })
})

describe('options', () => {
  it.each<[object, string, RegExp]>([
    [
      { layers: 1 },
      'ERR_RANGE',
      /of kind miniRocket .* got "layers", an option of kind lstm, gru, .*\{ kind: 'lstm', layers/,
    ],
    [{ kind: 'gru', patch: 4 }, 'ERR_RANGE', /got "patch", an option of kind patchTransformer/],
    [{ kind: 'gru', hidden: 4 }, 'ERR_RANGE', /got "hidden"/],
    [{ kind: 'GRU' }, 'ERR_RANGE', /one of miniRocket, lstm, gru, .* Did you mean "gru"/],
    [{ kind: 'gru', layers: 0 }, 'ERR_RANGE', /layers to be a whole number from 1/],
    [{ kind: 'patchTransformer', hiddenSize: 30 }, 'ERR_RANGE', /hiddenSize .* multiple of heads, 4, got 30/],
    [{ features: 10 }, 'ERR_RANGE', /features to be a whole number from 84/],
    [{ classWeights: { a: -1 } }, 'ERR_RANGE', /classWeights to be above 0, got -1 for "a"/],
    [{ classWeights: 'even' }, 'ERR_RANGE', /'balanced' or weights by label, got "even"/],
  ])('are refused: %o', (options, code, message) => {
    expect(() => sequenceClassifier(options as never)).toThrow(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    )
  })

  it('name a weight of a class that no label has', async () => {
    const fit = sequenceClassifier({ classWeights: { c: 2 } }).fit(set({}))
    await expect(fit).rejects.toThrow(/got one for "c", which no sequence has/)
  })
})

describe('few sequences', () => {
  it.each(['miniRocket', 'gru', 'lstmFcn', 'patchTransformer'] as const)(
    'are enough for %s: one of each class',
    async (kind) => {
      const classifier = sequenceClassifier({ kind, ...(kind !== 'miniRocket' && { epochs: 1 }) } as never)
      await classifier.fit({ sequences: [[1, 2, 3], [3]], labels: ['up', 'down'] })
      const { probabilities } = await classifier.predict([[1, 2], [5]])
      for (const row of probabilities) expect(row.every(Number.isFinite)).toBe(true)
    },
  )
})
