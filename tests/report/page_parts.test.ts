import { beforeAll, describe, expect, it } from 'vitest'
import { histogram } from '../../src/report/charts/bar_option.ts'
import { centralIntervals, loneLevels, percent } from '../../src/report/charts/intervals.ts'
import { lineOption } from '../../src/report/charts/line_option.ts'
import { fillTokens, palettes, tokensOf } from '../../src/report/charts/theme.ts'
import { formatNumber, formatSeconds } from '../../src/report/format_text.ts'
import { html } from '../../src/report/html.ts'
import { scoreLabel } from '../../src/report/scores/score_labels.ts'
import { inlineScript, scriptJson } from '../../src/report/script_text.ts'
import { calibration } from '../../src/report/sections/calibration.ts'
import { hostile, type Sample, sample } from './sample.ts'

describe('contents of a page', () => {
  it('are escaped wherever they are filled in', () => {
    expect(html`<p title="${'"'}">${'<b>'}${html`<i>${'&'}</i>`}${[1, false, null, undefined]}</p>`.text).toBe(
      '<p title="&quot;">&lt;b&gt;<i>&amp;</i>1</p>',
    )
  })

  it('are the same after parsing the JSON of a script, and hold no tag there', () => {
    expect(JSON.parse(scriptJson(hostile))).toEqual(hostile)
    expect(scriptJson(hostile)).not.toContain('<')
    expect(scriptJson([Number.NaN, 1 / 3, 123456789, Float64Array.of(0.5)])).toBe('[null,0.3333333,123456789,[0.5]]')
  })

  it('have scripts that cannot end early, with the same meaning', () => {
    const code = `[/<\\/script/.source, '</SCRIPT>', '<!--', 1 <2]`
    expect(inlineScript(code)).not.toMatch(/<\/script|<!--/i)
    // biome-ignore lint/security/noGlobalEval: the test compares the meaning of both codes
    expect(eval(inlineScript(code)).slice(1)).toEqual(eval(code).slice(1))
  })
})

describe('intervals', () => {
  it('are pairs of levels with equal distance from the median', () => {
    const levels = [0.025, 0.1, 0.5, 0.9, 0.95, 0.975]
    expect(centralIntervals(levels).map(({ share }) => percent(share))).toEqual(['95 %', '80 %'])
    expect(loneLevels(levels)).toEqual([4])
  })
})

describe('lines of one chart', () => {
  it('have a colour each, also if there are more lines than colours', () => {
    const lines = Array.from({ length: 20 }, (_, i) => ({ name: `model ${i}`, values: [1, 2] }))
    const { series } = fillTokens(lineOption({ x: 'Steps ahead', y: 'MASE', lines }), tokensOf(palettes.dark))
    for (const { color } of series as { color: string }[]) expect(palettes.dark.lines).toContain(color)
  })
})

describe('calibration', () => {
  let made: Sample
  beforeAll(async () => {
    made = await sample()
  })

  it('counts the values below each quantile, without missing values', () => {
    const { windows } = made.backtest.theta
    let [below, count] = [0, 0]
    for (const { forecast, actual } of windows)
      actual.forEach((value, i) => {
        if (Number.isNaN(value)) return
        count++
        if (value <= forecast.quantiles[3][i]) below++
      })
    expect(count).toBeLessThan(windows.length * 12 * 6)
    expect(calibration(made.backtest.theta)[3]).toEqual({ level: 0.9, below: below / count })
  })
})

describe('histogram', () => {
  it('counts every value once', () => {
    const values = Array.from({ length: 300 }, (_, i) => (i * 7919) % 101)
    const { labels, counts } = histogram(values)
    expect(counts.reduce((sum, count) => sum + count)).toBe(300)
    expect(labels).toHaveLength(counts.length)
  })

  it('puts outliers into the last bin', () => {
    const { labels, counts } = histogram([...Array.from({ length: 200 }, (_, i) => i / 100), 1e6])
    expect(labels.at(-1)).toMatch(/ and more$/)
    expect(counts.length).toBeGreaterThan(5)
  })

  it('has one bin for equal values, and none without values', () => {
    expect(histogram([2, 2, Number.NaN])).toEqual({ labels: ['2'], counts: [2] })
    expect(histogram([])).toEqual({ labels: [], counts: [] })
  })
})

describe('labels, numbers and colours', () => {
  it('are written for readers', () => {
    expect(
      ['mase', 'smape', 'coverage80', 'winkler97.5', 'crps', 'pinball'].map((name) => scoreLabel(name).label),
    ).toEqual(['MASE', 'sMAPE', 'Coverage 80 %', 'Winkler 97.5 %', 'CRPS', 'Pinball'])
    expect([0.123456, 1234.5, Number.NaN].map(formatNumber)).toEqual(['0.1235', '1,235', '–'])
    expect([0.5, 150].map(formatSeconds)).toEqual(['0.5 s', '2 min 30 s'])
  })

  it('replace tokens only where colours stand', () => {
    const option = { name: '$ink', color: '$ink', lines: [{ borderColor: '$line1' }] }
    expect(fillTokens(option, tokensOf(palettes.light))).toEqual({
      name: '$ink',
      color: palettes.light.ink,
      lines: [{ borderColor: palettes.light.lines[1] }],
    })
  })

  it('have enough contrast to their background', () => {
    for (const palette of Object.values(palettes)) {
      for (const colour of [palette.ink, palette.muted, palette.accent])
        for (const ground of [palette.surface, palette.page])
          expect(contrast(colour, ground)).toBeGreaterThanOrEqual(4.5)
      for (const colour of palette.lines) expect(contrast(colour, palette.surface)).toBeGreaterThanOrEqual(3)
    }
  })
})

/** Contrast ratio of WCAG 2. */
function contrast(a: string, b: string): number {
  const [dark, light] = [a, b]
    .map((colour) =>
      [1, 3, 5]
        .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
        .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4))
        .reduce((sum, part, i) => sum + part * [0.2126, 0.7152, 0.0722][i], 0),
    )
    .sort((x, y) => x - y)
  return (light + 0.05) / (dark + 0.05)
}
