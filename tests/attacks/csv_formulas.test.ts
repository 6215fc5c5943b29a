// Ids, names and reasons that a spreadsheet would run as formulas when somebody opens an output.

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { restoreText, writeTable } from '../../src/files/index.ts'
import { escapeText } from '../../src/files/write/csv_formulas.ts'
import { jobSchema } from '../../src/jobs/index.ts'
import { run as runChild } from '../e2e/child.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))

const dangerous = ['=HYPERLINK("http://x","y")', '+1+1', '-2+3', '@SUM(1)', "=cmd|' /C calc'!A0", '\t=1', '\r=1']

describe('a text that begins as a formula', () => {
  it.for(dangerous)('%j gets a quote before it', (text) => {
    expect(escapeText(text)).toBe(`'${text}`)
  })

  it.for(['-5', '+3.5', '-1e-3', 'a=1', '', 'store 7', "'quoted"])('but %j stays', (text) => {
    expect(escapeText(text)).toBe(text)
  })

  it('is found again, whatever it is', () => {
    const signs = fc.constantFrom('=', '+', '-', '@', "'", '\t', '\r', '1', 'a', ' ')
    const texts = fc.oneof(
      fc.string(),
      fc.array(signs, { maxLength: 6 }).map((list) => list.join('')),
    )
    fc.assert(fc.property(texts, (text) => restoreText(escapeText(text)) === text))
    // Different texts stay different, so no two series become one.
    fc.assert(fc.property(texts, texts, (a, b) => (escapeText(a) === escapeText(b)) === (a === b)))
  })
})

describe('writeTable', () => {
  const columns = [
    { name: '=name', type: 'text' as const, values: ['=1+1', 'plain', null] },
    { name: 'n', type: 'number' as const, values: Float64Array.of(-1, 2, 3) },
  ]
  const written = async (name: string, options?: object) => {
    await writeTable(join(folder, name), columns, undefined, options)
    return readFile(join(folder, name), 'utf8')
  }

  it('escapes texts and names in CSV and TSV where it is asked to; numbers stay numbers', async () => {
    const text = "'=name,n\n'=1+1,-1\nplain,2\n,3\n"
    expect(await written('escaped.csv', { csvFormulas: 'escape' })).toBe(text)
    expect(await written('escaped.tsv', { csvFormulas: 'escape' })).toBe(text.replaceAll(',', '\t'))
    expect(await written('kept.csv')).toBe(text.replaceAll("'", ''))
  })

  it('never changes what JSON holds', async () => {
    expect(await written('kept.jsonl', { csvFormulas: 'escape' })).toContain('"=name":"=1+1"')
  })

  it('refuses another value', async () => {
    await expect(written('no.csv', { csvFormulas: 'remove' })).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })
})

describe('a job', () => {
  const source = async () => {
    const days = Array.from({ length: 20 }, (_, day) => new Date(Date.UTC(2024, 0, 1 + day)).toISOString().slice(0, 10))
    const lines = ['=A1', '@x', 'plain'].flatMap((id) => days.map((day, i) => `${id},${day},${i % 7}`))
    // The model cannot forecast a series without two values, so its id is in the file of errors.
    await writeFile(join(folder, 'sales.csv'), ['shop,day,sold', ...lines, '=bad,2024-01-01,1', ''].join('\n'))
    return join(folder, 'sales.csv')
  }
  const run = async (out: string, more: object) => {
    const job = { source: await source(), horizon: 2, model: { kind: 'seasonalNaive', season: 7 }, out, ...more }
    await runChild(`
      const { jobOf, reportFiles, runJob } = await import(${JSON.stringify(new URL('../../dist/js/jobs.js', import.meta.url))})
      await runJob(jobOf(${JSON.stringify(job)}))
      await reportFiles(${JSON.stringify(out)}, { path: ${JSON.stringify(`${out}.html`)} })
      console.log('{}')`)
    return readFile(out, 'utf8')
  }

  it('escapes ids in its output and in the file of errors, and its report shows them as they are', async () => {
    const text = await run(join(folder, 'forecast.csv'), {})
    expect(text).toMatch(/^'=A1,/m)
    expect(text).toMatch(/^'@x,/m)
    expect(text).toMatch(/^plain,/m)
    expect(await readFile(join(folder, 'forecast.errors.csv'), 'utf8')).toMatch(/^'=bad,/m)
    const page = await readFile(join(folder, 'forecast.csv.html'), 'utf8')
    expect(page).toContain('=A1')
    expect(page).not.toContain("'=A1")
  })

  it('keeps them where it is asked to', async () => {
    expect(await run(join(folder, 'forecast kept.csv'), { csvFormulas: 'keep' })).toMatch(/^=A1,/m)
  })

  it('refuses another value', () => {
    expect(jobSchema.safeParse({ csvFormulas: 'no' }).success).toBe(false)
  })
})
