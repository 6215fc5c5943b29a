// The table at the end: a line for each step, then the bars.

import { cpus } from 'node:os'
import { type Figures, faults } from './figures.ts'
import { logOf, type Result } from './run_step.ts'

/** The longest hold of the JS thread and the slowest abort that are allowed, in milliseconds. */
const most = { hold: 50, abort: 50 }

type Counted = 'inputs' | 'faults' | 'rows' | 'seconds' | (typeof faults)[number]
const total = (results: readonly Result[], key: Counted): number =>
  results.reduce((sum, result) => sum + result[key], 0)
const largest = (results: readonly Result[], of: (figures: Figures) => number | undefined): number | undefined => {
  const given = results.map(of).filter((number) => number !== undefined)
  return given.length === 0 ? undefined : Math.max(...given)
}

const columns: readonly [string, (result: Result) => string | number | undefined][] = [
  ['step', ({ name }) => name],
  ['inputs', ({ inputs }) => inputs],
  ['faults', (result) => result.faults],
  ['rows', ({ rows }) => rows],
  ...faults.map((key): [string, (result: Result) => number] => [key, (result) => result[key]]),
  ['hold ms', ({ hold }) => hold],
  ['abort ms', ({ aborts }) => aborts?.max],
  ['MB more', ({ growth }) => growth?.toFixed(1)],
  ['lines %', ({ coverage }) => coverage?.toFixed(1)],
  ['minutes', ({ seconds }) => (seconds / 60).toFixed(1)],
]

function stepLines(results: readonly Result[]): string[] {
  const cells = [
    columns.map(([head]) => head),
    ...results.map((result) => columns.map(([, of]) => `${of(result) || ''}`)),
  ]
  const widths = columns.map((_, i) => Math.max(...cells.map((row) => row[i].length)))
  return cells.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i]))).join('  '),
  )
}

/** A finding: name, figure, and `true` if the figure is above its limit. */
function bars(results: readonly Result[]): [string, string, boolean][] {
  const hold = largest(results, (result) => result.hold)
  const aborts = results.find((result) => result.aborts)?.aborts
  const names = {
    crashes: 'crashes',
    hangs: 'hangs',
    lost: 'lost rows',
    races: 'races',
    leaks: 'leaks',
    failures: 'other failures',
  }
  return [
    ...faults.map((key): [string, string, boolean] => {
      const found = total(results, key)
      return [names[key], `${found}`, found > 0]
    }),
    [
      'longest hold of the JS thread',
      hold === undefined ? 'not measured' : `${hold} ms`,
      hold !== undefined && hold > most.hold,
    ],
    [
      'slowest abort',
      aborts ? `${aborts.max} ms of ${aborts.count}; p50 ${aborts.p50}, p99 ${aborts.p99}` : 'not measured',
      aborts !== undefined && aborts.max > most.abort,
    ],
  ]
}

/** Prints the table. Returns whether no bar is broken. */
export function printTable(results: readonly Result[], print: (line: string) => void): boolean {
  const found = bars(results)
  const minutes = (total(results, 'seconds') / 60).toFixed(0)
  const rows: [string, string, boolean][] = [
    ['inputs tried', `${total(results, 'inputs')}`, false],
    ['faults injected', `${total(results, 'faults')}`, false],
    ['rows compared after faults', `${total(results, 'rows')}`, false],
    ...found,
    ['time', `${minutes} min on ${cpus().length} processors (${cpus()[0].model.trim()})`, false],
  ]
  print('')
  for (const line of stepLines(results)) print(line)
  print('')
  for (const [name, figure, broken] of rows) print(`${broken ? '!' : ' '} ${name.padEnd(30)} ${figure}`)
  const bad = results.filter((result) => faults.some((key) => result[key] > 0))
  if (bad.length > 0) print('')
  for (const { name } of bad) print(`see ${logOf(name)}`)
  return !found.some(([, , broken]) => broken)
}
