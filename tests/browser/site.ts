import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const dist = fileURLToPath(new URL('../../docs/.vitepress/dist', import.meta.url))

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
}

/** Addresses of all pages as links have them, without `.html`. */
export function pagesOfSite(): string[] {
  if (!existsSync(dist)) throw new Error('Expected the site in docs/.vitepress/dist. Run npm run docs first')
  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' })
  const pages = files.filter((file) => file.endsWith('.html') && file !== '404.html')
  return pages.map((file) => `/${file.replace(/(^|(?<=\/))index\.html$|\.html$/, '')}`)
}

/** Serves the site. */
export const serveSite = (): Promise<{ origin: string; close(): void }> => serve(dist)

/** Serves a folder like a host with clean addresses, which finds `page.html` for `page`. */
export async function serve(folder: string): Promise<{ origin: string; close(): void }> {
  const server = createServer(({ url = '/' }, response) => {
    const path = join(folder, decodeURIComponent(new URL(url, 'http://site').pathname))
    const candidates = [path, join(path, 'index.html'), `${path}.html`]
    const file = candidates.find((name) => existsSync(name) && statSync(name).isFile())
    response.writeHead(file ? 200 : 404, { 'content-type': types[extname(file ?? '')] ?? 'text/plain' })
    response.end(file && readFileSync(file))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { origin: `http://127.0.0.1:${port}`, close: () => server.close() }
}
