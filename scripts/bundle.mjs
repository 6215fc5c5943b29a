// Bundles the library into few files in dist/js, because Node needs more time to open a file than to read it. There is
// one file for each entry of the package and each script that runs by itself, and chunks that they share.
import { chmodSync, copyFileSync, cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { build } from 'rolldown'
import { bundleWasm } from './bundle/wasm.mjs'

const out = 'dist/js'
const entries = {
  index: 'src/index.ts',
  nn: 'src/nn/index.ts',
  native: 'src/native/index.ts',
  danfo: 'src/danfo/index.ts',
  datasets: 'src/datasets/index.ts',
  files: 'src/files/index.ts',
  jobs: 'src/jobs/index.ts',
  sequences: 'src/sequences/index.ts',
  inspect: 'src/inspect/index.ts',
  onnx: 'src/onnx/index.ts',
  cli: 'src/cli/main.ts',
  worker: 'src/forecast/local/worker.ts',
  part_process: 'src/jobs/parts/part_process.ts',
  processor: 'src/jobs/queue/worker/processor.ts',
}

// The rooms that every program loads are a chunk each: left alone, the bundler makes one for each set of entries.
const groups = [
  { name: 'core', test: /src\/(base|addon|nn)\/|@oxc-project[+/]runtime/ },
  { name: 'series', test: /src\/(series|frames)\// },
  { name: 'forecast', test: /src\/(models|forecast)\/(?!local\/worker\.ts)/ },
  // Node takes about 2 ms for each file, however small.
  {
    name: 'report',
    test: /src\/report\/(charts\/(?!echarts_parts\.ts)|scores\/|terminal\/|(format_text|index|report|report_parts)\.ts)|src\/inspect\/(explain|subject\/check_forecaster)/,
  },
]

/** Copies CommonJS files next to the bundles: within a bundle, other bundlers would not follow their `require`. */
const keepCommonJs = {
  name: 'keep CommonJS',
  resolveId: {
    filter: { id: /\.cjs$/ },
    handler(path, importer) {
      const name = basename(path)
      copyFileSync(join(dirname(importer), path), `${out}/${name}`)
      return { id: `./${name}`, external: true }
    },
  },
}

/**
 * Gives the caches of zrender maps without a prototype. They are keyed by texts of the chart: a series called `__proto__`
 * would write `prev` and `next` into every object of the process.
 */
const mapsWithoutPrototype = {
  name: 'maps without prototype',
  transform: {
    filter: { id: /zrender\/lib\/core\/LRU\.js$/ },
    handler(code) {
      const changed = code.replaceAll('this._map = {}', 'this._map = Object.create(null)')
      if (changed === code) throw new Error('Expected this._map = {} in LRU.js of zrender. Look whether it is safe now')
      return changed
    },
  },
}

const isPackage = (id) => /^[#@a-z]/.test(id) && !id.startsWith('src/') && !id.startsWith('@oxc-project/runtime')

rmSync('dist', { recursive: true, force: true })
// The scripts and styles of report pages are not modules of the library, so they are copied.
cpSync('src/report/page', `${out}/page`, {
  recursive: true,
  filter: (path) => /page$|\.(mjs|css)$/.test(path),
})
await build({
  ...{
    input: entries,
    platform: 'node',
    transform: { target: 'node20.19' },
    external: isPackage,
    plugins: [keepCommonJs],
  },
  output: { dir: out, format: 'esm', codeSplitting: { groups }, comments: false, sourcemap: true },
})

// Bundles ECharts to one script, for Node's require and for report pages. Its licence requires that its text goes
// along.
const charts = JSON.parse(readFileSync('node_modules/echarts/package.json', 'utf8'))
await build({
  ...{
    input: 'src/report/charts/echarts_parts.ts',
    platform: 'browser',
    transform: { target: 'es2020' },
    plugins: [mapsWithoutPrototype],
  },
  output: {
    ...{ file: `${out}/echarts.cjs`, format: 'iife', name: 'echarts', minify: true, comments: false },
    postBanner: `/* Parts of Apache ECharts ${charts.version}, Apache License 2.0, with zrender, BSD 3-Clause */`,
    postFooter: "if (typeof module === 'object') module.exports = echarts",
  },
})
await bundleWasm()
for (const [name, file] of [
  ['echarts', 'LICENSE'],
  ['echarts', 'NOTICE'],
  ['echarts', 'licenses'],
  ['zrender', 'LICENSE'],
  ['@emnapi/core', 'LICENSE'],
  ['@emnapi/runtime', 'LICENSE'],
])
  cpSync(`node_modules/${name}/${file}`, `dist/licenses/${name}/${file}`, { recursive: true })

// Makes the command executable, and writes the JSON Schema of job files, which editors use.
chmodSync(`${out}/cli.js`, 0o755)
const { jsonSchema } = await import(`../${out}/jobs.js`)
writeFileSync('dist/job.schema.json', `${JSON.stringify(jsonSchema(), null, 1)}\n`)
