// Texts that newcomers type into the search of the site, and the sections that answer them.

import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchChromium } from './chromium.ts'
import { serveSite } from './site.ts'

/** The addresses that answer a search; one of them must be the first or the second hit. */
type Searches = Readonly<Record<string, readonly string[]>>

const newcomers: Searches = {
  'context length': ['/guide/choose-a-model#how-long-should-the-context-be'],
  covariates: ['/guide/choose-a-model#covariates', '/cli#covariates'],
  'covariates command line': ['/cli#covariates'],
  'http server': ['/guide/serve#http-server'],
  cron: ['/guide/schedule#cron'],
  queue: ['/scaling#queue'],
  docker: ['/guide/serve#docker'],
  lambda: ['/guide/serve#aws-lambda-and-google-cloud-run'],
  drift: ['/guide/drift', '/guide/schedule#drift'],
  'explain a forecast': ['/guide/inspect-networks#explain-a-forecast'],
  memory: ['/guide/performance#memory'],
  'several seasons': ['/guide/choose-a-model#several-seasons'],
  'counts and zeros': ['/guide/choose-a-model#counts-and-zeros'],
  'negative forecasts': ['/guide/choose-a-model#negative-forecasts'],
  'daylight saving time': ['/guide/prepare-data#time-zones-and-daylight-saving-time'],
  holidays: ['/guide/prepare-data#holidays'],
  'missing values': ['/guide/prepare-data'],
  'prediction intervals': ['/guide/intervals'],
  'save a model': ['/guide/export#save-and-load-a-forecaster'],
  install: ['/installing', '/guide/start#install'],
}

/** The same in other words, and other questions. */
const others: Searches = {
  lookback: ['/guide/choose-a-model#how-long-should-the-context-be'],
  'exogenous variables': ['/guide/choose-a-model#covariates'],
  'multiple seasonality': ['/guide/choose-a-model#several-seasons'],
  'intermittent demand': ['/guide/choose-a-model#counts-and-zeros'],
  dst: ['/guide/prepare-data#time-zones-and-daylight-saving-time'],
  'time zone': ['/guide/prepare-data#time-zones-and-daylight-saving-time'],
  'out of memory': ['/guide/performance#memory'],
  'slow training': ['/guide/performance'],
  'cross validation': ['/guide/backtest'],
  'best model': ['/guide/choose-a-model'],
  'early stopping': ['/guide/choose-a-model#early-stopping'],
  multivariate: ['/guide/choose-a-model#several-targets'],
  'hierarchical forecasts': ['/guide/choose-a-model#forecasts-that-add-up'],
  'anomaly detection': ['/guide/anomalies'],
  streaming: ['/guide/live-data'],
  parquet: ['/tables'],
  postgres: ['/scaling'],
  retraining: ['/guide/schedule#retraining-and-promotion'],
  'cloud run': ['/guide/serve#aws-lambda-and-google-cloud-run'],
  'error codes': ['/errors'],
  gpu: ['/guide/when-not-to-use#you-have-a-gpu'],
  browser: ['/guide/browser'],
}

let site: Awaited<ReturnType<typeof serveSite>>
let browser: Browser
let page: Page
beforeAll(async () => {
  site = await serveSite()
  browser = await launchChromium()
  page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
  await page.goto(site.origin)
  await page.keyboard.press('Control+k')
  await page.locator('.search-input').waitFor()
}, 60_000)
afterAll(async () => {
  await browser?.close()
  site?.close()
})

/** The addresses of the first two hits. */
async function hitsOf(search: string): Promise<string[]> {
  const input = page.locator('.search-input')
  const hits = page.locator('.VPLocalSearchBox .result')
  // Without hits in between, those of the last search cannot be taken for those of this one.
  await input.fill('qqqqqqqq')
  await expect.poll(() => hits.count()).toBe(0)
  await input.fill(search)
  await expect.poll(() => hits.count()).toBeGreaterThan(0)
  const urls = await hits.evaluateAll((all) => all.slice(0, 2).map((hit) => hit.href))
  return urls.map((url) => url.slice(site.origin.length))
}

describe.each([
  ['a newcomer', newcomers],
  ['another one', others],
])('the search of %s', (_, searches) => {
  it.each(Object.entries(searches))(
    '%s finds the page that answers it as first or second hit',
    async (search, pages) => {
      const hits = await hitsOf(search)
      expect(hits).toSatisfy(([first, second = '']: string[]) =>
        pages.some((address) => first.startsWith(address) || second.startsWith(address)),
      )
    },
  )
})
