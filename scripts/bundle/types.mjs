// Bundles the declarations that `tsc -p tsconfig.build.json` has written to build/types into dist/types: a file for each
// entry and some that entries share. A thousand small files would take as long to install as all the rest of the package.
import { readFileSync, rmSync } from 'node:fs'
import { build } from 'rolldown'
import { dts } from 'rolldown-plugin-dts'

const { exports } = JSON.parse(readFileSync('package.json', 'utf8'))
const files = Object.values(exports).flatMap(({ types }) => types ?? [])
const names = files.map((file) => file.replace('./dist/types/', '').replace(/\.ts$/, ''))
rmSync('dist/types', { recursive: true, force: true })
await build({
  ...{ input: Object.fromEntries(names.map((name) => [name, `./build/types/${name}.ts`])), platform: 'node' },
  // Types of other packages stay where they are.
  external: (id, importer) => importer !== undefined && /^[^./]/.test(id),
  plugins: [dts({ dtsInput: true, oxc: true })],
  output: { dir: 'dist/types', format: 'esm', chunkFileNames: 'shared/[name].d.ts' },
})
