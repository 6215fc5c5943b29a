// Opens every page of the site that `npm run docs` has built, on a screen as narrow as a phone's.

import type { Browser, BrowserContextOptions } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from './chromium.ts'
import { pagesOfSite, serveSite } from './site.ts'
import { openWatched, type Watched, watchedPage } from './watched.ts'

/** The first search loads the index of the whole site. */
const searched = { timeout: 10_000 }

let site: Awaited<ReturnType<typeof serveSite>>
let browser: Browser
let onPhone: Watched
beforeAll(async () => {
  site = await serveSite()
  browser = await launchChromium()
  onPhone = await watchedPage(browser, { viewport: { width: 390, height: 844 } })
})
afterAll(async () => {
  await browser?.close()
  site?.close()
})

const open = (path: string, options: BrowserContextOptions): Promise<Watched> =>
  openWatched(browser, site.origin + path, { own: site.origin, ...options })

describe('the site', () => {
  it.each(pagesOfSite())('has the page %s, with a title, pictures and room on a phone', async (path) => {
    const { page, trouble } = onPhone
    await onPhone.visit(site.origin + path, site.origin)
    expect(await page.title()).toContain('gatecast')
    expect(await page.locator('h1').count()).toBe(1)
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390)
    // Lazy pictures load only when they are in view.
    for (const picture of await page.locator('main img, .VPHero img').all()) {
      await picture.scrollIntoViewIfNeeded()
      await expect.poll(() => picture.evaluate((img) => img.naturalWidth)).toBeGreaterThan(0)
    }
    expect(trouble).toEqual([])
  })

  it('has no link to a heading or name that does not exist', async () => {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage()
    const ids = new Map<string, Set<string>>()
    const links: { from: string; path: string; id: string }[] = []
    for (const from of pagesOfSite()) {
      await page.goto(site.origin + from)
      ids.set(from, new Set(await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => id))))
      const urls = await page.locator('main a, .VPHero a').evaluateAll((all) => all.map((a) => a.href))
      for (const { origin, pathname, hash } of urls.map((url) => new URL(url)))
        if (origin === site.origin) links.push({ from, path: pathname, id: decodeURIComponent(hash.slice(1)) })
    }
    expect(links.length).toBeGreaterThan(1000)
    const dead = links.filter(({ path, id }) => !ids.has(path) || (id && !ids.get(path)?.has(id)))
    expect(dead).toEqual([])
  })

  it('finds what is searched for', async () => {
    const { page, trouble } = await open('/', { viewport: { width: 1280, height: 800 } })
    await page.keyboard.press('Control+k')
    await page.locator('.search-input').fill('pinball')
    const found = page.locator('.VPLocalSearchBox .result')
    await expect.poll(() => found.count(), searched).toBeGreaterThan(1)
    await found.first().click()
    await expect.poll(() => page.locator('main').textContent()).toMatch(/pinball/i)
    expect(trouble).toEqual([])
  })

  it('is dark if the system is dark, pictures included', async () => {
    const { page, trouble } = await open('/', { colorScheme: 'dark', viewport: { width: 1280, height: 800 } })
    const ground = () => page.evaluate('getComputedStyle(document.body).backgroundColor')
    expect(await ground()).toBe('rgb(27, 27, 31)')
    const picture = page.locator('.home-chart')
    const dark = await picture.screenshot()
    await page.locator('.VPSwitchAppearance').first().click()
    await expect.poll(ground).toBe('rgb(255, 255, 255)')
    await expect.poll(async () => (await picture.screenshot()).equals(dark)).toBe(false)
    expect(trouble).toEqual([])
  })
})
