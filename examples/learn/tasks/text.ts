// A model of characters. The text is that of the guides as they were once, so that numbers stay the same when they change.

import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { adam, crossEntropy, embedding, input, linear, Model, type Value } from 'gatecast/nn'
import { weightsOf } from '../tools/measure.ts'

const root = dirname(createRequire(import.meta.url).resolve('gatecast/package.json'))
const text = readFileSync(join(root, 'examples/learn/text.txt'), 'utf8')
export const characters = [...new Set(text)].sort()
export const context = 64
const ids = Int32Array.from(text, (character) => characters.indexOf(character))
const cut = Math.floor(0.9 * ids.length)

/** Pieces of the text, with the character that follows each character of a piece. */
function piecesOf(part: Int32Array) {
  const count = Math.floor((part.length - 1) / context)
  const tensor = (shift: number) => ({ shape: [count, context], data: part.slice(shift, shift + count * context) })
  return { x: tensor(0), y: tensor(1) }
}

/** Bits for each character of the last tenth, by counts of characters, and by counts of pairs, in the rest. */
export function bitsByCounting(): { single: number; pairs: number } {
  const size = characters.length
  const single = new Float64Array(size).fill(0.1)
  const pairs = new Float64Array(size * size).fill(0.1)
  for (let at = 1; at < cut; at++) {
    single[ids[at]]++
    pairs[ids[at - 1] * size + ids[at]]++
  }
  const share = (counts: Float64Array, at: number) => counts[at] / counts.reduce((sum, count) => sum + count, 0)
  const row = (first: number) => pairs.subarray(first * size, (first + 1) * size)
  const bits = { single: 0, pairs: 0 }
  for (let at = cut + 1; at < ids.length; at++) {
    bits.single -= Math.log2(share(single, ids[at])) / (ids.length - cut - 1)
    bits.pairs -= Math.log2(share(row(ids[at - 1]), ids[at])) / (ids.length - cut - 1)
  }
  return bits
}

export type Characters = Value<['batch', 'time', 64]>

/** Trains a reader that gives a vector at every step, without looking ahead. Returns the model and its bits. */
export async function learnText(
  read: (x: Characters) => Value<['batch', 'time', number]>,
  epochs: number,
): Promise<{ model: Model; bits: number; weights: number }> {
  const x = input(['batch', 'time'], { type: 'int32' })
  const y = input(['batch', 'time'], { type: 'int32' })
  const scores = linear(read(embedding(x, { categories: characters.length, size: 64 })), characters.length)
  const model = new Model({ inputs: { x, y }, outputs: { scores }, loss: crossEntropy(scores, y), seed: 1 })
  const options = { epochs, batchSize: 16, optimizer: adam({ learningRate: 3e-3 }), clipNorm: 1 }
  await model.fit(piecesOf(ids.slice(0, cut)), options)
  const { loss } = await model.evaluate(piecesOf(ids.slice(cut)))
  const weights = weightsOf(model)
  return { model: model as unknown as Model, bits: loss / Math.LN2, weights }
}

/** Draws an id from the scores of one step, sharpened by a temperature of 0.5. */
export function draw(scores: ArrayLike<number>, uniform: number): number {
  const odds = Array.from(scores, (score) => Math.exp(2 * score))
  const bound = uniform * odds.reduce((sum, odd) => sum + odd, 0)
  let sum = 0
  return odds.findIndex((odd) => {
    sum += odd
    return sum > bound
  })
}
