// Takes the place of `addon/load.ts` in the bundle `gatecast/wasm`: it loads the core where there is no native addon.

import { GatecastError } from '../../base/error.ts'
import type { Binding } from '../types.ts'
import { instantiate } from './instantiate.ts'

type Source = WebAssembly.Module | ArrayBuffer | ArrayBufferView | URL | string

/**
 * The place of the module: the value that the program has put into `globalThis.GATECAST_WASM`, else the file of the package. A runtime
 * that may not compile code, such as that of Cloudflare, imports a `WebAssembly.Module` and puts it there.
 */
const source: Source =
  (globalThis as { GATECAST_WASM?: Source }).GATECAST_WASM ??
  new URL('../../prebuilds/wasm32/gatecast.wasm', import.meta.url)

async function compiled(): Promise<WebAssembly.Module> {
  if (source instanceof WebAssembly.Module) return source
  if (typeof source !== 'string' && !(source instanceof URL)) return WebAssembly.compile(source)
  const url = new URL(source, import.meta.url)
  if (url.protocol === 'file:') {
    const { readFileSync } = process.getBuiltinModule('node:fs')
    return WebAssembly.compile(readFileSync(url))
  }
  const response = await fetch(url)
  if (!response.ok) throw new Error(`the answer ${response.status}`)
  // compileStreaming would refuse a server that does not name the type application/wasm.
  return WebAssembly.compile(await response.arrayBuffer())
}

const module = await compiled().catch((cause) => {
  const found = `Expected the WebAssembly build of gatecast at ${source instanceof URL ? source.href : source}`
  const advice = 'Serve the file, or put its address into globalThis.GATECAST_WASM before you import gatecast'
  throw new GatecastError('ERR_BINARY', `${found}, got: ${(cause as Error).message}. ${advice}`, { cause })
})

/** The same binding as that of the native addon. */
export const load = (): Binding => instantiate(module)
