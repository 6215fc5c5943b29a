import type { PackedSequences } from '../../addon/index.ts'

export const countOf = ({ offsets }: PackedSequences): number => offsets.length - 1

export const lengthOf = ({ offsets }: PackedSequences, sequence: number): number =>
  offsets[sequence + 1] - offsets[sequence]

/** Some of the sequences, in the given order. */
export function selectSequences(packed: PackedSequences, rows: ArrayLike<number>): PackedSequences {
  const { channels, offsets, values } = packed
  const chosen = new Uint32Array(rows.length + 1)
  for (let i = 0; i < rows.length; i++) chosen[i + 1] = chosen[i] + lengthOf(packed, rows[i])
  const copy = new Float64Array(chosen[rows.length] * channels)
  for (let i = 0; i < rows.length; i++)
    copy.set(values.subarray(offsets[rows[i]] * channels, offsets[rows[i] + 1] * channels), chosen[i] * channels)
  return { channels, offsets: chosen, values: copy }
}
