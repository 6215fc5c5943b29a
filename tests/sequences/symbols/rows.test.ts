// Rows and pieces that networks train on.

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { crossEntropy, embedding, gru, input, linear, Model, type Tensors } from '../../../src/nn/index.ts'
import type { Encoded } from '../../../src/sequences/symbols/data/encoded.ts'
import { groupRows, openPieces } from '../../../src/sequences/symbols/network/pieces.ts'
import { cutRows, samplesOf } from '../../../src/sequences/symbols/network/rows.ts'

const encoded = (sequences: readonly number[][]): Encoded => {
  const offsets = new Uint32Array(sequences.length + 1)
  for (const [i, { length }] of sequences.entries()) offsets[i + 1] = offsets[i] + length
  return { ids: Int32Array.from(sequences.flat()), offsets }
}

describe('rows', () => {
  it('read each id before the id that they predict, and start anew at the start of a sequence', () => {
    const data = encoded([[1, 2, 3, 4, 5], [6]])
    const { ids, targets, mask, positions } = samplesOf(data, cutRows(data, 3), 9, true)
    expect(ids.shape).toEqual([3, 3])
    expect([...ids.data]).toEqual([9, 1, 2, 3, 4, 0, 9, 0, 0])
    expect([...targets.data]).toEqual([1, 2, 3, 4, 5, 0, 6, 0, 0])
    expect([...mask.data]).toEqual([1, 1, 1, 1, 1, 0, 1, 0, 0])
    expect([...positions.data]).toEqual([0, 1, 2, 0, 1, 2, 0, 1, 2])
  })

  it('hold every id once, at most as many as a row may hold, in pieces of similar length', () => {
    const sequence = fc.array(fc.nat(8), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(
        fc.array(sequence, { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 1, max: 5 }),
        (sequences, longest, batchSize) => {
          const data = encoded(sequences)
          const pieces = groupRows(cutRows(data, longest), batchSize, 3)
          const seen = new Uint8Array(data.ids.length)
          for (const { from, length } of pieces.flat()) {
            expect(length).toBeLessThanOrEqual(longest)
            for (let i = from; i < from + length; i++) seen[i]++
          }
          expect(seen.every((times) => times === 1)).toBe(true)
          const lengths = pieces.flat().map(({ length }) => length)
          expect(lengths).toEqual([...lengths].sort((a, b) => a - b))
          for (const piece of pieces.slice(0, -1)) expect(piece.length % batchSize).toBe(0)
        },
      ),
    )
  })
})

describe('pieces of a fit', () => {
  const modelOf = () => {
    const [ids, targets] = [0, 1].map(() => input(['batch', 'time'], { type: 'int32' }))
    const mask = input(['batch', 'time'])
    const logits = linear(gru(embedding(ids, { categories: 6, size: 3 }), { hiddenSize: 4 }).output, 5)
    return new Model({
      inputs: { ids, targets, mask },
      outputs: { logits },
      loss: crossEntropy(logits, targets, { mask }),
      seed: 2,
    })
  }
  const data = encoded(Array.from({ length: 6 }, (_, s) => Array.from({ length: 20 }, (_, t) => (s + t * t) % 5)))
  const rows = cutRows(data, 20)

  it('train with truncated back-propagation as the same samples do in one array', async () => {
    const options = { epochs: 3, batchSize: 4, truncate: 6, seed: 1, shuffle: false }
    const [whole, pieces] = [modelOf(), modelOf()]
    const a = await whole.fit(
      samplesOf(data, rows, 5, false) as Tensors & Record<'ids' | 'targets' | 'mask', never>,
      options,
    )
    const steps: number[] = []
    const b = await pieces.fit(openPieces(data, [rows], null, { start: 5, positions: false }), {
      ...options,
      onProgress: () => void steps.push(0),
    })
    expect(b.epochs.map(({ loss }) => loss)).toEqual(a.epochs.map(({ loss }) => loss))
    expect(pieces.parameters).toEqual(whole.parameters)
    expect(steps).toHaveLength(3)
  })

  it('refuse truncation if they do not say how many time steps they have', async () => {
    const { timeSteps: _, ...untimed } = openPieces(data, [rows], null, { start: 5, positions: false })
    await expect(modelOf().fit(untimed, { truncate: 6 })).rejects.toMatchObject({
      code: 'ERR_RANGE',
      message: expect.stringContaining('truncate only with their timeSteps'),
    })
  })
})
