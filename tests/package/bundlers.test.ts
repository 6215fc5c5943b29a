// The recipes of docs/installing.md for bundlers, each as the page gives it. A bundle runs in a folder without
// node_modules and holds no path of the machine that made it.

import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Project, root } from './project.ts'

const entry = `import { ets, gru, loadForecaster } from 'gatecast'
  import { generatePanel } from 'gatecast/datasets'
  async function main() {
    const panel = generatePanel({ series: 20, rows: 200, promotions: 0 })
    const network = gru({ horizon: 3, hiddenSize: 4 })
    await network.fit(panel, { epochs: 1 })
    const model = ets({ horizon: 2 })
    await model.save('ets.safetensors')
    const loaded = await loadForecaster('ets.safetensors')
    console.log((await network.predict(panel)).toRows().length, (await loaded.predict(panel)).toRows().length)
  }
  main()`

/** The file of a recipe in docs/installing.md: a block of code whose first line is its name. */
async function recipe(name: string): Promise<string> {
  const page = await readFile(join(root, 'docs/installing.md'), 'utf8')
  const code = new RegExp(`^\`\`\`js\\n// ${name.replace('.', '\\.')}\\n(.*?)^\`\`\``, 'ms').exec(page)?.[1]
  if (code === undefined)
    throw new Error(`Expected docs/installing.md to have a block of js that begins with // ${name}`)
  return code
}

async function expectToRun(folder: string, out: string): Promise<void> {
  const elsewhere = await Project.create()
  await cp(join(folder, out), elsewhere.folder, { recursive: true })
  const files = await readdir(elsewhere.folder)
  for (const name of files.filter((one) => /\.[cm]?js$/.test(one)))
    expect(await readFile(join(elsewhere.folder, name), 'utf8'), name).not.toContain(folder)
  const app = files.find((name) => name.startsWith('app.')) as string
  expect((await elsewhere.run('node', app)).stdout).toBe('60 40\n')
}

describe('a bundle runs in another folder', () => {
  it.each(['cjs', 'mjs'])('by webpack 5: .%s', async (extension) => {
    const project = await Project.create({ type: 'module' })
    await project.install('webpack@5', 'node-loader@2')
    await project.write({
      'app.mjs': entry,
      'webpack.config.mjs': (await recipe('webpack.config.mjs')).replaceAll('app.cjs', `app.${extension}`),
      'build.mjs': `import webpack from 'webpack'
        import config from './webpack.config.mjs'
        const esm = { experiments: { outputModule: true }, output: { ...config.output, module: true, chunkFormat: 'module' } }
        webpack({ ...config, context: process.cwd(), ...(${extension === 'mjs'} && esm) }, (error, stats) => {
          if (error || stats.hasErrors()) throw error ?? new Error(stats.toString())
        })`,
    })
    await project.run('node', 'build.mjs')
    await expectToRun(project.folder, 'out')
  })

  it('by rollup and by vite', async () => {
    const project = await Project.create({ type: 'module' })
    await project.install('rollup@4', '@rollup/plugin-node-resolve', '@rollup/plugin-commonjs', 'vite@8')
    await project.write({
      'app.mjs': entry,
      'addons.mjs': await recipe('addons.mjs'),
      'rollup.config.mjs': await recipe('rollup.config.mjs'),
      'vite.config.mjs': await recipe('vite.config.mjs'),
    })
    await project.run('node', 'node_modules/rollup/dist/bin/rollup', '-c')
    await expectToRun(project.folder, 'out-rollup')
    await project.run('node', 'node_modules/vite/bin/vite.js', 'build')
    await expectToRun(project.folder, 'out-vite')
  })
})

it('the package runs in jest, and takes dates and typed arrays of its realm', async () => {
  const project = await Project.create({ type: 'module', jest: { testMatch: ['**/*.test.mjs'] } })
  await project.install('jest@30')
  await project.write({
    'realm.test.mjs': `import { gru, panelFromColumns } from 'gatecast'
      test('a forecast', async () => {
        const date = Array.from({ length: 60 }, (_, t) => new Date(Date.UTC(2024, 0, 1 + t)))
        const panel = panelFromColumns({ date, y: Float64Array.from(date, (_, t) => t % 7) }, { time: 'date', target: 'y' })
        const model = gru({ horizon: 2, hiddenSize: 4 })
        await model.fit(panel, { epochs: 1 })
        expect((await model.predict(panel)).toRows()).toHaveLength(2)
      })`,
  })
  await project.run('node', '--experimental-vm-modules', 'node_modules/jest/bin/jest.js')
})
