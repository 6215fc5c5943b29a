// Bundles the library into few files in dist/js, because Node needs more time to open a file than to read it. There is
// one file for each entry of the package and each script that runs by itself, and chunks that they share.
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

/** Copies CommonJS files next to the bundles: within a bundle, other bundlers would not follow their `require`. */
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
// The scripts and styles of report pages are not modules of the library, so they are copied.
cpSync('src/report/page', `${out}/page`, {
  recursive: true,
  filter: (path) => /page$|\.(mjs|css)$/.test(path),
})
await build({
  ...{ entryPoints: entries, outdir: out, bundle: true, splitting: true, format: 'esm' },
  ...{ platform: 'node', target: 'node20.19', packages: 'external', plugins: [keepCommonJs] },
  ...{ sourcemap: true, logLevel: 'warning' },
})

// Bundles ECharts to one script, for Node's require and for report pages. Its licence requires that its text goes
// along.
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

// Makes the command executable, and writes the JSON Schema of job files, which editors use.
chmodSync(`${out}/cli.js`, 0o755)
const { draftSchema } = await import(`../${out}/jobs.js`)
const { z } = await import('zod')
const schema = { title: 'A job of gatecast', ...z.toJSONSchema(draftSchema, { io: 'input' }) }
writeFileSync('dist/job.schema.json', `${JSON.stringify(schema, null, 1)}\n`)
