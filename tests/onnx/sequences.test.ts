// Classifiers and regressors of sequences as ONNX models, run in ONNX Runtime: the same predictions as `predict`.
import { describe, expect, it } from 'vitest'
import { describeOnnx, toOnnx } from '../../src/onnx/index.ts'
import { sequenceClassifier, sequenceRegressor } from '../../src/sequences/index.ts'
import { sequenceKinds } from '../../src/sequences/kinds/index.ts'
import { type Feed, runOnnx } from './run.ts'

/** Sequences of two channels and of 3 to 19 steps, some with missing values. */
const sequencesWith = (gaps: boolean): number[][][] =>
  Array.from({ length: 12 }, (_, i) =>
    Array.from({ length: 3 + ((i * 5) % 17) }, (_, t) => [
      gaps && (t + i) % 6 === 1 ? Number.NaN : 100 + Math.sin(t * (1 + (i % 3))) + (t === 5 ? 80 : 0),
      ((7 * t + i) % 5) - 2,
    ]),
  )
const labels = ['a', 'b', 'c']

/** Sequences side by side, with numbers behind their ends that nothing may read. */
function inputsOf(sequences: readonly number[][][]): Record<string, Feed> {
  const longest = Math.max(...sequences.map(({ length }) => length))
  const rows = sequences.flatMap((steps) =>
    Array.from({ length: longest }, (_, t) => steps[t] ?? [1e6, Number.NaN]).flat(),
  )
  return {
    sequences: { shape: [sequences.length, longest, 2], data: Float64Array.from(rows) },
    lengths: { shape: [sequences.length], data: Int32Array.from(sequences, ({ length }) => length) },
  }
}

function expectNear(actual: ArrayLike<number>, expected: ArrayLike<number>): void {
  expect(actual.length).toBe(expected.length)
  for (let i = 0; i < expected.length; i++) expect(Math.abs(actual[i] - expected[i])).toBeLessThan(1e-4)
}

const networks = sequenceKinds.map(({ name }) => name).filter((name) => name !== 'miniRocket')
const small = { hiddenSize: 8, epochs: 1 }

describe.each(networks)('a network of kind %s', (kind) => {
  it.each([
    ['without gaps', false, {}],
    ['with gaps, cut into tokens', true, kind === 'patchTransformer' ? {} : { chunk: 3 }],
  ] as const)('gives the same probabilities %s', async (_, gaps, more) => {
    const options = kind === 'lstmFcn' ? { ...small, filters: 4 } : { ...small, ...more }
    const classifier = sequenceClassifier({ kind, ...options } as never)
    const sequences = sequencesWith(gaps)
    await classifier.fit({ sequences, labels: sequences.map((_, i) => labels[i % 3]) })
    const { probabilities, classes } = await classifier.predict(sequences)
    const found = await runOnnx(toOnnx(classifier), inputsOf(sequences))
    expectNear(
      found.probabilities.data,
      probabilities.flatMap((row) => [...row]),
    )
    expect(describeOnnx(classifier)).toMatchObject({ kind, classes })
  })

  it('gives the same numbers', async () => {
    const regressor = sequenceRegressor({ kind, ...small } as never)
    const sequences = sequencesWith(true)
    await regressor.fit({ sequences, labels: sequences.map((_, i) => 50 + (i % 7)) })
    const { values } = await regressor.predict(sequences)
    expectNear((await runOnnx(toOnnx(regressor), inputsOf(sequences))).values.data, values)
  })
})

it('refuses a kind that is no network', async () => {
  const classifier = sequenceClassifier({ kind: 'miniRocket' })
  const sequences = sequencesWith(false).map((steps) => [...steps, ...steps, ...steps, ...steps])
  await classifier.fit({ sequences, labels: sequences.map((_, i) => labels[i % 3]) })
  expect(() => toOnnx(classifier)).toThrow('Expected a kind that is a network, got miniRocket')
})
