// The claims of commands that write single files.

import { join } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import type { OutputFormatName } from '../../files/index.ts'
import { defaultOutputFormat } from '../../files/write/output_formats.ts'
import { outputPlace } from '../../files/write/output_place.ts'
import type { JobDraft } from '../job/job.ts'
import { alone, type Claim, claim } from './claim.ts'
import type { Mark, RunKind } from './mark.ts'
import type { OwnFile } from './own_files.ts'
import { protectInputs, protectOutputs } from './protect_inputs.ts'
import { existingOf } from './run_files.ts'

/** The file of a table, for the path that a user gave. */
export interface TablePlace {
  readonly kind: RunKind
  readonly path: string
  /** The folder of its mark. */
  readonly state: string
}

/**
 * The file of a table that is written at once.
 *
 * @param kind - the command that writes it
 * @param name - name of the file in a folder, without its ending
 */
export function tablePlace(
  out: string,
  kind: RunKind,
  name: string,
  format: OutputFormatName = defaultOutputFormat,
): TablePlace {
  const place = outputPlace(out)
  if (place.kind === 'folder') return { kind, path: join(out, `${name}.${format}`), state: out }
  if (place.kind === 'file') return { kind, path: out, state: `${out}.job` }
  throw new GatecastError('ERR_JOB', `--out: expected a file or a folder, got "${out}"`)
}

/**
 * Claims a table and other files that a command writes.
 *
 * @param job - what the command reads
 * @throws {GatecastError} `ERR_JOB` naming an input, or a file that no run has made; `ERR_BUSY`
 */
export async function claimFiles(
  job: Pick<JobDraft, 'source' | 'future' | 'model'>,
  table: TablePlace | undefined,
  files: readonly OwnFile[],
): Promise<Claim> {
  const written = [
    ...(table ? [{ path: table.path, flag: '--out', given: table.path }] : []),
    ...files.map(({ path, flag }) => ({ path, flag, given: path })),
  ]
  await protectInputs(job, written, [])
  await protectOutputs(written)
  const output = table && {
    ...{ path: table.path, flag: '--out', kind: table.kind, state: table.state, files: [table.path] },
    foreign: async (mark: Mark | undefined) => ((await mark?.has(table.path)) ? [] : existingOf([table.path])),
  }
  return claim(output, files, alone())
}
