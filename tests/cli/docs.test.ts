// Runs every command of README.md, docs/cli.md and the first guide, and reads every job file of docs/guide/jobs.md.

import { readFile } from 'node:fs/promises'
import { describe, expect, it } from 'vitest'
import { parseJob } from '../../src/jobs/job/read_job.ts'
import { writeSales } from '../e2e/sales.ts'
import { useSandbox } from './command.ts'

const sandbox = useSandbox()
const textOf = (page: string) => readFile(new URL(`../../${page}`, import.meta.url), 'utf8')
const blocks = (text: string, language: string) =>
  Array.from(text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms')), ([, code]) => code)

describe('commands of the documentation', { timeout: 300_000 }, () => {
  it.each(['README.md', 'docs/cli.md', 'docs/guide/start.md'])('work without changes: %s', async (page) => {
    await writeSales(sandbox.path)
    const commands = blocks(await textOf(page), 'sh')
      .join('')
      .split('\n')
      .flatMap((line) => /^(?:npx )?gatecast (.*)$/.exec(line)?.[1] ?? [])
    expect(commands.length).toBeGreaterThan(0)
    for (const command of commands) {
      const { code, stderr } = await sandbox.gatecast(command)
      expect({ command, code, stderr }).toMatchObject({ code: 0 })
    }
  })

  it('describe job files that can be read without changes', async () => {
    const files = blocks(await textOf('docs/guide/jobs.md'), 'yaml')
    expect(files).toHaveLength(1)
    for (const file of files)
      expect(parseJob(file, 'docs/guide/jobs.md')).toMatchObject({ horizon: 28, out: 'forecasts/' })
    const [withVariables] = blocks(await textOf('docs/guide/jobs.md'), 'yml')
    expect(parseJob(withVariables, 'docs/guide/jobs.md')).toMatchObject({
      source: { path: '/data/sales.csv' },
      horizon: 28,
      train: { epochs: 20, memory: '1GB' },
    })
  })
})
