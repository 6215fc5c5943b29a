import { binding } from '../../addon/index.ts'

// The weights of a network use the random sequences from 0 on, and pieces of samples those from 2^52 on.
const randomSequence = 2 ** 51

/**
 * Deals rows to folds, so that each fold has its share of each class, or of each range of numbers.
 *
 * @param targets - a class number or a number for each row
 * @returns the number of the fold of each row
 */
export function dealFolds(targets: ArrayLike<number>, folds: number, seed: number): Int32Array {
  const rows = Uint32Array.from({ length: targets.length }, (_, row) => row)
  const keys = binding.random('uniform', seed, randomSequence, targets.length)
  rows.sort((a, b) => targets[a] - targets[b] || keys[a] - keys[b] || a - b)
  const dealt = new Int32Array(targets.length)
  rows.forEach((row, place) => {
    dealt[row] = place % folds
  })
  return dealt
}

/** Rows to train on, and rows that are held out. */
export interface Split {
  readonly training: Uint32Array
  readonly held: Uint32Array
}

/**
 * Holds out one of `folds` parts. A class keeps at least one row to train on.
 *
 * @param classes - number of classes; 0 if the targets are numbers
 */
export function holdOut(targets: ArrayLike<number>, classes: number, folds: number, seed: number, fold = 0): Split {
  const dealt = dealFolds(targets, folds, seed)
  const left = new Int32Array(classes)
  for (let row = 0; row < targets.length; row++) if (classes && dealt[row] !== fold) left[targets[row]]++
  const isHeld = (row: number) => dealt[row] === fold && (classes === 0 || left[targets[row]] > 0)
  const rows = Uint32Array.from({ length: targets.length }, (_, row) => row)
  return { training: rows.filter((row) => !isHeld(row)), held: rows.filter(isHeld) }
}
