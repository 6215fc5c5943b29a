// Yarn Plug'n'Play: packages stay in archives, there is no node_modules, and Yarn replaces node:fs.

import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, inject, it } from 'vitest'
import { writeSales } from '../e2e/sales.ts'
import { type Output, Project } from './project.ts'
import { fetched } from './runtimes.ts'

let project: Project
let yarn: (...args: readonly string[]) => Promise<Output>

beforeAll(async () => {
  const script = join(await fetched('@yarnpkg/cli-dist@4'), 'bin/yarn.js')
  project = await Project.shared({ type: 'module' })
  // Yarn fetches from where npm fetches: neither a mirror nor its certificate is known to it.
  const setting = async (name: string) => (await project.run('npm', 'config', 'get', name)).stdout.trim()
  const [registry, certificates] = [await setting('registry'), await setting('cafile')]
  const settings = {
    ...{ nodeLinker: 'pnp', globalFolder: './.yarn/global', enableTelemetry: false, npmRegistryServer: registry },
    ...(certificates !== 'null' && { httpsCaFilePath: certificates }),
  }
  // A lock file makes the folder a project of its own.
  await project.write({ '.yarnrc.yml': JSON.stringify(settings), 'yarn.lock': '' })
  await writeSales(project.folder)
  yarn = (...args) => project.run('node', script, ...args)
  await yarn('add', inject('tarball'))
  return () => project.remove()
})

it('Yarn unpacks the package, without settings and without node_modules', async () => {
  const unpacked = await readdir(join(project.folder, '.yarn/unplugged'))
  expect(unpacked.filter((name) => name.startsWith('gatecast-'))).toHaveLength(1)
  expect(existsSync(join(project.folder, 'node_modules'))).toBe(false)
  const manifest = JSON.parse(await readFile(join(project.folder, 'package.json'), 'utf8'))
  expect(Object.keys(manifest)).not.toContain('dependenciesMeta')
})

it('a program forecasts, saves models and reads files', async () => {
  await project.write({
    'main.mjs': `import { ets, gru, loadForecaster } from 'gatecast'
      import { airPassengers, generatePanel } from 'gatecast/datasets'
      import { Tables } from 'gatecast/files'
      const network = gru({ horizon: 3, hiddenSize: 4 })
      await network.fit(await airPassengers(), { epochs: 1 })
      await network.save('model.safetensors')
      const loaded = await loadForecaster('model.safetensors')
      // So many series are forecast by worker threads.
      const panel = generatePanel({ series: 40, rows: 200, promotions: 0 })
      const local = ets({ horizon: 2 })
      await local.fit(panel)
      const tables = await Tables.open()
      const sales = await tables.readPanel({ path: 'sales.csv' }, { series: 'store', time: 'date', target: 'sales' })
      await tables.close()
      const forecasts = [await loaded.predict(await airPassengers()), await local.predict(panel)]
      console.log(...forecasts.map((forecast) => forecast.toRows().length), sales.ids.join())`,
  })
  const { stdout } = await yarn('node', 'main.mjs')
  expect(stdout).toBe('3 80 harbour,north,south\n')
})

it('CommonJS requires the package', async () => {
  await project.write({
    'index.cjs': `console.log(typeof require('gatecast').gru, require('gatecast/native').cpuInfo().tier)`,
  })
  expect((await yarn('node', 'index.cjs')).stdout).toMatch(/^function \w+$/m)
})

it('the command forecasts a file', async () => {
  const flags = ['--time', 'date', '--target', 'sales', '--series', 'store', '--horizon', '28', '--model', 'theta']
  await yarn('gatecast', 'forecast', 'sales.csv', ...flags, '--out', 'forecast.csv', '--report', 'report.html')
  const lines = (await readFile(join(project.folder, 'forecast.csv'), 'utf8')).trim().split('\n')
  expect(lines).toHaveLength(1 + 3 * 28)
  expect(existsSync(join(project.folder, 'report.html'))).toBe(true)
})
