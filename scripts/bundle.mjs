// dist/js: the library in few files, since opening a file takes Node longer than reading what is in it. One file for each
// entry of the package and each script that runs by itself, and what they share.
import { chmodSync, copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'

const out = 'dist/js'
const entries = {
  index: 'src/index.ts',
  nn: 'src/nn/index.ts',
  native: 'src/native/index.ts',
  danfo: 'src/danfo/index.ts',
  datasets: 'src/datasets/index.ts',
  files: 'src/files/index.ts',
  jobs: 'src/jobs/index.ts',
  cli: 'src/cli/main.ts',
  worker: 'src/forecast/local/worker.ts',
  part_process: 'src/jobs/parts/part_process.ts',
  processor: 'src/jobs/queue/worker/processor.ts',
}

/** CommonJS stays as it is, beside the bundles: within them its `require` would be none that bundlers follow. */
const keepCommonJs = {
  name: 'keep CommonJS',
  setup({ onResolve }) {
    onResolve({ filter: /\.cjs$/ }, ({ path, resolveDir }) => {
      const name = path.slice(path.lastIndexOf('/') + 1)
      copyFileSync(`${resolveDir}/${path}`, `${out}/${name}`)
      return { path: `./${name}`, external: true }
    })
  },
}

rmSync('dist', { recursive: true, force: true })
// The scripts and styles of the report's page are no modules of the library.
cpSync('src/report/page', `${out}/page`, {
  recursive: true,
  filter: (path) => /page$|\.(mjs|css)$/.test(path),
})
await build({
  ...{ entryPoints: entries, outdir: out, bundle: true, splitting: true, format: 'esm' },
  ...{ platform: 'node', target: 'node20.19', packages: 'external', plugins: [keepCommonJs] },
  ...{ sourcemap: true, logLevel: 'warning' },
})

// ECharts as one script, for Node's require and for the pages of reports. Whoever passes it on passes on its licence.
const charts = JSON.parse(readFileSync('node_modules/echarts/package.json', 'utf8'))
await build({
  ...{ entryPoints: ['src/report/charts/echarts_parts.ts'], outfile: `${out}/echarts.cjs`, bundle: true, minify: true },
  ...{ format: 'iife', globalName: 'echarts', target: 'es2020', legalComments: 'none', logLevel: 'warning' },
  banner: { js: `/* Parts of Apache ECharts ${charts.version}, Apache License 2.0, with zrender, BSD 3-Clause */` },
  footer: { js: "if (typeof module === 'object') module.exports = echarts" },
})
for (const [name, file] of [
  ['echarts', 'LICENSE'],
  ['echarts', 'NOTICE'],
  ['echarts', 'licenses'],
  ['zrender', 'LICENSE'],
])
  cpSync(`node_modules/${name}/${file}`, `dist/licenses/${name}/${file}`, { recursive: true })

// The command may be run, and editors find the schema of job files.
chmodSync(`${out}/cli.js`, 0o755)
const { draftSchema } = await import(`../${out}/jobs.js`)
const { z } = await import('zod')
const schema = { title: 'A job of gatecast', ...z.toJSONSchema(draftSchema, { io: 'input' }) }
writeFileSync('dist/job.schema.json', `${JSON.stringify(schema, null, 1)}\n`)
