// Digits of 14 by 14 pixels, read as 14 steps of one row each: handwritten ones from IDX files, or drawn ones.

import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { adam, crossEntropy, input, linear, Model, type Tensor, type Value } from 'gatecast/nn'
import { largestOf, weightsOf } from '../tools/measure.ts'
import type { Random } from '../tools/random.ts'
import { drawDigit, side } from './strokes.ts'

export interface Digits {
  x: Tensor
  label: { shape: number[]; data: Int32Array }
}

const tensorsOf = (pixels: Float32Array, labels: ArrayLike<number>): Digits => ({
  x: { shape: [labels.length, side, side], data: pixels },
  label: { shape: [labels.length], data: Int32Array.from(labels) },
})

export function drawnDigits(count: number, random: Random): Digits {
  const pixels = new Float32Array(count * side * side)
  const labels = Array.from({ length: count }, () => random.below(10))
  labels.forEach((label, n) => {
    pixels.set(drawDigit(label, random), n * side * side)
  })
  return tensorsOf(pixels, labels)
}

/** Bytes of an IDX file, after its header; `name` is the file's, with or without `.gz`. */
function readIdx(folder: string, name: string, header: number): Uint8Array {
  const path = [join(folder, name), join(folder, `${name}.gz`)].find(existsSync)
  if (!path) throw new Error(`Expected ${name} or ${name}.gz in ${folder}`)
  const bytes = readFileSync(path)
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).subarray(header)
}

/** The digits of `t10k-images-idx3-ubyte`; each pixel is the mean of 2 by 2 of the 28 by 28 pixels. */
export function handwrittenDigits(folder: string): { training: Digits; test: Digits } {
  const images = readIdx(folder, 't10k-images-idx3-ubyte', 16)
  const labels = readIdx(folder, 't10k-labels-idx1-ubyte', 8)
  const pixels = new Float32Array(labels.length * side * side)
  for (let at = 0; at < images.length; at++) {
    const [n, row, column] = [Math.floor(at / 784), Math.floor((at % 784) / 28) >> 1, (at % 28) >> 1]
    pixels[(n * side + row) * side + column] += images[at] / 1020
  }
  const part = (from: number, to: number) => tensorsOf(pixels.slice(from * 196, to * 196), labels.subarray(from, to))
  return { training: part(0, 8000), test: part(8000, labels.length) }
}

/** The digits as the functions of `gatecast/sequences` take them. */
export const sequencesOf = ({ x, label }: Digits): { sequences: Tensor[]; labels: number[] } => ({
  sequences: Array.from(label.data, (_, n) => ({ shape: [side, side], data: x.data.slice(n * 196, (n + 1) * 196) })),
  labels: [...label.data],
})

/** Trains a reader of digits for 12 epochs. Returns the share of test digits that it names right, and its weights. */
export async function learnDigits(
  read: (x: Value<['batch', 14, 14]>) => Value<['batch', number]>,
  { training, test }: { training: Digits; test: Digits },
  seed = 1,
): Promise<{ right: number; weights: number }> {
  const x = input(['batch', side, side])
  const label = input(['batch'], { type: 'int32' })
  const scores = linear(read(x), 10)
  const model = new Model({ inputs: { x, label }, outputs: { scores }, loss: crossEntropy(scores, label), seed })
  await model.fit(training, { epochs: 12, batchSize: 64, optimizer: adam({ learningRate: 3e-3 }), clipNorm: 1 })
  const { scores: answer } = await model.predict({ x: test.x, label: test.label })
  const labels = test.label.data
  const right = labels.filter((truth, n) => largestOf(answer.data, n, 10) === truth).length / labels.length
  return { right, weights: weightsOf(model) }
}
