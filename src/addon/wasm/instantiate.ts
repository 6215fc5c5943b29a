// Starts the core that is compiled to WebAssembly. emnapi has the functions of Node-API in JavaScript, so that the module
// is the same binding as the native addon.

import { instantiateNapiModuleSync } from '@emnapi/core'
import { createContext } from '@emnapi/runtime'
import type { Binding } from '../types.ts'
import { wasiFor } from './wasi.ts'

/** The exports of a module, which start with the exports of the native addon. */
export function instantiate(module: WebAssembly.Module): Binding {
  let memory: WebAssembly.Memory | undefined
  const { napiModule } = instantiateNapiModuleSync(module, {
    context: createContext(),
    overwriteImports: (imports) => ({
      ...imports,
      wasi_snapshot_preview1: wasiFor(() => memory as WebAssembly.Memory),
    }),
    beforeInit({ instance }) {
      memory = instance.exports.memory as WebAssembly.Memory
      // Runs the constructors of C++, among them those by which ops register themselves.
      const start = instance.exports._initialize as () => void
      start()
    },
  })
  return napiModule.exports as Binding
}
