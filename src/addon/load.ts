import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { isError } from '../base/brand.ts'
import { GatecastError } from '../base/error.ts'
import { version } from '../base/version.ts'
// biome-ignore lint/correctness/useImportExtensions: its types are in the .d.cts file next to it
import binaries from './binaries.cjs'
import { type Machine, platformName, thisMachine } from './platform.ts'
import { requireFrom } from './require_from.ts'
import type { Binding } from './types.ts'
import { fromModule, insteadOfAddon } from './wasm/from_module.ts'

const { addons, ownFolder } = binaries

const tiers = ['baseline', 'avx2', 'avx512', 'amx', 'neon', 'simd128']

/**
 * Loads the addon: the file that `GATECAST_BINARY` names, else the one built in this checkout, else that of the
 * package. If the package has none that runs here, its WebAssembly build runs instead, with a warning.
 */
export function load(): Binding {
  checkTier(process.env.GATECAST_ISA)
  const chosen = process.env.GATECAST_BINARY
  if (chosen) return fromFile(resolve(chosen), ', which GATECAST_BINARY names')
  const built = builtHere()
  return built ? fromFile(built, ', built in this checkout') : fromPackage(thisMachine())
}

// The addon ignores a tier that it does not know, so a misspelt one would run the fastest kernels without a message.
function checkTier(tier: string | undefined): void {
  if (!tier || tiers.includes(tier)) return
  throw new GatecastError('ERR_RANGE', `Expected GATECAST_ISA to be one of ${tiers.join(', ')}, got "${tier}"`)
}

function builtHere(): string | undefined {
  // A bundle is not in a checkout. `src/addon` and `dist/js` both are two folders deep.
  if (ownFolder === undefined) return undefined
  const path = join(ownFolder, '../../build/Release/gatecast.node')
  return existsSync(path) ? path : undefined
}

function fromFile(path: string, why: string): Binding {
  if (!existsSync(path))
    throw new GatecastError(
      'ERR_BINARY',
      `Expected the addon at ${path}${why}, got no such file. Correct or unset GATECAST_BINARY`,
    )
  try {
    return path.endsWith('.wasm') ? fromModule(path) : (requireFrom(path)(path) as Binding)
  } catch (cause) {
    const found = `${path}${why}, to load on ${described(thisMachine())}`
    const advice = why.includes('checkout') ? 'Build it again: npm run build:native' : fromSource
    throw new GatecastError('ERR_BINARY', `Expected ${found}, got: ${messageOf(cause)}. ${advice}`, { cause })
  }
}

function fromPackage(machine: Machine): Binding {
  const target = platformName(machine)
  if (!Object.hasOwn(addons, target)) {
    const known = `Expected one of the platforms ${Object.keys(addons).join(', ')}, got ${target}`
    const error = new GatecastError('ERR_BINARY', `${known}: ${described(machine)}. ${fromSource}`)
    return insteadOfAddon(error)
  }
  try {
    return addons[target]() as Binding
  } catch (cause) {
    const looked = `Expected prebuilds/${target}/gatecast.node of gatecast ${version} on ${described(machine)}`
    const advice = `If the file is missing, install gatecast again. ${fromSource}`
    const error = new GatecastError('ERR_BINARY', `${looked}, got: ${messageOf(cause)}. ${advice}`, { cause })
    return insteadOfAddon(error)
  }
}

const described = ({ platform, arch, libc }: Machine): string =>
  `${platform} ${arch}${libc ? ` with ${libc}` : ''}, Node ${process.version}`

const messageOf = (cause: unknown): string => (isError(cause) ? cause.message : String(cause)).split('\n')[0]

const fromSource =
  'To build for this machine: clone the repository, run npm ci && npm run build:native (docs/building.md of the package), and name ' +
  'build/Release/gatecast.node in GATECAST_BINARY'
