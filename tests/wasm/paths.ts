import { fileURLToPath } from 'node:url'

/** The folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url))

/** The module that `npm run build:wasm` has built. */
export const builtModule = fileURLToPath(new URL('../../prebuilds/wasm32/gatecast.wasm', import.meta.url))
