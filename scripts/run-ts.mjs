// Runs a TypeScript file of the project as it stands: node scripts/run-ts.mjs file.ts
// Node 20 reads no TypeScript, and what is only run here needs no build of its own.

import { resolve } from 'node:path'
import { runnerImport } from 'vite'

await runnerImport(resolve(process.argv[2]), { resolve: { tsconfigPaths: true }, logLevel: 'error' })
