/**
 * Sequences as the numbers of their symbols, one sequence after another. These are what a model predicts: if the end of
 * a sequence counts, the number of the end is the last one of each sequence.
 */
export interface Encoded {
  readonly ids: Int32Array
  /** First id of each sequence, and at the end the number of all ids. */
  readonly offsets: Uint32Array
}

export const countSequences = ({ offsets }: Encoded): number => offsets.length - 1

/** The sequences with the given numbers, in that order. */
export function pickSequences({ ids, offsets }: Encoded, chosen: readonly number[]): Encoded {
  const lengths = chosen.map((index) => offsets[index + 1] - offsets[index])
  const starts = new Uint32Array(chosen.length + 1)
  for (const [place, length] of lengths.entries()) starts[place + 1] = starts[place] + length
  const picked = new Int32Array(starts[chosen.length])
  for (const [place, index] of chosen.entries())
    picked.set(ids.subarray(offsets[index], offsets[index + 1]), starts[place])
  return { ids: picked, offsets: starts }
}
