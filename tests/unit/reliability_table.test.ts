import { describe, expect, it } from 'vitest'
import { figuresOf } from '../../scripts/reliability/figures.ts'
import { printTable } from '../../scripts/reliability/table.ts'

const ended = { code: 0, signal: null }
const result = (output: string, tally = '', end: { code: number | null; signal: string | null } = ended) => ({
  name: 'a step',
  seconds: 60,
  ...figuresOf(output, tally, end),
})

/** Lines of the table, and whether no bar is broken. */
function tableOf(...results: ReturnType<typeof result>[]) {
  const lines: string[] = []
  const good = printTable(results, (line) => lines.push(line))
  return { good, lines }
}

describe('the figures of a step', () => {
  it('are sums of what its tests counted', () => {
    expect(result('', 'inputs 5\nrows 14\ninputs 7\nlost 0\nfaults 2\ngrowth 3.5\ngrowth -1\n')).toMatchObject({
      inputs: 12,
      rows: 14,
      lost: 0,
      faults: 2,
      growth: 3.5,
    })
  })

  it('count inputs and lines of a fuzz target', () => {
    const log = `stat::number_of_executed_units: 1234
Filename      Functions  Missed Functions  Executed       Lines      Missed Lines     Cover
TOTAL               107                 3    97.20%         500                10    98.00%
`
    expect(result(log)).toMatchObject({ inputs: 1234, coverage: 98 })
  })

  it('tell findings of sanitizers from tests that failed', () => {
    const log = `==1==ERROR: AddressSanitizer: heap-buffer-overflow
WARNING: ThreadSanitizer: data race
ERROR: LeakSanitizer: detected memory leaks`
    expect(result(log, '', { code: 1, signal: null })).toMatchObject({ crashes: 1, races: 1, leaks: 1, failures: 0 })
  })

  it('count a process that ends without an explanation as a failure', () => {
    expect(result('', '', { code: 1, signal: null })).toMatchObject({ crashes: 0, failures: 1 })
    expect(result('', '', { code: null, signal: 'SIGSEGV' })).toMatchObject({ crashes: 1, failures: 0 })
  })
})

describe('the table', () => {
  it('has no broken bar if nothing was found', () => {
    expect(tableOf(result('longest hold 50\naborts 500 p50 1 p99 20 max 50')).good).toBe(true)
  })

  it.each([
    ['crashes', result('deadly signal')],
    ['hangs', result('Error: Test timed out in 60000ms')],
    ['lost rows', result('', 'lost 14\n')],
    ['races', result('WARNING: ThreadSanitizer: data race')],
    ['leaks', result('ERROR: LeakSanitizer: detected memory leaks')],
    ['other failures', result('      Tests  2 failed | 9 passed (11)')],
    ['longest hold of the JS thread', result('longest hold 51')],
    ['slowest abort', result('aborts 500 p50 1 p99 20 max 51')],
  ])('marks %s as broken', (name, found) => {
    const { good, lines } = tableOf(result(''), found)
    expect(good).toBe(false)
    expect(lines.filter((line) => line.startsWith('!'))).toEqual([expect.stringContaining(name)])
  })

  it('says what was not measured', () => {
    const { lines } = tableOf(result(''))
    expect(lines.filter((line) => line.endsWith('not measured'))).toHaveLength(2)
  })
})
