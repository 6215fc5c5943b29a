// Every public function is called with arguments of the wrong kinds. It gives a result or a GatecastError, and no other
// error: a TypeError of JavaScript names a property of ours and not the argument of the caller.

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as danfo from '../../src/danfo/index.ts'
import * as datasets from '../../src/datasets/index.ts'
import * as files from '../../src/files/index.ts'
import * as gatecast from '../../src/index.ts'
import * as inspect from '../../src/inspect/index.ts'
import * as jobs from '../../src/jobs/index.ts'
import * as native from '../../src/native/index.ts'
import * as nn from '../../src/nn/index.ts'
import * as onnx from '../../src/onnx/index.ts'
import * as sequences from '../../src/sequences/index.ts'

const entries: Record<string, Record<string, unknown>> = {
  gatecast,
  nn,
  danfo,
  datasets,
  files,
  jobs,
  native,
  sequences,
  inspect,
  onnx,
}

/** Functions that would reach for a queue or run a whole job, and classes that only a function of theirs makes. */
const notCalled = [
  ...['cancelRun', 'forecastByQueue', 'queueStatus', 'retryFailed', 'submitJob', 'watchRun', 'work', 'runDemo'],
  ...['Tables', 'GatecastError', 'AbortError'],
]

const functions = Object.entries(entries).flatMap(([entry, exports]) =>
  Object.entries(exports).flatMap(([name, value]) =>
    typeof value === 'function' && !notCalled.includes(name) ? [[`${entry}.${name}`, value] as const] : [],
  ),
)

const kinds: unknown[] = [undefined, null, 3, 'no/such/path', {}, [], Symbol('s')]
const argumentLists: unknown[][] = [
  [],
  ...kinds.flatMap((kind) => [
    ...[[kind], [kind, kind, kind], [kind, kind, kind, kind], [[1, 2, 3], kind], [[1, 2, 3], [1, 2, 3], kind]],
    ...[
      [new Float64Array([0, 1, 2]), kind],
      [0, 1, kind],
      [0, 1, 2, kind],
    ],
    ...kinds.map((second) => [kind, second]),
  ]),
]

const shown = (list: readonly unknown[]) =>
  list.map((item) => (typeof item === 'symbol' ? 'Symbol' : (JSON.stringify(item) ?? 'undefined'))).join(', ')

async function call(f: (...args: unknown[]) => unknown, list: unknown[]): Promise<unknown> {
  const isClass = /^class\b/.test(Function.prototype.toString.call(f))
  return isClass ? new (f as unknown as new (...args: unknown[]) => unknown)(...list) : f(...list)
}

let folder: string
const before = process.cwd()
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatecast-'))
  process.chdir(folder)
})
afterAll(() => {
  process.chdir(before)
  rmSync(folder, { recursive: true })
})

describe('arguments of the wrong kind', () => {
  it('are given to every function of every entry', () => {
    expect(functions.length).toBeGreaterThan(200)
  })

  it.for(functions)('get a result or a GatecastError from %s', async ([, f]) => {
    const others: string[] = []
    for (const list of argumentLists)
      await call(f as (...args: unknown[]) => unknown, list).catch((error) => {
        if (!(error instanceof gatecast.GatecastError)) others.push(`(${shown(list)}) -> ${error}`)
      })
    expect(others).toEqual([])
  })
})

describe('a message about a wrong argument', () => {
  const { addSteps, choice, columnsOf, dataFrame, formatTime, inferFrequency, search, stepTimes, uniform } = gatecast
  const panel = gatecast.panelFromSeries([{ id: 'a', values: [1, 2, 3, 4, 5, 6, 7, 8] }], { frequency: 'd' })

  it.for<[string, () => unknown, RegExp]>([
    ['the time', () => addSteps('2024-01-01' as never, 1, 'd'), /^Expected time to be milliseconds.*parseTimes/],
    ['a Date', () => formatTime(new Date(0) as never), /^Expected time to be milliseconds.*date\.getTime\(\)/],
    [
      'a time beyond the calendar',
      () => formatTime(1e20),
      /^Expected a time within 8\.64e15.*got 100000000000000000000/,
    ],
    ['the number of steps', () => addSteps(0, 0.5, 'd'), /^Expected the number of steps to be a whole number/],
    ['a frequency', () => stepTimes(0, 0, 3, 'days of rain'), /^Expected a frequency, for example "15min"/],
    ['too many steps', () => stepTimes(0, 0, 1e12, 'd'), /^Expected the number of steps .* to 134217728/],
    ['one series of times', () => inferFrequency(new Float64Array(2) as never), /inferFrequency\(\[times\]\)/],
    ['the season of a list', () => gatecast.detectSeason([1, 2] as never), /^Expected a panel, got an array of 2/],
    [
      'a frame',
      () => columnsOf([] as never),
      /^Expected a frame of apache-arrow, nodejs-polars, arquero or danfojs-node, got/,
    ],
    ['columns', () => dataFrame({ a: [1], b: [1, 2] }), /^Expected 1 values in column "b", got 2/],
    ['a choice', () => choice(3 as never), /^Expected values of choice to be an array, got 3/],
    ['a bound', () => uniform('0' as never, 1), /^Expected each bound to be a number, got "0"/],
    ['an activation', () => native.activationSync('relo' as never, new Float32Array(1)), /Did you mean "relu"\?/],
    ['a part of a panel', () => new gatecast.Panel({} as never), /^Expected frequency of a panel/],
    ['a part of a forecast', () => new gatecast.Forecast({} as never), /^Expected frequency of a forecast/],
    ['a part of a backtest', () => new gatecast.Backtest({} as never), /^Expected kind of a backtest/],
  ])('names %s', ([, call, message]) => {
    expect(call).toThrow(message)
  })

  it('names an option of a search that is no dimension', async () => {
    const space = { season: [1, 7] } as never
    const build = () => gatecast.naive({ horizon: 1 })
    await expect(search(panel, { space, build })).rejects.toThrow(/^Expected season of space to be a dimension/)
    await expect(search(panel, { space: {}, build: 3 } as never)).rejects.toThrow(/^Expected build to be a function/)
  })
})

describe('a frequency as text', () => {
  const { addSteps, formatTime, parseFrequency, stepsBetween, stepTimes } = gatecast
  it('is read like one that parseFrequency has read', () => {
    const start = Date.UTC(2024, 0, 31)
    expect(addSteps(start, 1, 'ME')).toBe(addSteps(start, 1, parseFrequency('ME')))
    expect(stepsBetween(start, Date.UTC(2024, 11, 31), 'ME')).toBe(11)
    expect([...stepTimes(0, 0, 3, 'd')]).toEqual([0, 864e5, 2 * 864e5])
    expect(formatTime(3, 'UTC', '1')).toBe('3')
  })
})
