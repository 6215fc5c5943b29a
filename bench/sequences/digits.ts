// Handwritten digits as sequences: row by row, 28 steps of 28 channels, and pixel by pixel, 784 steps. The first 8,000
// of the 10,000 digits train, the others test.

import { readIdxSet, type SequenceClassifierOptions, type SequenceSet, sequenceClassifier } from 'gatecast/sequences'
import type { Result } from './table.ts'

async function read(data: string, steps: 'rows' | 'pixels'): Promise<{ training: SequenceSet; test: SequenceSet }> {
  const [images, labels] = ['images-idx3', 'labels-idx1'].map((name) => `${data}/mnist/t10k-${name}-ubyte.gz`)
  const set = await readIdxSet({ images, labels, steps })
  const part = (from: number, to: number) => ({
    sequences: set.sequences.slice(from, to),
    labels: set.labels?.slice(from, to) ?? [],
  })
  return { training: part(0, 8000), test: part(8000, 10_000) }
}

/** The default kind first: it has no goal here. */
export async function* rows(data: string): AsyncGenerator<Result> {
  const { training, test } = await read(data, 'rows')
  for (const kind of ['miniRocket', 'lstm', 'gru', 'patchTransformer'] as const) {
    const classifier = sequenceClassifier({ kind })
    const { seconds } = await classifier.fit(training)
    const { accuracy, logLoss } = await classifier.score(test)
    yield { data: 'digits by row', kind, accuracy, logLoss, seconds, ...(kind !== 'miniRocket' && { goal: 0.965 }) }
  }
}

/**
 * Forwards only, one pixel at a time. The note has the norm of dLoss/dHidden at the first, the middle and the last
 * pixel: where it vanishes, the network cannot learn from what it read there.
 */
export async function* pixels(data: string): AsyncGenerator<Result> {
  const { training, test } = await read(data, 'pixels')
  for (const [kind, epochs] of [
    ['gru', 10],
    ['lstm', 12],
    ['rnn', 10],
  ] as const) {
    const options: SequenceClassifierOptions = {
      ...{ kind, bidirectional: false, batchSize: 32, epochs, learningRate: kind === 'rnn' ? 3e-3 : 6e-3 },
    }
    const classifier = sequenceClassifier(options)
    const { seconds } = await classifier.fit(training, {
      onProgress: ({ done, total, loss }) =>
        console.error(`${kind}: epoch ${done} of ${total}, loss ${loss?.toFixed(4)}`),
    })
    const { accuracy, logLoss } = await classifier.score(test)
    const few = { sequences: test.sequences.slice(0, 64), labels: test.labels?.slice(0, 64) ?? [] }
    const { hiddenNorms } = await classifier.gradients(few)
    const norms = hiddenNorms[`${kind}0`]
    const note = [0, 392, 783].map((step) => `${step}: ${norms[step].toExponential(1)}`).join(', ')
    const goal = kind === 'rnn' ? {} : { goal: 0.9 }
    yield { data: 'digits by pixel', kind, accuracy, logLoss, seconds, ...goal, note: `norms ${note}` }
  }
}
