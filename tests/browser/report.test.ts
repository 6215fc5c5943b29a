// Opens reports in headless Chromium.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { naive } from '../../src/forecast/index.ts'
import { palettes } from '../../src/report/charts/theme.ts'
import { chart, report } from '../../src/report/index.ts'
import { history, hostile, type Sample, sample } from '../report/sample.ts'
import { launchChromium } from './chromium.ts'
import { openWatched, type Watched } from './watched.ts'

let folder: string
let browser: Browser
let made: Sample
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  made = await sample()
  await report({ ...made, fit: { seconds: 4, history } }, { path: join(folder, 'all.html'), title: hostile[0] })
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true })
})

const open = (file: string, options: BrowserContextOptions = {}): Promise<Watched> =>
  openWatched(browser, pathToFileURL(join(folder, file)).href, options)

/** The number of drawn shapes in each chart. */
const shapes = (page: Page): Promise<number[]> =>
  page.locator('.chart').evaluateAll((charts) => charts.map((chart) => chart.querySelectorAll('svg path').length))

const column = (page: Page, table: string, n: number): Promise<string[]> =>
  page.locator(`[data-table="${table}"] tbody tr > :nth-child(${n})`).allTextContents()

describe('a report in a browser', () => {
  it('draws every chart, without errors and without the network', async () => {
    const { page, trouble } = await open('all.html')
    const drawn = await shapes(page)
    expect(drawn).toHaveLength(10)
    for (const count of drawn) expect(count).toBeGreaterThan(5)
    expect(await page.title()).toBe(hostile[0])
    expect(trouble).toEqual([])
  })

  it('opens for each kind of contents', async () => {
    for (const what of [made.forecast, made.backtest.theta, history]) {
      await report(what, { path: join(folder, 'one.html') })
      const { page, trouble } = await open('one.html')
      expect(Math.min(...(await shapes(page)))).toBeGreaterThan(5)
      expect(trouble).toEqual([])
    }
  })

  it('shows the picked series', async () => {
    const { page, trouble } = await open('all.html')
    const fan = () => page.locator('[data-fan] svg').innerHTML()
    const title = page.locator('#fan-title')
    const first = await fan()
    await page.getByRole('combobox', { name: 'Series' }).selectOption('store 7')
    expect(await title.textContent()).toBe('store 7')
    await expect.poll(fan).not.toBe(first)
    await page.getByRole('button', { name: 'Next series' }).press('Enter')
    expect(await title.textContent()).toBe('store 8')
    await page.locator('[data-table="series"]').getByRole('button', { name: 'store 9' }).click()
    expect(await title.textContent()).toBe('store 9')
    await page.getByText('Numbers of this series').click()
    expect(await page.locator('[data-numbers] tr').first().textContent()).toMatch(/^Jun 2021Forecast .*95 % interval/)
    expect(trouble).toEqual([])
  })

  it('shows the residuals of the picked series', async () => {
    const forecast = await naive({ horizon: 6 }).predict(made.panel, { fitted: true })
    await report({ forecast, panel: made.panel }, { path: join(folder, 'fit.html') })
    const { page, trouble } = await open('fit.html')
    const drawn = () => page.locator('[data-chart="residuals"] svg').innerHTML()
    const first = await drawn()
    await page.getByRole('combobox', { name: 'Series' }).selectOption('store 7')
    await expect.poll(drawn).not.toBe(first)
    expect(await column(page, 'diagnostics', 1)).toContain('store 7')
    expect(trouble).toEqual([])
  })

  it('shows the numbers under the pointer, and ids as text', async () => {
    const { page, trouble } = await open('all.html')
    for (const id of hostile) {
      await page.getByRole('combobox', { name: 'Series' }).selectOption(id)
      await page.locator('[data-fan]').hover({ position: { x: 1040, y: 200 } })
      await expect.poll(() => page.locator('[data-fan] .tip').textContent()).toMatch(/Forecast.*80 % interval/)
    }
    await page.locator('[data-chart="horizon"]').hover({ position: { x: 300, y: 150 } })
    const tip = page.locator('[data-chart="horizon"] .tip')
    await expect.poll(() => tip.textContent()).toContain(hostile[0])
    expect(await page.locator('img, b[onmouseover]').count()).toBe(0)
    expect(trouble).toEqual([])
  })

  it('sorts, searches and turns the pages of tables', async () => {
    const { page, trouble } = await open('all.html')
    const table = page.locator('[data-table="series"]')
    const heading = table.getByRole('columnheader', { name: 'MASE', exact: true })
    const at = 1 + (await table.getByRole('columnheader').allTextContents()).indexOf('MASE')
    const numbers = async () => (await column(page, 'series', at)).map(Number)
    expect(await heading.getAttribute('aria-sort')).toBe('descending')
    const down = await numbers()
    expect(down).toEqual(down.toSorted((a, b) => b - a))
    await heading.getByRole('button').click()
    expect(await heading.getAttribute('aria-sort')).toBe('ascending')
    const up = await numbers()
    expect(up).toEqual(up.toSorted((a, b) => a - b))
    await table.getByRole('button', { name: 'Next rows' }).click()
    expect(await table.getByRole('status').textContent()).toBe('11 – 12 of 12')
    await table.getByRole('searchbox').fill('STORE 1')
    expect((await column(page, 'series', 1)).toSorted()).toEqual(['store 10', 'store 11'])
    expect(trouble).toEqual([])
  })

  it('shows the picked model in charts and tables', async () => {
    const { page, trouble } = await open('all.html')
    const state = async () => [
      await column(page, 'series', 3),
      await page.locator('[data-chart="coverage"] svg').innerHTML(),
    ]
    await page.getByRole('combobox', { name: 'Model' }).selectOption(hostile[0])
    const before = await state()
    await page.getByRole('combobox', { name: 'Model' }).selectOption('theta')
    await expect.poll(state).not.toEqual(before)
    const horizon = () => page.locator('[data-chart="horizon"] svg').innerHTML()
    const mase = await horizon()
    await page.getByRole('combobox', { name: 'Score' }).selectOption('RMSE')
    await expect.poll(horizon).not.toBe(mase)
    expect(trouble).toEqual([])
  })

  it('is light or dark as the system says, until the reader switches', async () => {
    const { page, trouble } = await open('all.html', { colorScheme: 'dark' })
    const line = () => page.locator('[data-fan] svg').innerHTML()
    const ground = () => page.evaluate('getComputedStyle(document.querySelector(".card")).backgroundColor')
    expect(await line()).toContain(palettes.dark.accent)
    expect(await ground()).toBe('rgb(21, 28, 38)')
    await page.locator('[data-theme-toggle]').click()
    await expect.poll(line).toContain(palettes.light.accent)
    expect(await ground()).toBe('rgb(255, 255, 255)')
    expect(trouble).toEqual([])
  })

  it('fits the width of a phone', async () => {
    const { page, trouble } = await open('all.html', { viewport: { width: 360, height: 740 }, isMobile: true })
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360)
    const widths = await page.locator('.chart svg').evaluateAll((charts) => charts.map((svg) => svg.clientWidth))
    for (const width of widths) expect(width).toBeLessThan(340)
    const bars = await page
      .locator(`[data-chart="worst"] svg path[fill="${palettes.light.lines[1]}"]`)
      .evaluateAll((paths) => paths.map((path) => path.getBoundingClientRect().width))
    expect(Math.max(...bars)).toBeGreaterThan(90)
    expect(trouble).toEqual([])
  })
})

describe('a picture of one series in a browser', () => {
  it('is well-formed SVG', async () => {
    for (const id of ['store 7', ...hostile]) {
      await writeFile(join(folder, 'chart.svg'), chart(made.forecast, id, { panel: made.panel }))
      const { page, trouble } = await open('chart.svg')
      expect(await page.locator('parsererror').count()).toBe(0)
      expect(await page.locator('svg path').count()).toBeGreaterThan(10)
      expect(trouble).toEqual([])
    }
  })
})
