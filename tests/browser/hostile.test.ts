// Names that come with the data of a stranger, in every place of a report and of a chart that shows a name.

import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Backtest, type Forecast, seasonalNaive, theta } from '../../src/forecast/index.ts'
import { chart, report } from '../../src/report/index.ts'
import { type Panel, panelFromSeries } from '../../src/series/index.ts'
import { history } from '../report/sample.ts'
import { launchChromium } from './chromium.ts'
import { openWatched, type Watched, watchedPage } from './watched.ts'

/** Each would set `window.ran`, open a dialog or ask the network, or breaks the text around it. */
const names: Readonly<Record<string, string>> = {
  'a script': '<script>window.ran = 1</script>',
  'an end of the script': '</script><script>window.ran = 1</script>',
  'an end of the title': '</title></head><body onload="window.ran = 1">',
  'an end of the style': '</style><script>alert(1)</script>',
  'a handler after a quotation mark': '"><img src=x onerror="window.ran = 1">',
  'a handler after an apostrophe': "'><svg onload='window.ran = 1'>",
  'a handler without a tag': '" onmouseover="window.ran = 1" x="',
  'an address that is code': 'javascript:window.ran=1',
  'a style that asks the network': '<p style="background:url(https://example.invalid/)">',
  'a comment': '<!--<script>-->',
  'an end of CDATA': ']]><script>window.ran = 1</script>',
  'a template of ECharts': '{a|{b}}{c} %s {{window.ran = 1}}',
  'a separator of lines': 'a\u2028window.ran = 1\u2029b\r\n\tc',
  'text from right to left': '\u202egpj.\u2066<b>\u2069\u202c \u05d0\u05d1',
  'ten thousand characters': 'w'.repeat(10_000),
  'ten thousand characters in words': 'wide '.repeat(2000),
  'a zero': 'before\0after',
  'control characters': '\u0001\u0008\u000b\u001b[31m\u007f\u0085',
  'half a pair': 'lone \ud800 half',
  'no character': 'not \uffff one',
  'a name of every object': '__proto__',
  'an empty name': ' ',
}
const all = Object.values(names)

let folder: string
let browser: Browser
let shown: Watched
let panel: Panel
let forecast: Forecast
let backtests: Record<string, Backtest>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  const values = (s: number, rows = 60) =>
    Array.from({ length: rows }, (_, t) => 40 + s + t + 9 * Math.sin((t * Math.PI) / 6 + s))
  panel = panelFromSeries(
    all.map((id, s) => ({
      id,
      start: '2015-01-01',
      values: values(s),
      known: { [all[0]]: values(1, 64) },
      observed: { [all[4]]: values(2) },
      static: { [all[10]]: all[s] },
    })),
    { frequency: 'MS', target: all[4] },
  )
  const options = { windows: 2, quantiles: [0.1, 0.9] }
  const naive = await seasonalNaive({ horizon: 4 }).backtest(panel, options)
  backtests = Object.fromEntries(all.map((name) => [name, naive]))
  const method = theta({ horizon: 4 })
  await method.fit(panel)
  forecast = await method.predict(panel, { quantiles: [0.1, 0.9], fitted: true })
  browser = await launchChromium()
  shown = await watchedPage(browser)
})
afterAll(async () => {
  await browser?.close()
  await rm(folder, { recursive: true })
})

const addressOf = (file: string): string => pathToFileURL(join(folder, file)).href
const open = (file: string, options = {}): Promise<Watched> => openWatched(browser, addressOf(file), options)

/** What only a name that became markup could have made, and what none of the names may do. */
async function expectOnlyText({ page, trouble }: Watched): Promise<void> {
  expect(
    await page.locator('img, iframe, object, [onmouseover], [onerror], [onload], a[href^="javascript"]').count(),
  ).toBe(0)
  expect(await page.evaluate('window.ran')).toBeUndefined()
  expect(await page.evaluate('Object.keys(Object.prototype)')).toEqual([])
  expect(trouble).toEqual([])
}

describe('a report with hostile names', () => {
  it('shows them as series, models, columns and target as text', async () => {
    await report({ forecast, backtest: backtests, panel }, { path: join(folder, 'names.html') })
    const watched = await open('names.html', { viewport: { width: 1100, height: 900 } })
    const { page } = watched
    for (const [i, name] of all.entries()) {
      await page.getByRole('combobox', { name: 'Series' }).selectOption({ index: i })
      await page.getByRole('combobox', { name: 'Model' }).selectOption({ index: i })
      expect(await page.locator('#fan-title').textContent()).toBe(name)
      await page.locator('[data-table="series"]').getByRole('searchbox').fill(name.slice(0, 30))
      await expectTips(page, ['[data-fan]'])
    }
    await expectTips(page, ['[data-chart="horizon"]', '[data-chart="worst"]'])
    await page.getByText('Numbers of this series').click()
    const colour = () =>
      page
        .locator('[data-fan] .tip i')
        .last()
        .evaluate((dot) => dot.style.background)
    expect(await colour()).not.toBe('')
    await expectOnlyText(watched)
    await page.context().close()
  })

  it.each(Object.entries(names))('shows %s in titles, failures, facts and legends as text', async (_, name) => {
    const run = {
      ...{ series: 30, seconds: 3, failed: 1 },
      failures: [{ series: name, reason: name, fallback: name }],
      facts: [[name, name] as const],
    }
    const epochs = history.epochs.map((epoch) => ({ ...epoch, validation: { [name]: 1 } }))
    await report(
      { fit: { seconds: 4, history: { ...history, epochs } }, run },
      { path: join(folder, 'title.html'), title: name },
    )
    await shown.visit(addressOf('title.html'))
    await expectTips(shown.page, ['[data-chart="loss"]'])
    expect(await shown.page.locator('[data-table="failures"] tbody th').textContent()).toBe(name)
    await expectOnlyText(shown)
  })

  it('stays as wide as a phone', async () => {
    const title = names['ten thousand characters']
    await report({ forecast, backtest: backtests, panel }, { path: join(folder, 'wide.html'), title })
    const watched = await open('wide.html', { viewport: { width: 390, height: 800 } })
    expect(await watched.page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    await expectOnlyText(watched)
    await watched.page.context().close()
  })
})

/** Moves the pointer over charts: ECharts makes a tooltip only then. */
async function expectTips(page: Page, charts: readonly string[]): Promise<void> {
  for (const place of charts) {
    await page.locator(place).hover({ position: { x: 200, y: 150 } })
    await expect.poll(() => page.locator(`${place} .tip`).count()).toBe(1)
  }
}

describe('a picture of a series with a hostile name', () => {
  it.each(Object.entries(names))('is well-formed and shows text: %s', async (_, name) => {
    const several = { [name]: forecast, other: forecast }
    for (const picture of [chart(forecast, name, { panel }), chart(several, name, { panel })]) {
      await writeFile(join(folder, 'chart.svg'), picture)
      await shown.visit(addressOf('chart.svg'))
      expect(await shown.page.locator('parsererror').count()).toBe(0)
      expect(await shown.page.locator('svg path').count()).toBeGreaterThan(5)
      await expectOnlyText(shown)
    }
  })
})
