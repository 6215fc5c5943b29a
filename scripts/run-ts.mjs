// Runs a TypeScript file of the project: node scripts/run-ts.mjs file.ts [argument ...]
// Node 20 does not read TypeScript, and a script that runs only here should need no build.

import { resolve } from 'node:path'
import { runnerImport } from 'vite'

// The file gets its own arguments, as if Node ran it.
const [file] = process.argv.splice(2, 1)
await runnerImport(resolve(file), { resolve: { tsconfigPaths: true }, logLevel: 'error' })
