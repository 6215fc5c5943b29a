import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export interface Watched {
  page: Page
  /** Everything that must not happen on a page of ours; a test expects an empty list. */
  trouble: string[]
  /**
   * Shows another address on the same page, which takes a quarter of the time of a new one, and forgets earlier trouble.
   *
   * @param own - the beginning of the addresses that the page may ask for; default the page alone
   */
  visit(url: string, own?: string): Promise<void>
}

/**
 * Makes a page that collects its errors, warnings and dialogs, what its content security policy blocks, failed answers,
 * and requests for anything that it may not ask for.
 */
export async function watchedPage(browser: Browser, options: BrowserContextOptions = {}): Promise<Watched> {
  // Smooth scrolling would let each click wait for a second until its target stands still.
  const page = await (await browser.newContext({ reducedMotion: 'reduce', ...options })).newPage()
  const trouble: string[] = []
  let allowed = ''
  page.on('console', (message) => trouble.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => trouble.push(`${error}`))
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`)
    // Until it is closed, the page stands still and the test would only time out.
    void dialog.dismiss()
  })
  page.on('response', (response) => response.status() >= 400 && trouble.push(`${response.status()}: ${response.url()}`))
  page.on('request', (request) => request.url().startsWith(allowed) || trouble.push(`request: ${request.url()}`))
  // The browser writes most violations to the console, but not each of them.
  await page.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
    console.error('violation of ' + event.violatedDirective + ': ' + event.blockedURI + ' ' + event.sample))`)
  const visit = async (url: string, own = url): Promise<void> => {
    trouble.length = 0
    allowed = own
    await page.goto(url, { waitUntil: own === url ? 'load' : 'networkidle' })
  }
  return { page, trouble, visit }
}

/**
 * Opens an address on a page of its own that is watched.
 *
 * @param own - the beginning of the addresses that the page may ask for; default the page alone
 */
export async function openWatched(
  browser: Browser,
  url: string,
  { own = url, ...options }: BrowserContextOptions & { own?: string } = {},
): Promise<Watched> {
  const watched = await watchedPage(browser, options)
  await watched.visit(url, own)
  return watched
}
