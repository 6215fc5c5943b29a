// Faults of the disk under everything that writes: tables through DuckDB, fits with checkpoints, whole jobs with parts, a
// registry, a page and a log. A library between the processes and their disk makes the faults, so they reach the C++ of DuckDB
// and the child processes, too.

import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { tally } from '../setup/tally.ts'
import { type Disk, hasShim, makeShim, type Shim } from './shim/shim.ts'

type State = 'old' | 'new' | 'between' | 'absent' | 'other'
interface Result {
  call: string
  error: { name: string; code: string; message: string } | null
  /** The files after the fault. */
  after: Record<string, State>
  /** The error of the same work on a good disk, afterwards. */
  again: { message: string } | null
  finally: Record<string, State>
  /** Temporary files and parts that are left. */
  left: string[]
}

let folder: string
let shim: Shim
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  if (hasShim) shim = await makeShim(folder)
})
afterAll(() => rm(folder, { recursive: true }))

const at = (name: string) => fileURLToPath(new URL(name, import.meta.url))

/** Runs a scenario in a process with this disk. */
async function run(name: string, options: { codes: [number, string][]; most?: number; disk?: Disk }) {
  await rm(shim.disk, { recursive: true, force: true })
  const files = [shim.control, shim.log, shim.disk, at(`./scenarios/${name}.mjs`), JSON.stringify(options)]
  const env = {
    ...process.env,
    ...{ SHIM_FOLDER: shim.disk, SHIM_CONTROL: shim.control, SHIM_LOG: shim.log },
    LD_PRELOAD: [process.env.LD_PRELOAD, shim.library].filter(Boolean).join(':'),
  }
  const given = { env, timeout: 570_000, maxBuffer: 1e8 }
  const { stdout } = await promisify(execFile)(process.execPath, [at('./shim/child.mjs'), ...files], given)
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as { calls: number; held: string[]; results: Result[] }
}

/** The faults of a result; none if all is well. */
function faultsOf({ call, error, after, again, left, ...result }: Result): string[] {
  const faults: string[] = []
  if (error && (error.name !== 'GatecastError' || error.code !== 'ERR_FILE')) faults.push(`${error.name} ${error.code}`)
  for (const [file, state] of Object.entries(after)) {
    if (state === 'other' || state === 'absent') faults.push(`${file} is ${state}`)
    if (!error && state !== 'new') faults.push(`${file} is ${state} although nothing was reported`)
  }
  if (again) faults.push(`again: ${again.message}`)
  for (const [file, state] of Object.entries(result.finally))
    if (state !== 'new') faults.push(`${file} is ${state} in the end`)
  for (const file of left) faults.push(`${file} is left`)
  tally('faults', 1)
  return faults.map((fault) => `${call}: ${fault}`)
}

const codes: [number, string][] = [
  [28, 'ENOSPC'],
  [5, 'EIO'],
  [30, 'EROFS'],
  [122, 'EDQUOT'],
]
/** Calls that fail in turn, taken evenly from all kinds of calls. */
const most = Number(process.env.GATECAST_DISK_FAULTS ?? 6)
/** Each of them trains a model or starts child processes. */
const long = ['job', 'verbs']
const scenarios = ['tables', 'fit', ...long]

describe.runIf(hasShim)('a disk that fails', { timeout: 600_000 }, () => {
  it.for(scenarios)('in the middle leaves old or new files, and the work can be done again: %s', async (name) => {
    const { results } = await run(name, { codes, most: long.includes(name) ? most : 4 * most })
    expect(results.length).toBeGreaterThan(4)
    expect(results.flatMap(faultsOf)).toEqual([])
    expect(results.some(({ error }) => error)).toBe(true)
  })

  it.for(['tables', 'fit'])('to sync is an error, and leaves old or new files: %s', async (name) => {
    const { results } = await run(name, { codes, disk: { at: 1, code: 5, onlySyncs: true } })
    expect(results.flatMap(faultsOf)).toEqual([])
    expect(results[0].error).toMatchObject({ code: 'ERR_FILE' })
  })

  it.for(['tables', 'fit'])('to be fast holds no JS thread, and ends nothing: %s', async (name) => {
    const { held, results } = await run(name, { codes, disk: { microseconds: 50_000 } })
    expect(held).toEqual([])
    expect(results.flatMap(faultsOf)).toEqual([])
    expect(results[0].error).toBeNull()
  })

  it('while the clock goes back two days gives the same files', async () => {
    const { held, results } = await run('job', { codes, disk: { clock: -2 * 86_400_000 } })
    expect(results.flatMap(faultsOf)).toEqual([])
    expect(results[0].error).toBeNull()
    // A log is opened and written at once, so that its last lines are there if the process ends.
    expect(held.filter((call) => !/^main (mkdir \/work|(open|write) \/work\/run\.log)$/.test(call))).toEqual([])
  })
})
