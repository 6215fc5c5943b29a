// Bundles what runs in browsers and other runtimes without Node: dist/wasm, the entries of gatecast/wasm. They are the
// same sources with two files replaced: the loader of the addon, and the modules of Node.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { build } from 'rolldown'

const entries = {
  index: 'src/wasm.ts',
  nn: 'src/nn/index.ts',
  native: 'src/native/index.ts',
  sequences: 'src/sequences/index.ts',
}

const loader = { from: resolve('src/addon/load.ts'), to: resolve('src/addon/wasm/load.ts') }
const runtime = resolve('src/base/browser/node.ts')
const files = resolve('src/base/browser/binaries.ts')

const replaced = {
  name: 'replaced files',
  async resolveId(id, importer) {
    if (id.startsWith('node:')) return runtime
    if (id.endsWith('/binaries.cjs')) return files
    if (!id.endsWith('/load.ts')) return null
    const found = await this.resolve(id, importer, { skipSelf: true })
    return found?.id === loader.from ? loader.to : found
  },
}

/**
 * Lets emnapi make its functions without code from texts, which the policy of a page forbids. It would try, and the
 * browser would report that.
 */
const withoutEval = {
  name: 'without eval',
  transform: {
    filter: { id: /@emnapi\/runtime\/dist/ },
    handler(code) {
      const changed = code.replace('f = new Function();', 'return false;')
      if (changed === code)
        throw new Error('Expected f = new Function() in @emnapi/runtime. Look how it tests for it now')
      return { code: changed, map: null }
    },
  },
}

/** Bundles the entries, and the script by which Node starts the module. */
export async function bundleWasm() {
  const { version } = JSON.parse(readFileSync('node_modules/@emnapi/core/package.json', 'utf8'))
  const postBanner = `/* With emnapi ${version}, MIT License */`
  await build({
    ...{
      input: entries,
      platform: 'browser',
      transform: {
        target: 'es2022',
        inject: { process: [runtime, 'process'], setImmediate: [runtime, 'setImmediate'] },
      },
      plugins: [replaced, withoutEval],
    },
    output: { dir: 'dist/wasm', format: 'esm', minify: true, comments: false, postBanner, sourcemap: true },
  })
  await build({
    ...{ input: 'src/addon/wasm/instantiate.ts', platform: 'node', transform: { target: 'node20.19' } },
    output: { file: 'dist/js/wasm.cjs', format: 'cjs', minify: true, comments: false, postBanner },
  })
}
