import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { report } from '../../src/report/index.ts'
import type { PageData } from '../../src/report/page_data.ts'
import { type Sample, sample } from './sample.ts'

/** A folder and a sample for the tests of a file, and a function that writes a report there and reads it. */
export function useReports() {
  const used = { folder: '', made: {} as Sample }
  beforeAll(async () => {
    used.folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
    used.made = await sample()
  })
  afterAll(() => rm(used.folder, { recursive: true }))
  async function pageOf(...[what, options]: Parameters<typeof report>): Promise<{ text: string; data: PageData }> {
    const { path } = await report(what, { path: join(used.folder, 'page.html'), ...options })
    const text = await readFile(path, 'utf8')
    const json = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(text)?.[1] ?? ''
    return { text, data: JSON.parse(json) }
  }
  return { used, pageOf }
}
