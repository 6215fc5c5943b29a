import { readFile } from 'node:fs/promises'
import { writeAtomically } from '../../base/atomic_file.ts'
import { GatecastError } from '../../base/error.ts'

/** The result of one evaluation: a trial's configuration with a budget. */
export interface Evaluation {
  trial: number
  budget: number
  /** `null` if the evaluation failed. */
  score: number | null
  seconds: number
  /** The reason why the evaluation failed. */
  error?: string
}

/** The options by which a search recognises its own state file. It does not resume from the file of another search. */
export interface SearchIdentity {
  seed: number
  trials: number
  factor: number
  budgets: readonly number[]
  metric: string
  options: readonly string[]
}

/** Reads the evaluations of an earlier run; none if the file does not exist. */
export async function readEvaluations(path: string, identity: SearchIdentity): Promise<Evaluation[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return []
    throw new GatecastError('ERR_FILE', `Expected to read "${path}", got: ${(cause as Error).message}`, { cause })
  }
  let stored: { search?: unknown; evaluations?: unknown }
  try {
    stored = JSON.parse(text)
  } catch (cause) {
    throw new GatecastError('ERR_FILE', `Expected "${path}" to hold the state of a search, got no JSON`, { cause })
  }
  const expected = JSON.stringify(identity)
  const got = JSON.stringify(stored?.search)
  if (got === expected && Array.isArray(stored.evaluations)) return stored.evaluations
  throw new GatecastError(
    'ERR_FILE',
    `Expected "${path}" to hold the state of this search, ${expected}, got ${got}. Use the same options, or another ` +
      'path for the option state',
  )
}

export function writeEvaluations(
  path: string,
  search: SearchIdentity,
  evaluations: readonly Evaluation[],
): Promise<void> {
  return writeAtomically(path, [Buffer.from(JSON.stringify({ search, evaluations }, null, 1))])
}
