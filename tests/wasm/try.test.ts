// The page that forecasts a file in the tab, on the site that `npm run docs` has built after `npm run build:wasm`.

import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from '../browser/chromium.ts'
import { serveSite } from '../browser/site.ts'
import { openWatched } from '../browser/watched.ts'

let site: Awaited<ReturnType<typeof serveSite>>
let browser: Browser
beforeAll(async () => {
  site = await serveSite()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  site?.close()
})

const csv = (lines: readonly string[]) => ({
  name: 'visits.csv',
  mimeType: 'text/csv',
  buffer: Buffer.from(lines.join('\n')),
})

const visits = Array.from({ length: 1000 }, (_, i) => {
  const date = new Date(Date.UTC(2023, 0, 1 + i)).toISOString().slice(0, 10)
  return `"${date}",${(200 + 40 * Math.sin((2 * Math.PI * i) / 7) + 12 * Math.sin(i * i)).toFixed(2)},"fair, or rain"`
})

describe('the page that forecasts a file', () => {
  it('forecasts 1,000 rows by ets and gru, and asks for files of the site only', async () => {
    const { page, trouble } = await openWatched(browser, `${site.origin}/try`, { own: site.origin })
    await page.locator('.try input[type=file]').setInputFiles(csv(['date,visits,weather', ...visits]))
    expect(await page.locator('.try option').allInnerTexts()).toEqual(['visits'])
    await page.locator('.try-start').click()
    await page.locator('.try tbody tr:nth-child(2)').waitFor({ timeout: 150_000 })
    expect(await page.locator('.try tbody th').allInnerTexts()).toEqual(['ets', 'gru'])
    for (const mase of await page.locator('.try tbody td:nth-child(2)').allInnerTexts())
      expect(Number(mase)).toBeLessThan(1)
    expect(await page.locator('.try svg').count()).toBe(2)
    expect(await page.locator('.try-forecast').first().getAttribute('d')).not.toContain('NaN')
    expect(trouble).toEqual([])
    await page.context().close()
  })

  it('says why it cannot forecast a file', async () => {
    const { page, trouble } = await openWatched(browser, `${site.origin}/try`, { own: site.origin })
    const file = page.locator('.try input[type=file]')
    const alert = page.locator('[role=alert]')
    await file.setInputFiles(csv(['name,visits', 'a,1', 'b,2']))
    expect(await alert.innerText()).toBe('Expected a column of dates such as 2026-01-31, got none')
    await file.setInputFiles(csv(['date,visits', '2026-01-01,1', '2026-01-01,2']))
    await page.locator('.try-start').click()
    await alert.waitFor()
    expect(await alert.innerText()).toMatch(/^Expected .*2026-01-01/)
    expect(trouble).toEqual([])
    await page.context().close()
  })
})
