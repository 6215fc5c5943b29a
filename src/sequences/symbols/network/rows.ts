import type { Tensors } from '../../../nn/index.ts'
import { countSequences, type Encoded } from '../data/encoded.ts'

/** A sequence or a part of one, which trains as one sample. */
export interface Row {
  /** Place of its first id in the data. */
  readonly from: number
  readonly length: number
  /** Whether the sequence starts here. Else the row begins with the id before it, and without a memory of the others. */
  readonly isStart: boolean
}

/** The rows of all sequences. A sequence of more than `longest` ids becomes rows of about equal length. */
export function cutRows({ offsets, ids }: Encoded, longest: number): Row[] {
  const rows: Row[] = []
  for (let sequence = 0; sequence < countSequences({ ids, offsets }); sequence++)
    rows.push(
      ...cutRow({ from: offsets[sequence], length: offsets[sequence + 1] - offsets[sequence], isStart: true }, longest),
    )
  return rows
}

export function cutRow({ from, length, isStart }: Row, longest: number): Row[] {
  const parts = Math.max(1, Math.ceil(length / longest))
  const size = Math.ceil(length / parts)
  return Array.from({ length: parts }, (_, part) => ({
    from: from + part * size,
    length: Math.min(size, length - part * size),
    isStart: isStart && part === 0,
  })).filter((row) => row.length > 0)
}

export const longestOf = (rows: readonly Row[]): number => rows.reduce((most, { length }) => Math.max(most, length), 0)

/**
 * The samples of a network: in each step it reads an id, and the target is the id that follows. Short rows end with
 * steps that the mask leaves out.
 *
 * @param start - the id that a network reads before the first id of a sequence
 * @param positions - whether the network also reads the number of each step
 */
export function samplesOf({ ids: all }: Encoded, rows: readonly Row[], start: number, positions: boolean): Tensors {
  const shape = [rows.length, longestOf(rows)]
  const cells = shape[0] * shape[1]
  const [ids, targets, mask] = [new Int32Array(cells), new Int32Array(cells), new Float32Array(cells)]
  for (const [place, { from, length, isStart }] of rows.entries()) {
    const first = place * shape[1]
    targets.set(all.subarray(from, from + length), first)
    ids.set(all.subarray(from, from + length - 1), first + 1)
    ids[first] = isStart ? start : all[from - 1]
    mask.fill(1, first, first + length)
  }
  const tensors: Tensors = { ids: { shape, data: ids }, targets: { shape, data: targets }, mask: { shape, data: mask } }
  if (positions) tensors.positions = { shape, data: Int32Array.from({ length: cells }, (_, cell) => cell % shape[1]) }
  return tensors
}
