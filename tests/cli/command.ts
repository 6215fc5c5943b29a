// Runs the command as a user does: in its own process, in a folder with a CSV file.

import { execFile, spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll } from 'vitest'

export const main = fileURLToPath(new URL('../../dist/js/cli.js', import.meta.url))

export interface Outcome {
  code: number
  stdout: string
  stderr: string
}

export interface Sandbox {
  readonly path: string
  /** Runs `gatecast` with arguments: a list, or a text of words with spaces between them. */
  gatecast(args: string | readonly string[], env?: Record<string, string>): Promise<Outcome>
  start(args: string): ReturnType<typeof spawn>
}

const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)

/** Sales of three stores with a weekly pattern and noise. */
export function salesCsv(rows = 70, stores = ['north', 'south', 'harbour']): string {
  const lines = stores.flatMap((store, s) =>
    Array.from({ length: rows }, (_, t) => {
      const sales = 40 + 10 * s + [0, -4, -3, 0, 5, 14, 9][t % 7] + ((t * 37 + s * 11) % 5)
      return `${store},${day(t)},${sales}`
    }),
  )
  return ['store,date,sales', ...lines, ''].join('\n')
}

export function useSandbox(): Sandbox {
  let path = ''
  beforeAll(async () => {
    path = await mkdtemp(join(tmpdir(), 'gatecast-'))
    await writeFile(join(path, 'sales.csv'), salesCsv())
  })
  afterAll(() => rm(path, { recursive: true, force: true }))
  const environment = (env: Record<string, string>) => {
    const { NO_COLOR, FORCE_COLOR, ...rest } = process.env
    return { ...rest, ...env }
  }
  return {
    get path() {
      return path
    },
    gatecast: (args, env = {}) =>
      new Promise((resolve) => {
        const words = typeof args === 'string' ? args.split(' ').filter(Boolean) : args
        const options = { cwd: path, env: environment(env), maxBuffer: 2 ** 26 }
        execFile(process.execPath, [main, ...words], options, (error, stdout, stderr) => {
          resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr })
        })
      }),
    start: (args) => spawn(process.execPath, [main, ...args.split(' ')], { cwd: path, env: environment({}) }),
  }
}
