import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { GatecastError } from './error.ts'
import type { Binding } from './types.ts'

/** The package's folder, from `dist/native` as well as from `src/native`. */
const root = fileURLToPath(new URL('../..', import.meta.url))
const require = createRequire(import.meta.url)

const tiers = ['baseline', 'avx2', 'avx512', 'amx', 'neon']

/**
 * The version of gatecast.
 *
 * @example
 * console.log(version)
 */
export const version: string = (require(`${root}package.json`) as { version: string }).version

export function load(): Binding {
  checkTier(process.env.GATECAST_ISA)
  const chosen = process.env.GATECAST_BINARY
  const path = chosen ? resolve(chosen) : `${root}build/Release/gatecast.node`
  if (!existsSync(path)) throw new GatecastError('ERR_BINARY', missing(path, chosen !== undefined))
  try {
    return require(path) as Binding
  } catch (cause) {
    throw new GatecastError('ERR_BINARY', unloadable(path, cause), { cause })
  }
}

// A misspelt cap would otherwise run the fastest kernels in silence.
function checkTier(tier: string | undefined): void {
  if (!tier || tiers.includes(tier)) return
  throw new GatecastError('ERR_RANGE', `Expected GATECAST_ISA to be one of ${tiers.join(', ')}, got "${tier}"`)
}

const missing = (path: string, chosen: boolean): string =>
  chosen
    ? `Expected the native addon at ${path}, as GATECAST_BINARY says, but there is no such file`
    : `Expected the native addon at ${path}, but there is no such file. Build it with "npm run build:native" ` +
      '(needs CMake, make and a C++20 compiler), or name another place in GATECAST_BINARY'

const unloadable = (path: string, cause: unknown): string =>
  `Expected ${path} to be an addon for Node ${process.version} on ${process.platform} ${process.arch}, got: ` +
  `${cause instanceof Error ? cause.message : cause}. Build it on this machine with "npm run build:native"`
