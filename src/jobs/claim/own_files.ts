// Recognises files that gatecast has written by what they hold.

import { open, readFile } from 'node:fs/promises'

/** Tells whether gatecast has written a file that exists. */
export type IsOwn = (path: string) => Promise<boolean>

/** Bytes at the beginning of a file that show what it is. */
const headBytes = 4096

async function headOf(path: string): Promise<string> {
  const file = await open(path, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(headBytes), 0, headBytes, 0)
    return buffer.subarray(0, bytesRead).toString('latin1')
  } finally {
    await file.close()
  }
}

/** A file that cannot be read is not taken for an own one. */
const beginsAs =
  (pattern: RegExp): IsOwn =>
  (path) =>
    headOf(path).then(
      (head) => pattern.test(head),
      () => false,
    )

const isJsonWith =
  (...keys: string[]): IsOwn =>
  async (path) => {
    try {
      const content = JSON.parse(await readFile(path, 'utf8'))
      return typeof content === 'object' && content !== null && keys.every((key) => key in content)
    } catch {
      return false
    }
  }

export const isPage = beginsAs(/<meta name="generator" content="gatecast /)
export const isModel = beginsAs(/^.{8}\{"__metadata__":\{"format":"gatecast/s)
export const isErrorsTable = beginsAs(/^series,reason,fallback\r?\n/)
export const isJobState = isJsonWith('job', 'key', 'model', 'hasBacktest')
export const isSummary = isJsonWith('modelId', 'parts', 'series', 'rows', 'seconds', 'key')
export const isStoredBacktest = isJsonWith('kind', 'horizon', 'season', 'windows')
export const isManifest = isJsonWith('part', 'key', 'model', 'sha256')
export const isLeaderboard = isJsonWith('kind', 'metric', 'leaderboard')
export const isSearchState = isJsonWith('search', 'evaluations')
