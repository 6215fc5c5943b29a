import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Scores, Settings } from './run.ts'
import type { Segment } from './set.ts'

/** One run, as its JSON file has it. */
export interface Result extends Scores {
  set: string
  horizon: number
  on: Segment
  settings: Settings
  cpu: string
}

/** The file of a run: another one for other settings. */
export function fileOf(folder: string, run: Pick<Result, 'set' | 'horizon' | 'on' | 'settings'>): string {
  const { set, horizon, on, settings } = run
  const hash = createHash('sha256')
    .update(JSON.stringify([set, horizon, on, settings]))
    .digest('hex')
  const name = `${set}-${horizon}-${on}-${settings.model}-${settings.seed}-${hash.slice(0, 8)}.json`
  return join(folder, name.replaceAll(' ', '_'))
}

export const isDone = (file: string): boolean => existsSync(file)

export function write(folder: string, file: string, result: Result): void {
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${file}.part`, JSON.stringify(result, null, 1))
  renameSync(`${file}.part`, file)
}

export const readAll = (folder: string): Result[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Result)
    : []
