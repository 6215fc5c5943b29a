import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { GatecastError } from '../../base/error.ts'
// biome-ignore lint/correctness/useImportExtensions: its types are in the .d.cts file next to it
import binaries from '../binaries.cjs'
import { requireFrom } from '../require_from.ts'
import type { Binding } from '../types.ts'

type Starter = typeof import('./instantiate.ts')

/** Loads the core that is compiled to WebAssembly. emnapi is loaded with it only, because that takes some milliseconds. */
export function fromModule(path: string): Binding {
  const folder = binaries.ownFolder
  if (folder === undefined) throw new Error('a bundle. Leave gatecast out of the bundle (external)')
  // A name in the imports of package.json, as that of ECharts.
  const { instantiate } = requireFrom(`${folder}/`)('#wasm') as Starter
  return instantiate(new WebAssembly.Module(readFileSync(path)))
}

/**
 * Loads the WebAssembly build of the package, because the addon cannot be loaded.
 *
 * @throws {GatecastError} the error of the addon, if the package has no WebAssembly build
 */
export function insteadOfAddon(error: GatecastError): Binding {
  // `src/addon` and `dist/js` both are two folders deep.
  const path = join(binaries.ownFolder ?? '', '../../prebuilds/wasm32/gatecast.wasm')
  if (binaries.ownFolder === undefined || !existsSync(path)) throw error
  const binding = fromModule(path)
  process.emitWarning(
    `gatecast runs its WebAssembly build, which is slower and has one thread, because: ${error.message}`,
    { type: 'GatecastWarning' },
  )
  return binding
}
