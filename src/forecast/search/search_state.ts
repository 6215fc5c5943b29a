import { readFile } from 'node:fs/promises'
import { writeAtomically } from '../../base/atomic_file.ts'
import { GatecastError } from '../../base/error.ts'

/** One evaluation that is done: score of a trial's configuration with a budget; `null` if it failed. */
export interface Evaluation {
  trial: number
  budget: number
  score: number | null
  seconds: number
  /** Why it failed. */
  error?: string
}

/** What makes two searches the same: with another one's file there is nothing to resume. */
export interface SearchIdentity {
  seed: number
  trials: number
  factor: number
  budgets: readonly number[]
  metric: string
  options: readonly string[]
}

/** Evaluations done before, from a file that need not be there yet. */
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
    `Expected "${path}" to hold the state of this search, ${expected}, got ${got}. Search with the same options, or ` +
      'name another file',
  )
}

export function writeEvaluations(
  path: string,
  search: SearchIdentity,
  evaluations: readonly Evaluation[],
): Promise<void> {
  return writeAtomically(path, [Buffer.from(JSON.stringify({ search, evaluations }, null, 1))])
}
