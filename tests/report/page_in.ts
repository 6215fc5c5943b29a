import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { report } from '../../src/report/index.ts'
import type { PageData } from '../../src/report/page_data.ts'

/** Writes a report into a folder, and reads it. */
export async function pageIn(
  folder: string,
  ...[what, options]: Parameters<typeof report>
): Promise<{ text: string; data: PageData }> {
  const { path } = await report(what, { path: join(folder, 'page.html'), ...options })
  const text = await readFile(path, 'utf8')
  const json = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(text)?.[1] ?? ''
  return { text, data: JSON.parse(json) }
}
