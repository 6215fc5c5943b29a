// Node's permission model, with the flags of docs/installing.md. Without one of them the test expects the error that
// the flag prevents, so the page asks for no flag in vain.

import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { writeSales } from '../e2e/sales.ts'
import { needs } from './page.ts'
import { type Output, Project } from './project.ts'
import { nodeOf } from './runtimes.ts'

let project: Project
beforeAll(async () => {
  project = await Project.shared({ type: 'module' }, await nodeOf(24))
  await project.install()
  for (const name of ['out', 'other']) await mkdir(join(project.folder, name))
  await writeSales(project.folder)
  await project.write({
    'app.mjs': `import { ets, gru, loadForecaster } from 'gatecast'
      import { generatePanel } from 'gatecast/datasets'
      const panel = generatePanel({ series: 40, rows: 200, promotions: 0 })
      const network = gru({ horizon: 3, hiddenSize: 4 })
      await network.fit(panel, { epochs: 1 })
      await network.save('out/model.safetensors')
      const loaded = await loadForecaster('out/model.safetensors')
      // So many series are forecast by worker threads where they are allowed.
      const local = ets({ horizon: 2 })
      await local.fit(panel)
      const forecasts = [await loaded.predict(panel), await local.predict(panel)]
      console.log(...forecasts.map((forecast) => forecast.toRows().length), JSON.stringify(forecasts[1].toRows()))`,
  })
  return () => project.remove()
})

const program = { '--allow-addons': '', '--allow-fs-read': 'node_modules,out', '--allow-fs-write': 'out' }

function run(flags: Readonly<Record<string, string>>, ...args: readonly string[]): Promise<Output> {
  const values = Object.entries(flags).flatMap(([flag, value]) =>
    value === '' ? [flag] : value.split(',').map((path) => `${flag}=${join(project.folder, path)}`),
  )
  return project.runIn(
    project.folder,
    { TMPDIR: join(project.folder, 'out') },
    'node',
    '--permission',
    ...values,
    ...args,
  )
}

const without = (flags: Readonly<Record<string, string>>, name: string) =>
  Object.fromEntries(Object.entries(flags).filter(([flag]) => flag !== name))

it('the page names the flags that are tested here, and no others', async () => {
  const named = (await needs("Node's permission model")).match(/--[a-z-]+/g)
  const tested = ['--permission', ...Object.keys(program), '--allow-child-process', '--allow-worker']
  expect(new Set(named)).toEqual(new Set(tested))
})

describe('a program', () => {
  it('forecasts and saves a file; worker threads change no number', async () => {
    const { stdout } = await run(program, 'app.mjs')
    expect(stdout).toMatch(/^120 80 \[/)
    expect((await run({ ...program, '--allow-worker': '' }, 'app.mjs')).stdout).toBe(stdout)
  })

  it.each([
    ['--allow-addons', /code: 'ERR_BINARY'/],
    ['--allow-fs-read', /ERR_ACCESS_DENIED/],
    ['--allow-fs-write', /code: 'ERR_FILE'/],
  ])('needs %s', async (flag, error) => {
    await expect(run(without(program, flag), 'app.mjs')).rejects.toThrow(error)
  })
})

describe('the command', () => {
  const flags = { ...program, '--allow-fs-read': '.', '--allow-child-process': '' }
  const forecast = (out: string) => [
    ...['node_modules/gatecast/dist/js/cli.js', 'forecast', 'sales.csv', '--time', 'date', '--target', 'sales'],
    ...['--series', 'store', '--horizon', '28', '--model', 'theta', '--out', out],
  ]

  it('forecasts a file', async () => {
    await run(flags, ...forecast('out/forecast.csv'))
    const lines = (await readFile(join(project.folder, 'out/forecast.csv'), 'utf8')).trim().split('\n')
    expect(lines).toHaveLength(1 + 3 * 28)
  })

  it('needs --allow-child-process', async () => {
    const denied = run(without(flags, '--allow-child-process'), ...forecast('out/denied.csv'))
    await expect(denied).rejects.toThrow('--allow-child-process')
  })

  it('needs the folder for temporary files', async () => {
    const denied = run({ ...flags, '--allow-fs-write': 'other' }, ...forecast('other/denied.csv'))
    await expect(denied).rejects.toThrow(/ERR_FILE: Expected to make a folder in .*, the folder for temporary files/)
  })
})
