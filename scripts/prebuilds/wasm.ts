// Builds prebuilds/wasm32/gatecast.wasm: the core for browsers, and for systems that the package has no binary for.
//
//   npm run build:wasm

import { copyFileSync, mkdirSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { brotliCompressSync } from 'node:zlib'
import { wasiFor } from '../../src/addon/wasm/wasi.ts'
import { build } from './build.ts'
import { zig } from './zig.ts'

/** Most bytes that a page loads, compressed as servers do. */
const mostBytes = 3 * 2 ** 20

const root = resolve(import.meta.dirname, '../..')
const started = performance.now()
const built = build(root, zig(root), { name: 'wasm32', zig: 'wasm32-wasi', file: 'gatecast.wasm' })
const file = readFileSync(built)
const { length } = brotliCompressSync(file)
if (length > mostBytes) throw new Error(`Expected at most ${mostBytes} bytes after compression, got ${length}`)
checkImports(file)
mkdirSync(`${root}/prebuilds/wasm32`, { recursive: true })
copyFileSync(built, `${root}/prebuilds/wasm32/gatecast.wasm`)
const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(2)} MB`
const seconds = (performance.now() - started) / 1000
console.log(`wasm32  ${megabytes(file.length)}, compressed ${megabytes(length)}  ${seconds.toFixed(0)} s`)

/**
 * The linker makes an import of every function that it does not find.
 *
 * @throws {Error} for an import that src/addon/wasm does not provide
 */
function checkImports(bytes: Buffer): void {
  const module = new WebAssembly.Module(bytes)
  const system = wasiFor(() => {
    throw new Error('Expected no call')
  })
  const missing = WebAssembly.Module.imports(module).filter(
    ({ module, name }) =>
      !(module === 'wasi_snapshot_preview1' ? Object.hasOwn(system, name) : /^(napi_|node_api_|_?emnapi_)/.test(name)),
  )
  if (missing.length === 0) return
  throw new Error(`Expected a definition of ${missing.map(({ name }) => name).join(', ')} (cmake/wasm.cmake)`)
}
