// The comparison of a forecast with the past, in words.
import { describe, expect, it } from 'vitest'
import { explain, naive, panelFromSeries, seasonalNaive } from '../../src/index.ts'

async function comparisonOf(values: number[], horizon: number, frequency = 'd'): Promise<string | undefined> {
  const panel = panelFromSeries([{ id: 'a', start: '2024-01-01', values }], { frequency })
  const { text } = await explain(naive({ horizon }), panel)
  return text.split('\n').find((line) => line.startsWith('For comparison'))
}

const wave = (level: number) => Array.from({ length: 40 }, (_, t) => level + Math.round(3 * Math.sin(t)))

describe('the comparison of explain', () => {
  it('is a share if all values have one sign', async () => {
    expect(await comparisonOf([...wave(50), 48, 50], 2)).toMatch(
      /last 2 steps had 49, so the forecast is 2\.041 % above/,
    )
    expect(await comparisonOf([...wave(-50), -48, -50], 2)).toMatch(/had -49, so the forecast is 2\.041 % below/)
  })

  it('is a difference if values have both signs, near 0 too', async () => {
    expect(await comparisonOf([...wave(0), -2, 1], 2)).toMatch(/last 2 steps had -0\.5, so the forecast is 1\.5 above/)
    expect(await comparisonOf([...wave(0), -2], 1)).toMatch(/the last step had -2; the same steps 7 steps earlier/)
  })

  it('says nothing about missing rows, and no more than that levels are alike', async () => {
    const missing = [...wave(50), 48, ...new Array(8).fill(Number.NaN)]
    expect(await comparisonOf(missing, 2)).toBeUndefined()
    expect(await comparisonOf([...wave(1e6), 1e6, 1e6 + 1], 2)).toMatch(/had 1,000,001, about as much as the forecast/)
  })

  it('says nothing of a share of 0', async () => {
    const panel = panelFromSeries([{ id: 'a', start: '2024-01-01', values: [1, ...new Array(30).fill(0)] }], {
      frequency: 'd',
    })
    const { text } = await explain(seasonalNaive({ horizon: 2 }), panel)
    expect(text).toMatch(/the last 2 steps had 0; the same steps 7 steps earlier had 0\./)
  })
})
