// gatecast/wasm in a browser: the same results as those of the native addon, and requests for its own files only.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ets, gru, panelFromColumns } from '../../src/index.ts'
import * as nn from '../../src/nn/index.ts'
import { launchChromium } from '../browser/chromium.ts'
import { serve } from '../browser/site.ts'
import { openWatched } from '../browser/watched.ts'
import { root } from './paths.ts'

let host: Awaited<ReturnType<typeof serve>>
let browser: Browser
let page: Page
let trouble: string[]
beforeAll(async () => {
  host = await serve(root)
  browser = await launchChromium()
  ;({ page, trouble } = await openWatched(browser, `${host.origin}/tests/wasm/page.html`, { own: host.origin }))
})
afterAll(async () => {
  await browser?.close()
  host?.close()
})

const count = 120
const dates = Array.from({ length: count }, (_, i) => new Date(Date.UTC(2024, 0, 1 + i)).toISOString().slice(0, 10))
const values = dates.map((_, i) => 50 + 0.1 * i + 9 * Math.sin((2 * Math.PI * i) / 7) + 2 * Math.sin(i * i))
const options = { horizon: 7, context: 28, hiddenSize: 8, seed: 3 } as const

/** Runs the body of a function in the page, whose texts Vite leaves as they are. It has `given`. */
const inPage = (body: string, given: object = {}): Promise<never> =>
  page.evaluate(`(async (given) => { ${body} })(${JSON.stringify(given)})`)

const library = "await import('/dist/wasm/index.js')"

describe('gatecast/wasm in a browser', () => {
  it('runs the tier simd128 on one thread', async () => {
    const info = await inPage(`return (${library}).cpuInfo()`)
    expect(info).toMatchObject({ tier: 'simd128', tiers: ['simd128'], lanes: 4, threads: 1, bf16: null })
  })

  it('forecasts as the native addon does', async () => {
    const found: Record<'ets' | 'gru', number[]> = await inPage(
      `const { ets, gru, panelFromColumns } = ${library}
      const panel = panelFromColumns({ date: given.dates, y: given.values }, { time: 'date', target: 'y' })
      const network = gru(given.options)
      await network.fit(panel, { epochs: 3 })
      const local = await ets({ horizon: 7 }).predict(panel)
      return { gru: Array.from((await network.predict(panel)).mean), ets: Array.from(local.mean) }`,
      { dates, values, options },
    )
    const panel = panelFromColumns({ date: dates, y: values }, { time: 'date', target: 'y' })
    const network = gru(options)
    await network.fit(panel, { epochs: 3 })
    const largest = (name: 'ets' | 'gru', mean: Float64Array) =>
      Math.max(...found[name].map((value, i) => Math.abs(value - mean[i])))
    expect(largest('ets', (await ets({ horizon: 7 }).predict(panel)).mean)).toBeLessThan(1e-9)
    expect(largest('gru', (await network.predict(panel)).mean)).toBeLessThan(2e-3)
  })

  it('runs a layer of gatecast/wasm/nn', async () => {
    const data = Array.from({ length: 2 * 5 * 3 }, (_, i) => Math.sin(i))
    const found: number[] = await inPage(
      `const { Lstm, tensor } = await import('/dist/wasm/nn.js')
      const x = tensor(new Float32Array(given.data), [2, 5, 3])
      const { output } = await new Lstm({ inputSize: 3, hiddenSize: 4, seed: 7 }).predict(x)
      return Array.from(output.data)`,
      { data },
    )
    const x = nn.tensor(new Float32Array(data), [2, 5, 3])
    const { output } = await new nn.Lstm({ inputSize: 3, hiddenSize: 4, seed: 7 }).predict(x)
    expect(Math.max(...found.map((value, i) => Math.abs(value - output.data[i])))).toBeLessThan(1e-6)
  })

  it('refuses files by a GatecastError', async () => {
    const error = await inPage(`const { GatecastError, loadForecaster } = ${library}
      return loadForecaster('model.gc').catch((cause) => [cause instanceof GatecastError, cause.code, cause.message])`)
    expect(error).toEqual([true, 'ERR_FILE', expect.stringContaining('Expected a runtime with files')])
  })

  it('asks for its own files only', () => expect(trouble).toEqual([]))
})
