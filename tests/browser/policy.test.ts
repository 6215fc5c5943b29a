// The content security policies of reports and of the site, and that a page with a violation fails a test.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { report } from '../../src/report/index.ts'
import { history } from '../report/sample.ts'
import { launchChromium } from './chromium.ts'
import { pagesOfSite, serveSite } from './site.ts'
import { openWatched } from './watched.ts'

let folder: string
let browser: Browser
let site: Awaited<ReturnType<typeof serveSite>>
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  await report(history, { path: join(folder, 'report.html') })
  site = await serveSite()
  browser = await launchChromium()
})
afterAll(async () => {
  await browser?.close()
  site?.close()
  await rm(folder, { recursive: true })
})

/** The directives of the policy of a document, by name. */
function policyOf(document: string): Map<string, string> {
  const [, content] = /<meta http-equiv="Content-Security-Policy" content="([^"]*)">/.exec(document) ?? []
  const text = (content ?? '').replaceAll('&#39;', "'")
  return new Map(
    text.split(';').map((part) => {
      const [name, ...sources] = part.trim().split(' ')
      return [name, sources.join(' ')]
    }),
  )
}

/** Opens the report with one more piece of markup at the start of its body. */
async function reportWith(markup: string): Promise<string[]> {
  const text = await readFile(join(folder, 'report.html'), 'utf8')
  await writeFile(join(folder, 'changed.html'), text.replace('<body>', `<body>${markup}`))
  const { page, trouble } = await openWatched(browser, pathToFileURL(join(folder, 'changed.html')).href)
  expect(await page.evaluate('window.ran')).toBeUndefined()
  await page.context().close()
  return trouble
}

describe('the policy of a report', () => {
  it('allows the scripts and the style of the page by their hashes, and nothing else', async () => {
    const policy = policyOf(await readFile(join(folder, 'report.html'), 'utf8'))
    expect([...policy.keys()]).toEqual(['default-src', 'script-src', 'style-src', 'base-uri', 'form-action'])
    for (const name of ['default-src', 'base-uri', 'form-action']) expect(policy.get(name)).toBe("'none'")
    expect(policy.get('script-src')).toMatch(/^('sha256-[\w+/]{43}=' ?){2}$/)
    expect(policy.get('style-src')).toMatch(/^'sha256-[\w+/]{43}='$/)
  })

  it.each([
    ['a script', '<script>window.ran = 1</script>', 'script-src-elem: inline'],
    ['a handler', '<img src="data:," onerror="window.ran = 1">', 'script-src-attr: inline'],
    ['a style element', '<style>h1 { color: red }</style>', 'style-src-elem: inline'],
    ['a style attribute', '<p style="color:red">', 'style-src-attr: inline'],
    ['a picture', '<img src="https://example.invalid/pixel.png">', 'img-src: https://example.invalid'],
    ['a frame', '<iframe src="https://example.invalid/"></iframe>', 'frame-src: https://example.invalid'],
    ['another base of links', '<base href="https://example.invalid/">', 'base-uri: https://example.invalid'],
  ])('blocks %s that escaping missed, and the test of a page sees that', async (_, markup, violation) => {
    expect((await reportWith(markup)).join('\n')).toContain(`violation of ${violation}`)
  })

  it('has nothing to block in the page as it is', async () => {
    expect(await reportWith('')).toEqual([])
  })
})

describe('the policy of the site', () => {
  it.each([...pagesOfSite(), '/404'])('is strict, and stands before all that it rules: %s', async (path) => {
    const text = await (await fetch(site.origin + path)).text()
    const policy = policyOf(text)
    expect(policy.get('default-src')).toBe("'self'")
    expect(policy.get('script-src')).toMatch(/^'self'( 'sha256-[\w+/]{43}=')+$/)
    expect(policy.get('img-src')).toBe("'self' data:")
    for (const name of ['object-src', 'base-uri', 'form-action']) expect(policy.get(name)).toBe("'none'")
    expect(policy.size).toBe(6)
    const head = text.slice(0, text.indexOf('Content-Security-Policy'))
    expect(head).not.toMatch(/<(script|link|style)/)
    expect(text).not.toMatch(/<[^>]* style=/)
  })

  it('has no address of another host in what the pages load', async () => {
    const loaded = /<(?:script|img|iframe|link)\b[^>]*?(?:src|href)="(?:https?:)?\/\/[^"]*"/g
    for (const path of pagesOfSite())
      expect((await (await fetch(site.origin + path)).text()).match(loaded) ?? [], path).toEqual([])
  })
})
