// Writes a table to the standard output: a job makes its files in a temporary folder, and the table is copied from there.

import { createReadStream, rmSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { GatecastError } from '../../base/error.ts'
import type { OutputFormatName } from '../../files/index.ts'
import { standardOutput } from '../../files/write/output_place.ts'
import type { JobDraft } from '../job/job.ts'

/** The formats that are texts, the default first. */
const formats: readonly OutputFormatName[] = ['csv', 'json']

/**
 * Runs a command whose table goes to the standard output.
 *
 * @param run - runs the command with an output that is a file
 * @throws {GatecastError} `ERR_JOB` for a format that is not text, or a queue, whose workers have other standard outputs
 */
export async function toStandardOutput<Draft extends Pick<JobDraft, 'format' | 'queue'>, Report>(
  draft: Draft,
  run: (draft: Draft & { out: string }) => Promise<Report>,
): Promise<Report & { out: string }> {
  const { format = 'csv', queue } = draft
  if (!formats.includes(format))
    throw new GatecastError(
      'ERR_JOB',
      `--out-format: expected ${formats.join(' or ')} for the standard output, got "${format}". Use --out with a file`,
    )
  if (queue !== undefined)
    throw new GatecastError(
      'ERR_JOB',
      '--out: expected a file or a folder for a job on a queue, got the standard output',
    )
  const folder = await temporaryFolder()
  const removeNow = () => rmSync(folder, { recursive: true, force: true })
  // An interrupted command may end without waiting for anything.
  process.once('exit', removeNow)
  try {
    const out = join(folder, `forecast.${format}`)
    const report = await run({ ...draft, out, queue: undefined, format: undefined })
    await copyToStandardOutput(out)
    return { ...report, out: standardOutput }
  } finally {
    process.off('exit', removeNow)
    await rm(folder, { recursive: true, force: true })
  }
}

async function temporaryFolder(): Promise<string> {
  try {
    return await mkdtemp(join(tmpdir(), 'gatecast-'))
  } catch (cause) {
    throw new GatecastError(
      'ERR_FILE',
      `Expected to write temporary files in "${tmpdir()}", got: ${(cause as Error).message}. Set TMPDIR to another folder`,
      { cause },
    )
  }
}

/** Waits for the reader of the output, so that a large table does not fill the memory. */
async function copyToStandardOutput(path: string): Promise<void> {
  for await (const piece of createReadStream(path))
    await new Promise<void>((resolve, reject) => {
      process.stdout.write(piece, (error) => (error ? reject(error) : resolve()))
    })
}
