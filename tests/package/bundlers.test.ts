// The recipes of docs/installing.md for bundlers, each as the page gives it. A bundle runs in a folder without
// node_modules and holds no path of the machine that made it.

import { existsSync } from 'node:fs'
import { cp, readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { commands, needs, recipe } from './page.ts'
import { Project, root } from './project.ts'

const entry = `import { ets, gru, loadForecaster } from 'gatecast'
  import { generatePanel } from 'gatecast/datasets'
  async function main() {
    const panel = generatePanel({ series: 20, rows: 200, promotions: 0 })
    const network = gru({ horizon: 3, hiddenSize: 4 })
    await network.fit(panel, { epochs: 1 })
    const model = ets({ horizon: 2 })
    await model.fit(panel)
    await model.save('ets.safetensors')
    const loaded = await loadForecaster('ets.safetensors')
    console.log((await network.predict(panel)).toRows().length, (await loaded.predict(panel)).toRows().length)
  }
  main()`

const outsideOfBundle = `import { airPassengers } from 'gatecast/datasets'
  airPassengers().then((panel) => console.log(panel.ids.length))`

let project: Project
let platforms: string[]

beforeAll(async () => {
  project = await Project.shared({ type: 'module', jest: { testMatch: ['**/*.test.mjs'] } })
  const rollup = ['rollup@4', '@rollup/plugin-node-resolve@16', '@rollup/plugin-commonjs@29']
  await project.install('esbuild@0.28', 'jest@30', 'node-loader@2', 'rolldown@1', 'vite@8', 'webpack@5', ...rollup)
  const names = ['addons.mjs', 'rolldown.config.mjs', 'rollup.config.mjs', 'vite.config.mjs', 'webpack.config.mjs']
  const recipes = await Promise.all(names.map(async (name) => [name, await recipe(name)]))
  await project.write({ 'app.mjs': entry, ...Object.fromEntries(recipes) })

  const { exports } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'))
  const addons = Object.values<string>(exports).filter((place) => place?.endsWith?.('.node'))
  platforms = addons.map((place) => place.split('/')[2])
  // Empty files stand for the platforms that GATECAST_TARGETS leaves out: a bundler copies the files and reads none.
  const missing = addons.filter((place) => !existsSync(join(project.folder, 'node_modules/gatecast', place)))
  if (process.env.GATECAST_TARGETS)
    await project.write(Object.fromEntries(missing.map((place) => [join('node_modules/gatecast', place), ''])))
  return () => project.remove()
})

/** The configuration of a recipe, changed as the page says for CommonJS, with a folder of its own. */
async function configuration(bundler: string, format: string): Promise<string> {
  const name = `${bundler}-${format}.config.mjs`
  const code = (await recipe(`${bundler}.config.mjs`)).replaceAll(`out-${bundler}`, `out-${bundler}-${format}`)
  const asCommonJs = code.replace("format: 'es'", "format: 'cjs'").replace(/(FileNames: '[^']*)\.mjs/g, '$1.cjs')
  await project.write({ [name]: format === 'cjs' ? asCommonJs : code })
  return name
}

async function expectToRun(out: string, app: string): Promise<void> {
  const elsewhere = await Project.create()
  await cp(join(project.folder, out), elsewhere.folder, { recursive: true })
  for (const name of (await readdir(elsewhere.folder)).filter((one) => /\.[cm]?js$/.test(one)))
    expect(await readFile(join(elsewhere.folder, name), 'utf8'), name).not.toContain(project.folder)
  expect((await elsewhere.run('node', app)).stdout).toBe('60 40\n')
}

const addonsIn = async (out: string): Promise<string[]> =>
  (await readdir(join(project.folder, out))).filter((name) => name.endsWith('.node'))

describe('a bundle runs in another folder', () => {
  it('by esbuild, as CommonJS and as ES module', async () => {
    await project.run('sh', '-ec', `PATH=node_modules/.bin:$PATH\n${await commands('esbuild')}`)
    await expectToRun('out', 'app.cjs')
    await expectToRun('out', 'app.mjs')
  })

  it.each([
    ['cjs', {}],
    ['mjs', { experiments: { outputModule: true }, output: { module: true } }],
  ])('by webpack 5: .%s', async (extension, more) => {
    const output = { filename: `app.${extension}`, path: join(project.folder, `out-webpack-${extension}`) }
    await project.write({
      'build.mjs': `import webpack from 'webpack'
        import config from './webpack.config.mjs'
        const { output, ...more } = ${JSON.stringify(more)}
        const ours = { ...config, ...more, output: { ...config.output, ...output, ...${JSON.stringify(output)} } }
        webpack(ours, (error, stats) => {
          if (error || stats.hasErrors()) throw error ?? new Error(stats.toString())
        })`,
    })
    await project.run('node', 'build.mjs')
    await expectToRun(`out-webpack-${extension}`, `app.${extension}`)
  })

  it.each(['es', 'cjs'].flatMap((format) => ['rollup', 'rolldown', 'vite'].map((bundler) => [bundler, format])))(
    'by %s, format %s',
    async (bundler, format) => {
      const build = bundler === 'vite' ? ['build'] : []
      const config = await configuration(bundler, format)
      await project.run('node', `node_modules/.bin/${bundler}`, ...build, '--config', config)
      const out = `out-${bundler}-${format}`
      expect(await addonsIn(out)).toHaveLength(platforms.length)
      await expectToRun(out, format === 'cjs' ? 'app.cjs' : 'app.mjs')
    },
  )
})

it('a bundle leaves out the platforms that are external', async () => {
  const others = platforms.filter((name) => !name.startsWith(`${process.platform}-${process.arch}`))
  const flags = ['--bundle', '--platform=node', '--loader:.node=copy', '--outfile=out-one/app.cjs']
  const external = others.map((name) => `--external:gatecast/${name}`)
  await project.run('node_modules/.bin/esbuild', 'app.mjs', ...flags, ...external)
  expect((await addonsIn('out-one')).length).toBeLessThanOrEqual(platforms.length - others.length)
  await expectToRun('out-one', 'app.cjs')
})

it('a bundle beside the package reads the files of the package', async () => {
  await project.write({ 'files.mjs': outsideOfBundle })
  const flags = ['--bundle', '--platform=node', '--external:gatecast', '--outfile=out-files.cjs']
  await project.run('node_modules/.bin/esbuild', 'files.mjs', ...flags)
  expect((await project.run('node', 'out-files.cjs')).stdout).toBe('1\n')
})

it('the package runs in jest, and takes dates and typed arrays of its realm', async () => {
  await project.write({
    'realm.test.mjs': `import { ets, gru, panelFromColumns } from 'gatecast'
      import { airPassengers } from 'gatecast/datasets'
      test('a forecast', async () => {
        const date = Array.from({ length: 60 }, (_, t) => new Date(Date.UTC(2024, 0, 1 + t)))
        const panel = panelFromColumns({ date, y: Float64Array.from(date, (_, t) => t % 7) }, { time: 'date', target: 'y' })
        const model = gru({ horizon: 2, hiddenSize: 4 })
        await model.fit(panel, { epochs: 1 })
        expect((await model.predict(panel)).toRows()).toHaveLength(2)
      })
      test('a local method', async () => {
        const model = ets({ horizon: 3 })
        const panel = await airPassengers()
        await model.fit(panel)
        expect((await model.predict(panel)).toRows()).toHaveLength(3)
      })`,
  })
  const [, command] = /`node ([^`]+)`/.exec(await needs('jest')) as RegExpExecArray
  const { stderr } = await project.run('node', ...command.split(' '))
  expect(stderr).toContain('2 passed, 2 total')
})
