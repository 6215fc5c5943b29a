// Runs a TypeScript file of the project as it stands: node scripts/run-ts.mjs file.ts [argument ...]
// Node 20 reads no TypeScript, and what is only run here needs no build of its own.

import { resolve } from 'node:path'
import { runnerImport } from 'vite'

// The file sees its own arguments, as if Node had run it.
const [file] = process.argv.splice(2, 1)
await runnerImport(resolve(file), { resolve: { tsconfigPaths: true }, logLevel: 'error' })
