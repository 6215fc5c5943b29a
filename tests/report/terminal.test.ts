import { beforeAll, describe, expect, it } from 'vitest'
import { terminalChart } from '../../src/report/index.ts'
import { brailleChart } from '../../src/report/terminal/braille.ts'
import { type Sample, sample } from './sample.ts'

let made: Sample
beforeAll(async () => {
  made = await sample()
})

const plain = { labels: ['a', '', '', 'd'], width: 4, height: 2, coloured: false }

describe('brailleChart', () => {
  it('joins values by dots, two columns and four rows in each character', () => {
    const picture = brailleChart({ ...plain, lines: [{ values: [0, 0, 0, 0], colour: 'plain' }] })
    expect(picture.split('\n')).toEqual(['0.5 ┤    ', '0.0 ┤⣀⣀⣀⣀', '    └┬──┬', '     a  d'])
  })

  it('leaves gaps for missing values, and may start at any column', () => {
    const { NaN: gap } = Number
    const values = [0, gap, 0, 1]
    const [, row] = brailleChart({ ...plain, lines: [{ values, colour: 'plain' }] }).split('\n')
    expect(row).toMatch(/^0.0 ┤⡀ /)
    const late = brailleChart({ ...plain, lines: [{ values: [0, 1], from: 2, colour: 'plain' }] }).split('\n')
    expect(late[1]).toMatch(/^0.0 ┤ {2}/)
  })

  it('draws constant and empty lines', () => {
    expect(() => brailleChart({ ...plain, lines: [{ values: [5, 5], colour: 'plain' }] })).not.toThrow()
    expect(() => brailleChart({ ...plain, lines: [{ values: [], colour: 'plain' }] })).not.toThrow()
    expect(() => brailleChart({ ...plain, labels: [''], lines: [{ values: [-1e-9], colour: 'plain' }] })).not.toThrow()
  })
})

describe('terminalChart', () => {
  it('shows history, forecast and interval within the given size', () => {
    const lines = terminalChart(made.forecast, 'store 7', {
      panel: made.panel,
      colour: false,
      width: 60,
      height: 12,
    }).split('\n')
    expect(lines[0]).toBe('store 7   ── history   ── forecast   ⠡⠡ 95 % interval')
    expect(lines).toHaveLength(1 + 12 + 2)
    const marks = lines.slice(1, 13).map((line) => line.indexOf('┤') + line.indexOf('│') + 1)
    expect(new Set(marks).size).toBe(1)
    for (const line of lines.slice(1)) expect(line.length).toBeLessThanOrEqual(60 + marks[0] + 1)
    expect(lines.at(-1)).toContain('2018-01')
  })

  it('has colours if they are on, and never the escape codes of an id', async () => {
    const coloured = terminalChart(made.forecast, 'store 7', { colour: true })
    expect(coloured).toContain('\x1b[36m')
    const evil = made.panel.select([5]).with({ ids: ['a\x1b[2Jb'] })
    const { forecast } = await sample(evil)
    expect(terminalChart(forecast, undefined, { colour: false })).not.toContain('\x1b')
  })

  it('cuts off an id that would break the line', async () => {
    const { forecast } = await sample(made.panel.select([5]).with({ ids: ['🏬'.repeat(80)] }))
    const [title] = terminalChart(forecast, undefined, { colour: false, width: 40 }).split('\n')
    expect(title).toBe(`${'🏬'.repeat(19)}…   ── forecast   ⠡⠡ 95 % interval`)
  })

  it('draws several forecasts and the actual values', async () => {
    const cut = made.panel.cut(() => 66)
    const past = await sample(cut)
    const lines = terminalChart({ a: past.forecast, b: past.forecast }, 'store 7', {
      panel: made.panel,
      colour: false,
      history: 6,
    })
    expect(lines.split('\n')[0]).toBe('store 7   ── history   ── a   ╌╌ b')
    expect(lines.split('\n').at(-1)).toContain('2020-07')
  })

  it('refuses unknown series and sizes', () => {
    expect(() => terminalChart({})).toThrow(expect.objectContaining({ code: 'ERR_DATA' }))
    expect(() => terminalChart(made.forecast, 'nobody')).toThrow(expect.objectContaining({ code: 'ERR_DATA' }))
    expect(() => terminalChart(made.forecast, 'store 7', { width: 2 })).toThrow(
      expect.objectContaining({ code: 'ERR_RANGE' }),
    )
  })
})
