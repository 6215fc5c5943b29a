// The figures with controls on the pages of the learning path.

import type { Browser, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from './chromium.ts'
import { serveSite } from './site.ts'
import { openWatched } from './watched.ts'

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

let trouble: string[] = []
afterEach(() => expect(trouble).toEqual([]))

async function open(path: string, options: BrowserContextOptions = {}): Promise<Page> {
  const url = `${site.origin}/learn/${path}`
  const phone = { viewport: { width: 390, height: 844 }, own: site.origin }
  const watched = await openWatched(browser, url, { ...phone, ...options })
  trouble = watched.trouble
  return watched.page
}

/** Presses a key on an element. */
async function press(element: Locator, key: string): Promise<void> {
  await element.focus()
  await element.press(key)
}

describe('figures of the learning path', () => {
  const figures = ['05-vanishing-gradients', '07-lstm-gates', '08-gru-gates', '09-attention']

  it.each(figures)('are pictures without JavaScript: %s', async (path) => {
    const page = await open(path, { javaScriptEnabled: false })
    expect(await page.locator('.learn-picture img').count()).toBeGreaterThan(0)
    expect(await page.locator('.learn-figure').count()).toBe(0)
    await page.context().close()
  })

  it.each(figures)('follow the arrow keys, and fit on a phone: %s', async (path) => {
    const page = await open(path)
    const figure = page.locator('.learn-figure')
    const slider = figure.locator('input[type=range]')
    const before = await figure.innerText()
    await press(slider, 'ArrowRight')
    await expect.poll(() => figure.innerText()).not.toBe(before)
    await press(slider, 'ArrowLeft')
    await expect.poll(() => figure.innerText()).toBe(before)
    const [frame, charts] = await Promise.all([
      figure.boundingBox(),
      Promise.all((await figure.locator('svg').all()).map((chart) => chart.boundingBox())),
    ])
    for (const chart of charts)
      expect((chart?.x ?? 0) + (chart?.width ?? 0)).toBeLessThanOrEqual((frame?.x ?? 0) + (frame?.width ?? 0))
    await page.context().close()
  })

  it('shows the new cell as the old one times the forget gate, plus what the input gate lets in', async () => {
    const page = await open('07-lstm-gates')
    const text = (await page.locator('.learn-equation').innerText()).replaceAll('−', '-')
    const numbers = /= (-?[\d.]+) × (-?[\d.]+) \+ (-?[\d.]+) × (-?[\d.]+) = (-?[\d.]+)$/.exec(text)
    const [forget, old, input, candidate, cell] = (numbers ?? []).slice(1).map(Number)
    expect(Math.abs(forget * old + input * candidate - cell)).toBeLessThan(0.03)
    await page.context().close()
  })

  it('gives each query of the attention map shares of earlier keys only', async () => {
    const page = await open('09-attention')
    await page.locator('.learn-figure select').selectOption('2')
    await press(page.locator('.learn-figure input[type=range]'), 'Home')
    await expect.poll(() => page.locator('.learn-equation').innerText()).toMatch(/^Step 0 .* looks at step 0 .* 100 %$/)
    await page.context().close()
  })

  it('lead from page to page', async () => {
    const page = await open('', { viewport: { width: 1280, height: 900 } })
    expect(await page.locator('.VPNavBar a[href="/learn/"]').count()).toBeGreaterThan(0)
    const follow = async (link: 'next' | 'prev', number: string) => {
      // The address changes before the page does, and pictures that load late move the link, so that a click misses it.
      await page.locator(`.pager-link.${link}`).press('Enter')
      await page.locator('main h1', { hasText: new RegExp(`^${number} `) }).waitFor()
    }
    for (const next of ['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12'])
      await follow('next', next)
    await follow('prev', '11')
    await page.context().close()
  })
})
