// Retraining, promotion and drift of examples/retrain, as a scheduler calls the scripts.

import { execFile } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { loadForecaster, panelFromSeries } from 'gatecast'
import { listModels } from 'gatecast/jobs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { installRecipe } from './recipe.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const execute = promisify(execFile)
const day = 86_400_000
const start = Date.UTC(2024, 0, 1)
const dateOf = (step: number) => new Date(start + step * day).toISOString().slice(0, 10)

let folder: string
beforeEach(async () => {
  folder = await installRecipe('retrain')
})
afterEach(() => rm(folder, { recursive: true }))

/** Sales with a weekly season and some noise; from `change` on they are higher by half. */
const sale = (store: number, step: number, change: number): number =>
  (10 * (store + 2) + 8 * Math.sin((2 * Math.PI * step) / 7) + ((step * 31 + store * 17) % 13) / 3) *
  (step < change ? 1 : 1.5)

const stores = ['north', 'south', 'harbour']
const valuesOf = (store: number, days: number, change: number) =>
  Array.from({ length: days }, (_, step) => sale(store, step, change))

async function writeSales(days: number, change = Number.POSITIVE_INFINITY): Promise<void> {
  const rows = stores.flatMap((name, store) =>
    valuesOf(store, days, change).map((value, step) => `${name},${dateOf(step)},${value}`),
  )
  await writeFile(join(folder, 'sales.csv'), `store,date,sales\n${rows.join('\n')}\n`)
}

/** Replaces the model in the settings, as a user would. */
async function useModel(code: string): Promise<void> {
  const path = join(folder, 'settings.mjs')
  const text = await readFile(path, 'utf8')
  const changed = text
    .replace(/import \{ \w+ \} from 'gatecast'/, `import { ${/^\w+/.exec(code)?.[0]} } from 'gatecast'`)
    .replace(/newModel = .*/, `newModel = () => ${code}`)
  await writeFile(path, changed)
}

const run = (script: string, ...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> =>
  execute(process.execPath, [script, ...args], { cwd: folder }).then(
    (output) => ({ code: 0, ...output }),
    (error) => error,
  )

const production = async () =>
  (await listModels(join(folder, 'models'))).find(({ name }) => name === 'sales')?.aliases.production

describe('retrain.mjs', { timeout: 120_000 }, () => {
  it('trains the first model, and waits for enough new rows', async () => {
    await writeSales(150)
    expect((await run('retrain.mjs')).stdout).toMatch(/^promoted version 1: MASE \d+\.\d+ in 4 windows$/m)
    await writeSales(163)
    expect((await run('retrain.mjs')).stdout).toBe('kept version 1: 13 new rows, and a comparison needs 14\n')
  })

  it('promotes what is better in the new rows, keeps the way back, and keeps what is better than the new model', async () => {
    await useModel('naive({ horizon })')
    await writeSales(100)
    await run('retrain.mjs')
    await useModel('seasonalNaive({ horizon })')
    await writeSales(142)
    const { stdout } = await run('retrain.mjs')
    expect(stdout).toContain('promoted version 2')
    // The scores are those of the two methods, computed here by themselves.
    const scores = /MASE (\S+) against (\S+) of version 1 in 3 windows/.exec(stdout)?.slice(1)
    expect(scores).toEqual([meanError(142, 3, 7), meanError(142, 3, 1)])
    expect(await production()).toBe(2)

    const [command, ...args] = /the way back: (.+)/.exec(stdout)![1].split(' ')
    expect(command).toBe('gatecast')
    expect((await run(join(root, 'dist/js/cli.js'), ...args)).code).toBe(0)
    expect(await production()).toBe(1)
    await run(join(root, 'dist/js/cli.js'), 'promote', 'models', 'sales', '2')

    await useModel('naive({ horizon })')
    await writeSales(184)
    expect((await run('retrain.mjs')).stdout).toContain('kept version 2')
    expect(await production()).toBe(2)
  })

  it('gives the new model rows that the one in production has not seen', async () => {
    await useModel('gru({ horizon, hiddenSize: 8, context: 14 })')
    await writeSales(120)
    await run('retrain.mjs')
    // Sales rise by half after the training, so only a new training knows it.
    await writeSales(162, 120)
    const [, own, old] = /MASE (\S+) against (\S+) of/.exec((await run('retrain.mjs')).stdout) ?? []
    expect(Number(own)).not.toBe(Number(old))
  })
})

/** MASE of repeating the last `season` values, over the last windows of a week. */
function meanError(days: number, windows: number, season: number): string {
  const perStore = stores.map((_, store) => {
    const values = valuesOf(store, days, Number.POSITIVE_INFINITY)
    const errors = Array.from({ length: windows }, (_, window) => {
      const origin = days - (windows - window) * 7
      const past = values.slice(0, origin)
      const scale = mean(past.slice(7).map((value, i) => Math.abs(value - past[i])))
      return mean(
        values
          .slice(origin, origin + 7)
          .map((value, i) => Math.abs(value - past[origin - season + (i % season)]) / scale),
      )
    })
    return mean(errors)
  })
  return mean(perStore).toFixed(3)
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

describe('drift.mjs', { timeout: 120_000 }, () => {
  /** Forecasts of ten nights from day 100 on, as tables of the nightly job. */
  async function forecastNights(change: number): Promise<void> {
    await mkdir(join(folder, 'good'), { recursive: true })
    const model = await loadForecaster(join(folder, 'models/sales/1.safetensors'))
    for (let days = 101; days <= 110; days++) {
      const series = stores.map((id, store) => ({ id, start: dateOf(0), values: valuesOf(store, days, change) }))
      const forecast = await model.predict(panelFromSeries(series, { frequency: 'd' }))
      const rows = forecast.toRows()
      const lines = rows.map(({ series: id, time, mean, 'q0.1': low, 'q0.9': high }) =>
        [id, time, mean, low, high].join(),
      )
      await writeFile(join(folder, 'good', `${dateOf(days)}.csv`), `store,date,mean,q0.1,q0.9\n${lines.join('\n')}\n`)
    }
  }

  beforeEach(async () => {
    await useModel('theta({ horizon })')
    await writeSales(100)
    expect((await run('retrain.mjs')).code).toBe(0)
  })

  it('finds nothing while values are as before, and writes metrics', async () => {
    await mkdir(join(folder, 'good'))
    expect((await run('drift.mjs')).stdout).toContain('no value has come')
    await forecastNights(Number.POSITIVE_INFINITY)
    await writeSales(117)
    const { code, stdout } = await run('drift.mjs')
    expect(stdout).toMatch(/^10 forecasts of version 1: MASE \d/)
    expect(stdout).not.toContain('alarm')
    expect(code).toBe(0)
    expect(await readFile(join(folder, 'gatecast.prom'), 'utf8')).toMatch(
      /^gatecast_monitor_mase\{.*forecast="sales".*\} \d/m,
    )
  })

  it('ends with exit code 1 and names what moved if values change', async () => {
    await forecastNights(104)
    await writeSales(117, 104)
    const { code, stdout } = await run('drift.mjs')
    expect(code).toBe(1)
    expect(stdout).toMatch(/^alarm: error mase \d/m)
  })

  it('asks for a first training', async () => {
    await rm(join(folder, 'models'), { recursive: true })
    const { code, stderr } = await run('drift.mjs')
    expect(code).toBe(1)
    expect(stderr).toContain('retrain.mjs')
  })
})
