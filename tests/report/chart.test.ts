import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { naive } from '../../src/forecast/index.ts'
import { chart, terminalChart } from '../../src/report/index.ts'
import { panelFromSeries } from '../../src/series/index.ts'
import { hostile, type Sample, sample } from './sample.ts'

let made: Sample
beforeAll(async () => {
  made = await sample()
})

/** Removes the well-formed tags of XML. A `<` in the rest belongs to a tag that is not well formed. */
const withoutTags = (xml: string): string => xml.replaceAll(/<[^<>"]*("[^"<>]*"[^<>"]*)*>/g, '')

describe('chart', () => {
  it('is an SVG picture of the given size and theme', () => {
    const svg = chart(made.forecast, 'store 5', { panel: made.panel, width: 640, height: 240 })
    expect(svg).toMatch(/^<svg width="640" height="240"/)
    expect(withoutTags(svg)).not.toContain('<')
    expect(svg).toContain('store 5')
    expect(svg).toContain('>sold<')
    const dark = chart(made.forecast, 'store 5', { theme: 'dark' })
    expect(dark).toContain('#151c26')
    expect(dark).not.toContain('History')
  })

  it('never makes markup from ids', () => {
    for (const id of hostile) {
      const svg = chart(made.forecast, id)
      expect(withoutTags(svg)).not.toContain('<')
      expect(svg).not.toMatch(/<(img|b|script|!--)/)
    }
  })

  it('is readable XML for ids with characters that XML forbids', () => {
    const id = 'a\0b\u001bc\uffffd\ud800e'
    const svg = chart({ [id]: made.forecast, other: made.forecast }, 'store 5', { panel: made.panel })
    for (const character of id.replaceAll(/[a-e]/g, '')) expect(svg).not.toContain(character)
    expect(svg).toContain('a\ufffdb\ufffdc\ufffdd\ufffde')
  })

  it('adds nothing to all objects for a series, a target or a model called __proto__', async () => {
    const id = '__proto__'
    const panel = made.panel.with({ ids: made.panel.ids.with(5, id), target: { ...made.panel.target, name: id } })
    const forecast = await naive({ horizon: 3 }).predict(panel)
    expect(chart(forecast, id, { panel })).toContain(`>${id}<`)
    expect(chart({ [id]: forecast, constructor: forecast }, id, { panel })).toContain('>constructor<')
    expect(Object.keys(Object.prototype)).toEqual([])
    expect(Object.keys(Object)).toEqual([])
  })

  it('cuts off long ids, and has the legend below them', async () => {
    const id = 'region north-west, store '.repeat(10)
    const { forecast } = await sample(made.panel.select([5]).with({ ids: [id] }))
    const svg = chart(forecast, id, { panel: made.panel.with({ ids: made.panel.ids.with(5, id) }), width: 360 })
    expect(svg).toContain(`>${id.slice(0, 35)}…<`)
    const y = (text: string) =>
      Number(svg.match(new RegExp(`<text[^>]*translate\\([^ ]+ ([\\d.]+)\\)[^>]*>${text}`))?.[1])
    expect(y('History') - y('region')).toBeGreaterThan(15)
  })

  it('leaves no timer that would keep the process running', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout' || name === 'Immediate')
    const before = timers().length
    for (let i = 0; i < 20; i++) chart(made.forecast, 'store 5')
    await setTimeout(200)
    expect(timers().length).toBeLessThanOrEqual(before)
  })

  it('draws a forecast without quantiles', async () => {
    const forecast = await naive({ horizon: 3 }).predict(made.panel.select([5]), { quantiles: [] })
    expect(chart(forecast)).toMatch(/^<svg/)
  })

  it.for([36, 60, 84, 120, 200])('names every month of %i days', async (history) => {
    const values = Array.from({ length: 240 }, (_, i) => i % 7)
    const panel = panelFromSeries([{ id: 'a', start: '2024-01-08', values }], { frequency: 'd' })
    const svg = chart(await naive({ horizon: 7 }).predict(panel), undefined, { panel, history })
    const first = Date.UTC(2024, 0, 8 + 240 - history)
    for (let month = 1; month < 8; month++)
      if (Date.UTC(2024, month, 1) >= first)
        expect(svg).toContain(
          `>${new Date(Date.UTC(2024, month, 1)).toLocaleString('en', { month: 'short', timeZone: 'UTC' })}<`,
        )
  })

  it('draws several forecasts by their means, with the arguments of terminalChart', async () => {
    const other = await naive({ horizon: 3 }).predict(made.panel)
    const svg = chart({ one: made.forecast, other }, 'store 5', { panel: made.panel })
    for (const name of ['one', 'other', 'History', 'store 5']) expect(svg).toContain(`>${name}<`)
    expect(svg).not.toContain('NaN')
    for (const bad of [undefined, null, 3, {}, [], { theta: 3 }, 'x'])
      for (const draw of [chart, terminalChart])
        expect(() => draw(bad as never, 'store 5')).toThrow(expect.objectContaining({ name: 'GatecastError' }))
  })

  it('names the forecast that lacks the series', async () => {
    const other = await naive({ horizon: 3 }).predict(made.panel.select([0]))
    for (const draw of [chart, terminalChart])
      expect(() => draw({ one: made.forecast, other }, 'store 5')).toThrow(
        /Expected series "store 5" in every forecast of the chart, got none in "other", which has /,
      )
  })

  it('refuses unknown series and options', () => {
    expect(() => chart(made.forecast, 'nobody')).toThrow(expect.objectContaining({ code: 'ERR_DATA' }))
    expect(() => chart(made.forecast)).toThrow(
      expect.objectContaining({ code: 'ERR_DATA', message: expect.stringContaining('12 series') }),
    )
    expect(() => chart(made.forecast, 'store 5', { theme: 'pink' as never })).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE' }),
    )
    expect(() => chart(made.forecast, 'store 5', { size: 3 } as never)).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE' }),
    )
  })
})
