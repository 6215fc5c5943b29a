// Ways to use the installed package on Node.

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { expect, it } from 'vitest'
import { writeSales } from '../e2e/sales.ts'
import { chart, Project, quickstart, root } from './project.ts'
import { fetched } from './runtimes.ts'

it('the command forecasts a file', async () => {
  const project = await Project.create()
  await project.install()
  await writeSales(project.folder)
  const flags = ['--time', 'date', '--target', 'sales', '--series', 'store', '--horizon', '28']
  const out = ['--out', 'forecast.csv', '--report', 'report.html']
  await project.run('node', 'node_modules/.bin/gatecast', 'forecast', 'sales.csv', ...flags, ...out)
  const lines = (await readFile(join(project.folder, 'forecast.csv'), 'utf8')).trim().split('\n')
  expect(lines).toHaveLength(1 + 3 * 28)
  expect((await stat(join(project.folder, 'report.html'))).size).toBeGreaterThan(500_000)
})

it('the package can be required from CommonJS without a warning', async () => {
  const project = await Project.create()
  await project.install()
  await project.write({
    'index.cjs': `const { cpuInfo, naive } = require('gatecast')
      const { airPassengers } = require('gatecast/datasets')
      airPassengers().then(async (panel) => {
        const model = naive({ horizon: 1 })
        await model.fit(panel)
        console.log(cpuInfo().tier, (await model.predict(panel)).toRows().length)
      })`,
  })
  const { stdout, stderr } = await project.run('node', 'index.cjs')
  expect(stdout).toMatch(/^\w+ 1\n$/)
  expect(stderr).toBe('')
})

it('the package runs in several worker_threads at once, of which some are terminated during a fit', async () => {
  const project = await Project.create()
  await project.install()
  await project.write({
    'worker.mjs': `import { parentPort, workerData } from 'node:worker_threads'
      import { gru } from 'gatecast'
      import { generatePanel } from 'gatecast/datasets'
      const panel = generatePanel({ series: 10, rows: 120, promotions: 0 })
      const model = gru({ horizon: 7, hiddenSize: 8, seed: 1 })
      parentPort.postMessage('trains')
      await model.fit(panel, { epochs: workerData.isEndless ? 100_000 : 2 })
      const forecast = await model.predict(panel)
      parentPort.postMessage(JSON.stringify(forecast.toRows()))`,
    'main.mjs': `import { Worker } from 'node:worker_threads'
      const start = (isEndless) => new Promise((resolve, reject) => {
        const worker = new Worker('./worker.mjs', { workerData: { isEndless } })
        worker.on('error', reject)
        worker.on('message', (text) => {
          if (isEndless) setTimeout(() => resolve(worker.terminate()), 300)
          else if (text !== 'trains') resolve(text)
        })
      })
      const results = await Promise.all([false, true, false, true, false].map(start))
      const [first, , second, , third] = results
      console.log(JSON.parse(first).length, first === second && second === third)`,
  })
  expect((await project.run('node', 'main.mjs')).stdout).toBe('70 true\n')
})

it.each([
  ['cjs', undefined],
  // esbuild needs this for any require in a module.
  ['mjs', `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url)`],
])('a bundle by esbuild runs in another folder: .%s', async (extension, banner) => {
  const project = await Project.create()
  await project.install()
  const entry = await quickstart()
  await project.write({
    'kinds.mjs': `import { ets, loadForecaster } from 'gatecast'
      export async function again(panel) {
        const model = ets({ horizon: 2 })
        await model.fit(panel)
        await model.save('ets.safetensors')
        const forecast = await (await loadForecaster('ets.safetensors')).predict(panel)
        console.log('loaded', forecast.toRows().length)
      }`,
    // A bundle of CommonJS has no top-level await.
    'index.mjs': `import { again } from './kinds.mjs'
      ${entry.match(/^import .*$/gm)?.join('\n')}
      async function main() {
        ${entry.replace(/^import .*$/gm, '')}
        await again(panel)
      }
      main()`,
  })
  // The bundle goes to a folder without node_modules, so that it cannot import a package that it should contain.
  const elsewhere = await Project.create()
  await build({
    ...{
      absWorkingDir: project.folder,
      entryPoints: ['index.mjs'],
      outfile: join(elsewhere.folder, `app.${extension}`),
    },
    ...{ bundle: true, platform: 'node', loader: { '.node': 'copy' }, logLevel: 'error' },
    ...(banner === undefined ? { format: 'cjs' } : { format: 'esm', banner: { js: banner } }),
  })
  const { stdout } = await elsewhere.run('node', `app.${extension}`)
  expect(stdout).toMatch(chart)
  expect(stdout).toContain('loaded 40')
})

it('the types compile with the oldest and the newest TypeScript without skipLibCheck', async () => {
  const project = await Project.create({ type: 'module' })
  await project.install('@types/node@20')
  const names = [
    'gatecast',
    'gatecast/nn',
    'gatecast/danfo',
    'gatecast/datasets',
    'gatecast/files',
    'gatecast/jobs',
    'gatecast/native',
  ]
  await project.write({
    'all.ts': names
      .map((name, i) => `import * as m${i} from '${name}'\nexport const k${i} = Object.keys(m${i})`)
      .join('\n'),
    'quickstart.ts': await quickstart(),
  })
  for (const compiler of [
    join(root, 'node_modules/typescript'),
    await fetched('typescript@5.9'),
    await fetched('typescript@5.4'),
  ])
    for (const [module, moduleResolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ]) {
      const options = { module, moduleResolution, target: 'es2023', lib: ['es2023', 'esnext.disposable', 'dom'] }
      const compilerOptions = { ...options, strict: true, skipLibCheck: false, noEmit: true, types: ['node'] }
      await project.write({ 'tsconfig.json': JSON.stringify({ compilerOptions }) })
      const { stdout } = await project.run('node', join(compiler, 'bin/tsc'))
      expect(stdout, `${compiler}, ${module}`).toBe('')
    }
})
