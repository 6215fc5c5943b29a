import { setTimeout } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { naive } from '../../src/forecast/index.ts'
import { chart } from '../../src/report/index.ts'
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
