// The page and the chart of a finished job.

import { describe, expect, it } from 'vitest'
import type { PageData } from '../../src/report/page_data.ts'
import { runJobScript, useFolder } from './scripts.ts'

const folder = useFolder()
const script = <T>(text: string) =>
  runJobScript<T>(
    folder.path,
    `
    const { runJob } = await import(${JSON.stringify(new URL('../../dist/js/jobs.js', import.meta.url))})
    const pageOf = async (path) => {
      const text = await readFile(path, 'utf8')
      const data = JSON.parse(/<script type="application\\/json" id="data">(.*?)<\\/script>/s.exec(text)[1])
      return { title: /<title>(.*?)<\\/title>/.exec(text)[1], data }
    }
    ${text}`,
  )

describe('the page of a job', { timeout: 120_000 }, () => {
  it('has a title, the baseline in the same windows, and the models that were compared', async () => {
    const { title, data } = await script<{ title: string; data: PageData }>(`
      await writeFile('few.csv', table(rows.filter((row) => row < 's03')))
      await runJob(job({ source: 'few.csv', model: 'auto', out: 'auto/f.csv', report: 'auto/f.html' }))
      print(await pageOf('auto/f.html'))
    `)
    expect(title).toBe('Forecast of sales, 7 days')
    expect(data.models.at(-1)).toMatch(/^Seasonal naive$|^seasonalNaive$/)
    const [rows] = data.tables.models.variants
    expect(rows.map(([kind]) => kind)).toContain('seasonalNaive')
    expect(rows.filter((row) => String(row.at(-1)).startsWith('chosen')).length).toBeGreaterThan(0)
  })

  it('draws hours of a time zone on the clock of their histories', async () => {
    const { data } = await script<{ data: PageData }>(`
      const hours = Array.from({ length: 400 }, (_, t) => 'a,' + new Date(Date.UTC(2024, 2, 20) + t * 3600000).toISOString() + ',' + (t % 24))
      await writeFile('hours.csv', ['shop,date,sales', ...hours, ''].join('\\n'))
      await runJob(job({ source: 'hours.csv', timeZone: 'Europe/Berlin', frequency: 'h', out: 'zone/f.csv', report: 'zone/f.html' }))
      print(await pageOf('zone/f.html'))
    `)
    const [x] = data.fan?.grids ?? []
    const steps = new Set(x.slice(1).map((time, i) => time - x[i]))
    expect([...steps]).toEqual([3_600_000])
  })

  it('may be a chart for a terminal', async () => {
    const { chart } = await script<{ chart: { series: string; text: string } }>(`
      print(await runJob(job({ out: 'chart/f.csv' }), { chart: true }))
    `)
    expect(chart.series).toBe('s00')
    expect(chart.text).toMatch(/[\u2801-\u28ff]/)
  })
})

it('digits: all keeps every digit of a forecast in CSV', { timeout: 120_000 }, async () => {
  const { useful, all, notes } = await script<{ useful: string; all: string; notes: string[] }>(`
    const made = { model: { kind: 'theta' }, out: 'digits/f.csv' }
    await runJob(job(made))
    const useful = await readFile('digits/f.csv', 'utf8')
    const notes = []
    await runJob(job({ ...made, digits: 'all' }), { onEvent: ({ text }) => text && notes.push(text) })
    print({ useful, all: await readFile('digits/f.csv', 'utf8'), notes })
  `)
  // The digits of an output do not change the model.
  expect(notes).toContainEqual(expect.stringContaining('trained on the same data before'))
  const mean = (text: string) => text.split('\n')[1].split(',')[2]
  expect(mean(all).length).toBeGreaterThan(mean(useful).length)
  expect(Number(mean(all))).toBeCloseTo(Number(mean(useful)), 3)
})
