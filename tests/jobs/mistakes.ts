import { expect } from 'vitest'
import type { GatecastError } from '../../src/base/error.ts'
import type { JobOverrides } from '../../src/jobs/job/overrides.ts'
import { parseJob } from '../../src/jobs/job/read_job.ts'

/** The mistakes in a text, without the words before them. */
export function mistakes(text: string, overrides: JobOverrides = {}): string[] {
  try {
    parseJob(text, 'job.yaml', overrides)
  } catch (error) {
    const { code, message } = error as GatecastError
    expect(code, `${message}`).toBe('ERR_JOB')
    const found = message.replace(
      /^Expected a job as described in docs\/guide\/jobs\.md of the package, got (\d+ mistakes:\n)?/,
      '',
    )
    return found.split('\n').map((line) => line.trim())
  }
  throw new Error('Expected an error')
}
