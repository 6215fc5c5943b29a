// Ways to use the installed package on Node.

import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { writeSales } from '../e2e/sales.ts'
import { Project } from './project.ts'

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
