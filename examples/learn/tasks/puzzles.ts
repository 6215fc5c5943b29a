// Two puzzles for attention: sequences of 16 ids. At the steps that are asked, the target is an id too.

import { adam, crossEntropy, embedding, input, linear, Model, type Value } from 'gatecast/nn'
import { largestOf } from '../tools/measure.ts'
import { Random } from '../tools/random.ts'

export const steps = 16

export interface Puzzle {
  ids: { shape: number[]; data: Int32Array }
  target: { shape: number[]; data: Int32Array }
  /** 1 where the target counts. */
  asked: { shape: number[]; data: Float32Array }
}

function empty(count: number): Puzzle {
  const [shape, length] = [[count, steps], count * steps]
  const [ids, target] = [new Int32Array(length), new Int32Array(length)]
  return {
    ids: { shape, data: ids },
    target: { shape, data: target },
    asked: { shape, data: new Float32Array(length) },
  }
}

/** By position: say the id of three steps before, one of twelve. */
export function threeBack(count: number, random: Random): Puzzle {
  const puzzle = empty(count)
  const { ids, target, asked } = puzzle
  for (let at = 0; at < count * steps; at++) {
    ids.data[at] = random.below(12)
    if (at % steps < 3) continue
    target.data[at] = ids.data[at - 3]
    asked.data[at] = 1
  }
  return puzzle
}

/**
 * By content: each of four keys has one of four values. A step shows a key and its value, as id 5 key + value, or asks for
 * the value of a key that was shown before, as id 5 key + 4.
 */
export function recall(count: number, random: Random): Puzzle {
  const puzzle = empty(count)
  const { ids, target, asked } = puzzle
  for (let n = 0; n < count; n++) {
    const values = Array.from({ length: 4 }, () => random.below(4))
    const shown = new Set<number>()
    for (let at = n * steps; at < (n + 1) * steps; at++) {
      const key = random.below(4)
      asked.data[at] = Number(shown.has(key) && random.uniform() < 0.5)
      ids.data[at] = 5 * key + (asked.data[at] ? 4 : values[key])
      target.data[at] = values[key]
      shown.add(key)
    }
  }
  return puzzle
}

/** How pictures name an id. */
export const labels = {
  threeBack: (id: number) => 'abcdefghijkl'[id],
  recall: (id: number) => `${'abcd'[Math.floor(id / 5)]}${id % 5 < 4 ? (id % 5) + 1 : '?'}`,
}

/** The share of asked steps where the largest of the `classes` scores is that of the target. */
export function shareRight(scores: ArrayLike<number>, classes: number, { target, asked }: Puzzle): number {
  const where = [...asked.data.keys()].filter((at) => asked.data[at])
  return where.filter((at) => largestOf(scores, at, classes) === target.data[at]).length / where.length
}

/** Trains a reader on 1,000 puzzles of recall. Returns the share of answers that are right in new puzzles. */
export async function learnRecall(
  read: (x: Value<['batch', 'time', 24]>) => Value<['batch', 'time', number]>,
  seed: number,
): Promise<number> {
  const ids = input(['batch', 'time'], { type: 'int32' })
  const target = input(['batch', 'time'], { type: 'int32' })
  const asked = input(['batch', 'time'])
  const scores = linear(read(embedding(ids, { categories: 20, size: 24 })), 4)
  const loss = crossEntropy(scores, target, { mask: asked })
  const model = new Model({ inputs: { ids, target, asked }, outputs: { scores }, loss, seed })
  const options = { epochs: 10, batchSize: 32, optimizer: adam({ learningRate: 3e-3 }), clipNorm: 1 }
  await model.fit(recall(1000, new Random(4)), options)
  const test = recall(300, new Random(5))
  return shareRight((await model.predict(test)).scores.data, 4, test)
}
