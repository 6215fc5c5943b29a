// Four sets of the UCR and UEA archives, with their own split into training and test.

import { readTs, type SequenceClassifierOptions, sequenceClassifier } from 'gatecast/sequences'
import { mean, type Result } from './table.ts'

/** Goals of the default kind. */
const sets = { GunPoint: 0.99, ItalyPowerDemand: 0.96, BasicMotions: 1, JapaneseVowels: 0.98 }

/** Kinds and the number of seeds of each; 0 for as many as the default kind. */
const kinds: [SequenceClassifierOptions, seeds: number][] = [
  [{ kind: 'miniRocket' }, 0],
  [{ kind: 'gru' }, 3],
  [{ kind: 'lstm' }, 3],
  [{ kind: 'lstmFcn' }, 3],
  [{ kind: 'patchTransformer' }, 3],
]

export async function* archive(data: string, seeds: number): AsyncGenerator<Result> {
  for (const [name, goal] of Object.entries(sets)) {
    const path = `${data}/classification/${name}/${name}`
    const [training, test] = [await readTs(`${path}_TRAIN.ts.gz`), await readTs(`${path}_TEST.ts.gz`)]
    for (const [options, count] of kinds) {
      const runs: { accuracy: number; logLoss: number; seconds: number }[] = []
      for (let seed = 0; seed < (count || seeds); seed++) {
        const classifier = sequenceClassifier({ ...options, seed })
        const { seconds } = await classifier.fit(training)
        runs.push({ ...(await classifier.score(test)), seconds })
      }
      yield {
        ...{ data: name, kind: options.kind ?? '' },
        ...(options.kind === 'miniRocket' && { goal }),
        accuracy: mean(runs.map(({ accuracy }) => accuracy)),
        logLoss: mean(runs.map(({ logLoss }) => logLoss)),
        seconds: mean(runs.map(({ seconds }) => seconds)),
        note: `${runs.length} seeds: ${runs.map(({ accuracy }) => accuracy.toFixed(3)).join(' ')}`,
      }
    }
  }
}
