import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobEvent } from '../../src/jobs/events.ts'
import type { JobOverrides } from '../../src/jobs/job/overrides.ts'
import { jobOf } from '../../src/jobs/job/read_job.ts'
import { samplePanel, sampleRanks } from '../../src/jobs/source/sample_panel.ts'
import { settle } from '../../src/jobs/source/settle.ts'

let folder: string
const at = (name: string) => join(folder, name)
const day = (t: number) => new Date(Date.UTC(2024, 0, 1 + t)).toISOString().slice(0, 10)
const rows = Array.from(
  { length: 40 * 10 },
  (_, i) => `s${`${i % 40}`.padStart(2, '0')},${day(Math.floor(i / 40))},${i}`,
)
const table = (lines: readonly string[]) => ['shop,date,sales', ...lines, ''].join('\n')
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
  await writeFile(at('sales.csv'), table(rows))
  await writeFile(at('shuffled.csv'), table(rows.toReversed()))
  await writeFile(at('changed.csv'), table([...rows.slice(1), `${rows[0]}1`]))
  await writeFile(at('twice.csv'), table([...rows, rows[0]]))
})
afterAll(() => rm(folder, { recursive: true }))

const job = (changes: JobOverrides = {}) => jobOf({ source: at('sales.csv'), horizon: 7, ...changes })

describe('settle', () => {
  it('finds columns, parts and frequency in one look, and emits each once', async () => {
    const events: JobEvent[] = []
    await using settled = await settle(job({ partitionSeries: 15 }), { onEvent: (event) => void events.push(event) })
    expect(settled.job).toMatchObject({ columns: { time: 'date', series: 'shop', target: 'sales' }, frequency: 'd' })
    expect(settled.total).toEqual({ series: 40, rows: 400 })
    expect(settled.parts.map(({ from, to, series }) => [from, to, series])).toEqual([
      ['s00', 's14', 15],
      ['s15', 's29', 15],
      ['s30', 's39', 10],
    ])
    expect(events).toEqual([
      { type: 'stage', stage: 'survey', subject: at('sales.csv') },
      { type: 'note', text: 'time: date (--time)' },
      { type: 'note', text: 'series: shop (--series)' },
      { type: 'note', text: 'target: sales (--target)' },
      { type: 'note', text: 'frequency: d' },
    ])
  })

  it('puts the calendar into the text of the frequency, found or given', async () => {
    const dates = Array.from({ length: 60 }, (_, t) => day(t)).filter((text) =>
      [2, 4].includes(new Date(text).getUTCDay()),
    )
    await writeFile(at('tuesdays.csv'), ['date,sales', ...dates.map((text, i) => `${text},${i}`), ''].join('\n'))
    for (const frequency of [undefined, 'd']) {
      const changes = { source: at('tuesdays.csv'), calendar: 'tue, thu', ...(frequency && { frequency }) }
      await using settled = await settle(job(changes))
      expect(settled.job.frequency).toBe('d@Tue,Thu')
      expect(settled.job.calendar).toBeUndefined()
    }
    await expect(settle(job({ source: at('tuesdays.csv') }))).rejects.toThrow(/--calendar "Tue,Thu"/)
  })

  it('names the calendar that explains missing steps', async () => {
    const dates = Array.from({ length: 60 }, (_, t) => day(t)).filter((text) => new Date(text).getUTCDay() !== 0)
    await writeFile(at('open.csv'), ['date,sales', ...dates.map((text, i) => `${text},${i}`), ''].join('\n'))
    const events: JobEvent[] = []
    await using settled = await settle(job({ source: at('open.csv') }), { onEvent: (event) => void events.push(event) })
    expect(settled.job.frequency).toBe('d')
    expect(events).toContainEqual({ type: 'note', text: expect.stringContaining('--calendar "Mon-Sat"') })
  })

  it('looks for no columns in a job that has them', async () => {
    const columns = { time: 'date', target: 'sales' }
    await using settled = await settle(job({ columns, frequency: 'd' }), { hasColumns: true })
    expect(settled.job.columns.series).toBeUndefined()
    expect(settled.total.series).toBe(1)
  })

  it('gives the same fingerprint for any parts and order of rows, and another one for other rows', async () => {
    const fingerprintOf = async (changes: JobOverrides) => {
      await using settled = await settle(job(changes))
      return settled.fingerprint
    }
    const fingerprint = await fingerprintOf({})
    expect(await fingerprintOf({ partitionSeries: 1 })).toBe(fingerprint)
    expect(await fingerprintOf({ partitionSeries: 7 })).toBe(fingerprint)
    expect(await fingerprintOf({ source: at('shuffled.csv') })).toBe(fingerprint)
    expect(await fingerprintOf({ source: at('changed.csv') })).not.toBe(fingerprint)
    const columns = { series: 'shop' }
    expect(await fingerprintOf({ source: at('twice.csv'), columns })).not.toBe(fingerprint)
  })

  it.each([
    ['a source', { source: undefined }, 'Expected a source, got none'],
    ['a horizon', { horizon: undefined }, 'Expected a horizon'],
  ])('refuses a job without %s', async (_, changes, message) => {
    const draft = { ...job(), ...changes } as ReturnType<typeof job>
    await expect(settle(draft)).rejects.toMatchObject({ code: 'ERR_JOB', message: expect.stringContaining(message) })
  })
})

describe('a sample of series', () => {
  it.each([1, 3, 40, 4096])('does not depend on the size of the parts: %i', async (partitionSeries) => {
    await using settled = await settle(job({ partitionSeries }))
    expect((await samplePanel(settled, 5, {})).ids).toEqual(['s00', 's08', 's16', 's24', 's32'])
    expect((await samplePanel(settled, 40, {})).seriesCount).toBe(40)
  })

  it('comes in equal shares from blocks of 4096 series, so that ids of few blocks are read', () => {
    expect(sampleRanks(10, 4, 4)).toEqual([0, 2, 5, 7])
    expect(sampleRanks(10_000, 4, 4)).toEqual([0, 2048, 4096, 8192])
    expect(sampleRanks(100_000, 4, 2)).toEqual([0, 2048, 49_152, 51_200])
    const ranks = sampleRanks(1_000_000, 2000, 2000)
    expect(new Set(ranks).size).toBe(2000)
    expect(ranks.every((rank) => rank >= 0 && rank < 1_000_000)).toBe(true)
  })
})
