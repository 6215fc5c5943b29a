// Runs a step and keeps its result in build/reliability, so that a later run can go on after the last finished step.

import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createWriteStream, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Figures, figuresOf } from './figures.ts'
import type { Step } from './steps.ts'

export interface Result extends Figures {
  readonly name: string
  readonly seconds: number
}

const folder = 'build/reliability'
const fileOf = (name: string, ending: string) => join(folder, `${name.replaceAll(/[^a-z]+/gi, '-')}.${ending}`)
export const logOf = (name: string): string => fileOf(name, 'log')

/** Files and changes on which the result of a step depends: results of other code do not count. */
function versionOf(step: Step): string {
  const git = (...args: string[]) =>
    spawnSync('git', [...args, '--', ...step.code], { encoding: 'utf8', maxBuffer: 2 ** 28 }).stdout
  const code = git('ls-files', '--stage') + git('diff', 'HEAD')
  return createHash('sha256')
    .update(code + JSON.stringify(step))
    .digest('hex')
}

/** The result of an earlier run of the same step with the same code, if it found nothing. */
export function earlierResult(step: Step): Result | undefined {
  const file = fileOf(step.name, 'json')
  if (!existsSync(file)) return undefined
  const { version, result } = JSON.parse(readFileSync(file, 'utf8'))
  return version === versionOf(step) ? result : undefined
}

export async function runStep(step: Step): Promise<Result> {
  const { name, env = {} } = step
  const [program, ...args] = step.command
  mkdirSync(folder, { recursive: true })
  const [log, tally, record] = [logOf(name), fileOf(name, 'tally'), fileOf(name, 'json')]
  for (const file of [tally, record]) rmSync(file, { force: true })
  const version = versionOf(step)
  const out = createWriteStream(log)
  const started = performance.now()
  const child = spawn(program, args, {
    env: { ...process.env, ...env, GATECAST_TALLY: join(process.cwd(), tally), NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  child.stdout.pipe(out, { end: false })
  child.stderr.pipe(out, { end: false })
  const ended = await new Promise<{ code: number | null; signal: string | null }>((resolve) =>
    child.on('close', (code, signal) => resolve({ code, signal })),
  )
  await new Promise((resolve) => out.end(resolve))
  const seconds = (performance.now() - started) / 1000
  const counts = existsSync(tally) ? readFileSync(tally, 'utf8') : ''
  const result = { name, seconds, ...figuresOf(readFileSync(log, 'utf8'), counts, ended) }
  writeFileSync(record, JSON.stringify({ version, result }, null, 2))
  return result
}
