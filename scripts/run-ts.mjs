// Runs a TypeScript file of the project as it stands: node scripts/run-ts.mjs file.ts [argument ...]
// Node 20 reads no TypeScript, and a file that only runs here needs no build of its own.

import { resolve } from 'node:path'
import { runnerImport } from 'vite'

/** Lets Node load CommonJS files, because Vite treats every file as an ES module. */
const commonJs = {
  name: 'CommonJS by Node',
  load(id) {
    if (!id.endsWith('.cjs')) return undefined
    const file = JSON.stringify(id)
    return `import { createRequire } from 'node:module'\nexport default createRequire(${file})(${file})`
  },
}

// The file sees its own arguments, as if Node had run it.
const [file] = process.argv.splice(2, 1)
await runnerImport(resolve(file), {
  resolve: { tsconfigPaths: true },
  oxc: { target: 'node20' },
  plugins: [commonJs],
  logLevel: 'error',
})
