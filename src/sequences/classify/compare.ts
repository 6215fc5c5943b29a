import { type CallOptions, checkSignal } from '../../base/abort.ts'
import { checkFunction, checkList } from '../../base/check.ts'
import { defined } from '../../base/defined.ts'
import { GatecastError } from '../../base/error.ts'
import { type Check, type Checks, number, unchecked, whole } from '../../base/options/options.ts'
import { holdOut } from '../data/folds.ts'
import type { SequenceSet } from '../data/sequence.ts'
import { sequenceKinds } from '../kinds/index.ts'

/** A candidate, and how good it was on sequences that it did not learn from. */
export interface SequenceContender<Options, Scores> {
  /** The options that it was made with. */
  options: Options
  /** Its scores, over all parts together. */
  scores: Scores
  /** Seconds that its fits and predictions took. */
  seconds: number
}

/** Options of a choice between candidates. */
export interface CompareOptions<Options, Scores> extends CallOptions {
  /** Candidates; default every kind with its default options, except `rnn`. */
  candidates?: readonly Options[]
  /** Number of parts; each is predicted by a fit to the others. Default 3. */
  folds?: number
  /** Minutes for all trials; default 10. When they are over, no further candidate is tried. */
  minutes?: number
  /** Seed of the parts, and of the default candidates; default 0. */
  seed?: number
  /** Called and awaited after each candidate. */
  onProgress?: (progress: {
    candidate: number
    candidates: number
    latest: SequenceContender<Options, Scores>
  }) => unknown
}

const isList: Check = (name, value) => checkList(name, value as readonly unknown[])

export const compareChecks: Checks<CompareOptions<never, never>> = {
  candidates: isList,
  folds: whole(2, 100),
  minutes: number(0),
  seed: whole(0, 2 ** 32 - 1),
  onProgress: checkFunction,
  ...{ threads: unchecked, signal: unchecked },
}

/** How candidates of one sort learn, predict and are scored. */
export interface Contest<Options, Predicted, Scores> {
  /** @throws {GatecastError} naming the option */
  check(candidate: Options): unknown
  run(candidate: Options, training: SequenceSet, held: SequenceSet, call: CallOptions): Promise<Predicted>
  /** @param rows - the numbers of the predicted sequences, in the order of the parts */
  score(rows: readonly number[], parts: readonly Predicted[]): Scores
  /** Whether the first scores are better. */
  isBetter(a: Scores, b: Scores): boolean
}

/**
 * Predicts every sequence by a fit to the other parts, for each candidate. The best candidate comes first.
 *
 * @param targets - class number or number of each sequence
 * @param classes - number of classes, 0 for numbers
 */
export async function compareCandidates<Options, Predicted, Scores>(
  set: SequenceSet,
  targets: ArrayLike<number>,
  classes: number,
  options: CompareOptions<Options, Scores>,
  contest: Contest<Options, Predicted, Scores>,
): Promise<SequenceContender<Options, Scores>[]> {
  const { folds = 3, minutes = 10, seed = 0, onProgress, signal } = options
  const candidates = options.candidates ?? defaultCandidates<Options>(seed)
  if (candidates.length === 0) throw new GatecastError('ERR_DATA', 'Expected at least one candidate, got none')
  for (const candidate of candidates) contest.check(candidate)
  const call = callOf(options)
  const splits = Array.from({ length: folds }, (_, fold) => holdOut(targets, classes, folds, seed, fold)).filter(
    // Nothing can be learned if the other parts hold one label alone, for example if a single number differs.
    ({ training, held }) => held.length > 0 && training.some((row) => targets[row] !== targets[training[0]]),
  )
  if (splits.length === 0)
    throw new GatecastError(
      'ERR_DATA',
      `Expected enough sequences for parts, got ${targets.length}. Fit one kind instead`,
    )
  const rows = splits.flatMap(({ held }) => [...held])
  const board: SequenceContender<Options, Scores>[] = []
  const end = performance.now() + 60_000 * minutes
  for (const candidate of candidates) {
    if (board.length > 0 && performance.now() > end) break
    const start = performance.now()
    const parts: Predicted[] = []
    for (const { training, held } of splits) {
      checkSignal(signal)
      parts.push(await contest.run(candidate, pick(set, training), pick(set, held), call))
    }
    const seconds = (performance.now() - start) / 1000
    const latest = { options: candidate, scores: contest.score(rows, parts), seconds }
    const place = board.findIndex(({ scores }) => contest.isBetter(latest.scores, scores))
    board.splice(place < 0 ? board.length : place, 0, latest)
    await onProgress?.({ candidate: board.length, candidates: candidates.length, latest })
  }
  return board
}

export const callOf = ({ threads, signal }: CallOptions): CallOptions => defined({ threads, signal }) as CallOptions

/** Plain recurrent networks are there to compare others with. */
const defaultCandidates = <Options>(seed: number): Options[] =>
  sequenceKinds.filter(({ name }) => name !== 'rnn').map(({ name }) => ({ kind: name, seed }) as Options)

const pick = ({ sequences, labels = [] }: SequenceSet, rows: Uint32Array): SequenceSet => ({
  sequences: Array.from(rows, (row) => sequences[row]),
  labels: Array.from(rows, (row) => labels[row]),
})
