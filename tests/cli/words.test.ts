// The words of the command: flags in the place of options, and names of stages.

import { describe, expect, it, vi } from 'vitest'
import { inFlags } from '../../src/cli/print/in_flags.ts'
import { lines } from '../../src/cli/print/progress.ts'
import { runText } from '../../src/cli/print/run_result.ts'
import { stageText } from '../../src/cli/print/stage_text.ts'

describe('inFlags', () => {
  it.each([
    ["Aggregate them with duplicates: 'sum', or drop one", 'Aggregate them with --duplicates sum, or drop one'],
    ['Give timeFormat: "epoch s" or "epoch ms"', `Give --time-format 'epoch s' or "epoch ms"`],
    ['timeFormat is D/M/Y', '--time-format is D/M/Y'],
    ['Name it: { time: "date" }', 'Name it: --time date'],
    ['Name them: { known: ["price", "promo"] }', 'Name them: --known price,promo'],
    ["Name the format: { path, format: 'csv' }", 'Name the format: --format csv'],
    ['Add it to missing: [Infinity], or replace it', 'Add it to --missing Infinity, or replace it'],
    ['Use windows: 2, or step: 12', 'Use --windows 2, or --step 12'],
    ['Expected a time: 2024-01-01', 'Expected a time: 2024-01-01'],
    ["Use regularise({ align: 'nearest' }) or resample()", undefined],
    ['Give more memory: Tables.open({ memory: "2GB" })', 'Give more memory: Tables.open({ memory: "2GB" })'],
    ['Expected times: got "a", series: north, time column', 'Expected times: got "a", series: north, time column'],
  ])('turns %j into flags', (message, expected) => {
    const both = "Use regularise({ align: 'nearest' }) of gatecast/danfo or resample() of gatecast/danfo"
    expect(inFlags(message)).toBe(expected ?? both)
  })
})

describe('stages', () => {
  it('say what they do, with a subject or without', () => {
    expect(stageText({ type: 'stage', stage: 'survey', subject: 'sales.csv' })).toBe('reading sales.csv')
    expect(stageText({ type: 'stage', stage: 'train', subject: 'gru' })).toBe('training gru')
    expect(stageText({ type: 'stage', stage: 'survey' })).toBe('reading the source')
  })

  it('print their progress every few seconds, also while no event comes', () => {
    vi.useFakeTimers()
    try {
      const written: string[] = []
      const progress = lines((line) => written.push(line))
      const show = (done: number) =>
        progress.show({ type: 'progress', stage: 'train', done, total: 4, unit: 'epochs' }, 'training gru')
      show(0)
      vi.advanceTimersByTime(2000)
      show(1)
      vi.advanceTimersByTime(14_000)
      progress.clear()
      vi.advanceTimersByTime(60_000)
      expect(written).toEqual([
        'training gru: 1 of 4 epochs, 25 %, 2 s each, 5 s left',
        'training gru: 1 of 4 epochs, 25 %, 2 s each, 10 s left',
        'training gru: 1 of 4 epochs, 25 %, 2 s each, 15 s left',
      ])
    } finally {
      vi.useRealTimers()
    }
  })
})

it('the result names counts, the whole time and the output', () => {
  const summary = { series: 3, rows: 84, failed: 0, fallbacks: 0, parts: 1, partsKept: 0, seconds: 1 }
  const result = { out: 'f.csv', model: 'm', summary } as unknown as Parameters<typeof runText>[0]
  expect(runText(result, 2.13)).toBe('3 series, 84 forecasts in 2.1 s → f.csv')
})
