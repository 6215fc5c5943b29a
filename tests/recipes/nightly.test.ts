// The nightly job by cron, as cron calls it: a script, a folder and a PATH.

import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { writeSales } from '../e2e/sales.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const script = join(root, 'examples/deploy/nightly.sh')

// The script needs flock of util-linux and mv of GNU.
describe.runIf(process.platform === 'linux')('nightly.sh', { timeout: 120_000 }, () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gatecast-nightly-'))
    await writeSales(folder)
    await writeJob('sales.csv')
    await mkdir(join(folder, 'bin'))
    const command = join(folder, 'bin/gatecast')
    await writeFile(command, `#!/bin/sh\nexec "${process.execPath}" "${root}/dist/js/cli.js" "$@"\n`)
    await chmod(command, 0o755)
  })
  afterEach(() => rm(folder, { recursive: true }))

  const writeJob = (source: string) =>
    writeFile(
      join(folder, 'job.yaml'),
      `source: ${source}\ncolumns: { series: store, time: date, target: sales }\nhorizon: 7\nmodel: theta\nout: forecast.csv\n`,
    )

  function nightly(): Promise<{ code: unknown; stderr: string }> {
    const env = { PATH: `${folder}/bin:/usr/local/bin:/usr/bin:/bin`, HOME: folder }
    return new Promise((resolve) => {
      execFile(script, [folder], { env, cwd: '/' }, (error, _, stderr) =>
        resolve({ code: error ? error.code : 0, stderr }),
      )
    })
  }

  const current = () => readFile(join(folder, 'current.csv'), 'utf8')

  it('leaves a forecast of the day, and a link to it', async () => {
    expect(await nightly()).toEqual({ code: 0, stderr: '' })
    expect(await readlink(join(folder, 'current.csv'))).toMatch(/^good\/\d{4}-\d\d-\d\d\.csv$/)
    expect((await current()).trimEnd().split('\n')).toHaveLength(1 + 3 * 7)
    // A second run of the same day finds the forecast made.
    expect((await nightly()).code).toBe(0)
    expect(await readdir(join(folder, 'good'))).toHaveLength(1)
  })

  it('keeps the last good forecast if a run fails, and says why', async () => {
    await nightly()
    const good = await current()
    await writeJob('missing.csv')
    const { code, stderr } = await nightly()
    expect(code).toBe(3)
    expect(stderr).toMatch(/exit code 3/)
    expect(stderr).toContain('missing.csv')
    expect(await current()).toBe(good)
  })

  it('takes a forecast as good if the model cannot forecast some series, and says so', async () => {
    const rows = readFileSync(join(folder, 'sales.csv'), 'utf8').trimEnd()
    const [, first] = rows.split('\n')
    await writeFile(join(folder, 'short.csv'), `${rows}\n${first.replace('north', 'new')}\n`)
    await writeJob('short.csv')
    const { code, stderr } = await nightly()
    expect(code).toBe(0)
    expect(stderr).toContain(`${folder}/forecast.errors.csv`)
    expect(await readFile(join(folder, 'forecast.errors.csv'), 'utf8')).toContain('new')
    expect(await current()).toContain('north')
  })

  it('does nothing while another run holds the lock', async () => {
    await mkdir(join(folder, 'log'))
    const other = spawn('flock', [join(folder, 'log/lock'), '-c', 'echo held; sleep 60'], { detached: true })
    await once(other.stdout, 'data')
    const { code, stderr } = await nightly()
    process.kill(-other.pid!, 'SIGKILL')
    expect(code).toBe(75)
    expect(stderr).toContain('another run')
    await expect(current()).rejects.toThrow('ENOENT')
  })
})

it('the crontab has five fields and a command in each line, and calls the script', () => {
  const lines = readFileSync(join(root, 'examples/deploy/crontab'), 'utf8').trimEnd().split('\n')
  const jobs = lines.filter((line) => !/^(#|\w+=)/.test(line))
  for (const job of jobs) expect(job).toMatch(/^([\d*/,-]+ ){5}\S/)
  expect(jobs).toContain('0 3 * * * /srv/forecast/nightly.sh /srv/forecast')
})
