import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

export interface Watched {
  page: Page
  /** Everything that must not happen on a page of ours; a test expects an empty list. */
  trouble: string[]
}

/**
 * Opens a page and collects its errors, warnings and dialogs, what its content security policy blocks, failed answers,
 * and requests for anything but `own`.
 *
 * @param own - the beginning of the addresses that the page may ask for; default the page alone
 */
export async function openWatched(
  browser: Browser,
  url: string,
  { own = url, ...options }: BrowserContextOptions & { own?: string } = {},
): Promise<Watched> {
  const page = await (await browser.newContext(options)).newPage()
  const trouble: string[] = []
  page.on('console', (message) => trouble.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => trouble.push(`${error}`))
  page.on('dialog', (dialog) => {
    trouble.push(`dialog: ${dialog.message()}`)
    // Until it is closed, the page stands still and the test would only time out.
    void dialog.dismiss()
  })
  page.on('response', (response) => response.status() >= 400 && trouble.push(`${response.status()}: ${response.url()}`))
  page.on('request', (request) => request.url().startsWith(own) || trouble.push(`request: ${request.url()}`))
  // The browser writes most violations to the console, but not each of them.
  await page.addInitScript(`addEventListener('securitypolicyviolation', (event) =>
    console.error('violation of ' + event.violatedDirective + ': ' + event.blockedURI + ' ' + event.sample))`)
  await page.goto(url, { waitUntil: own === url ? 'load' : 'networkidle' })
  return { page, trouble }
}
