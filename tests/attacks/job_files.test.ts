// Job files that are made to break their reader. Each is refused with a short message, in little time.

import { describe, expect, it } from 'vitest'
import { jobOf, parseJob } from '../../src/jobs/index.ts'

const base = 'source: sales.csv\nhorizon: 28\n'
const many = (count: number, make: (i: number) => string) => Array.from({ length: count }, (_, i) => make(i))
const letters = [...'abcdefghij']
const bomb = (prefix: string) =>
  letters
    .map(
      (name, i) =>
        `${prefix}${name}: &${name} [${Array(9)
          .fill(i ? `*${letters[i - 1]}` : 'x')
          .join(', ')}]`,
    )
    .join('\n')

function refused(run: () => unknown): string {
  const start = performance.now()
  let error: unknown
  try {
    run()
  } catch (cause) {
    error = cause
  }
  expect(error).toMatchObject({ name: 'GatecastError', code: 'ERR_JOB' })
  const { message } = error as Error
  expect(message.length).toBeLessThan(5000)
  expect(performance.now() - start).toBeLessThan(3000)
  return message
}

describe('a job file is refused', () => {
  it.for<[string, string, RegExp]>([
    ['with 4,000 unknown keys', base + many(4000, (i) => `k${i}: 1`).join('\n'), /3980 more unknown keys/],
    ['with 4,000 unknown keys of columns', `${base}columns:\n${many(4000, (i) => `  k${i}: 1`).join('\n')}`, /columns/],
    ['with a key 4,000 times', base + many(4000, (i) => `horizon: ${i}`).join('\n'), /and 3975 more/],
    ['with 4,000 wrong names', `${base}columns: { known: [${many(4000, String).join(', ')}] }`, /and 3975 more/],
    ['whose anchors multiply', `${bomb('')}\n${base}`, /at most 100 uses of anchors/],
    ['whose extra keys multiply', `${bomb('x-')}\n${base}`, /at most 100 uses of anchors/],
    ['whose anchor holds itself', `${base}columns: &a\n  known: *a\n`, /a value that ends/],
    ['that is nested deeply in lists', `${base}x: ${'['.repeat(50_000)}${']'.repeat(50_000)}`, /at most 100 levels/],
    ['that is nested deeply in maps', `${base}x: ${'{a: '.repeat(20_000)}1${'}'.repeat(20_000)}`, /at most 100 levels/],
    [
      'that is nested deeply by spaces',
      base + many(3000, (i) => `${' '.repeat(i)}a:`).join('\n'),
      /at most 100 levels/,
    ],
    ['with a number of 400 digits', `source: a.csv\nhorizon: ${'9'.repeat(400)}`, /a number/],
    ['with a value of a megabyte', `source: a.csv\nhorizon: ${'k'.repeat(1e6)}`, /a number/],
    ['with __proto__', `${base}__proto__: { polluted: 1 }\nconstructor: { prototype: { polluted: 1 } }`, /__proto__/],
    ['with __proto__ below', `${base}columns: { __proto__: { polluted: 1 } }`, /__proto__/],
    ['with __proto__ in JSON', '{"source":"a.csv","horizon":1,"__proto__":{"polluted":1}}', /__proto__/],
    ['with code', 'source: !!js/function "x"\nhorizon: 1', /Unresolved tag/],
  ])('%s', ([, text, message]) => {
    expect(refused(() => parseJob(text, 'job.yaml'))).toMatch(message)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  it.for<[string, string]>([
    ['unknown keys', base + many(100_000, (i) => `k${i}: 1`).join('\n')],
    ['unknown keys in JSON', JSON.stringify(Object.fromEntries(many(100_000, (i) => `k${i}`).map((key) => [key, 1])))],
    ['options of a model', `${base}model:\n  kind: gru\n${many(100_000, (i) => `  k${i}: 1`).join('\n')}`],
    ['items of a list', `${base}columns: { known: [${many(100_000, String).join(', ')}] }`],
    ['keys for anchors', base + many(100_000, (i) => `x-${i}: 1`).join('\n')],
  ])('with 100,000 %s, in 0.3 s of processor time', ([, text]) => {
    const before = process.cpuUsage()
    expect(refused(() => parseJob(text, 'job.yaml'))).toMatch(/at most 5000 keys and items/)
    const { user, system } = process.cpuUsage(before)
    expect(user + system).toBeLessThan(300_000)
  })

  it('whose object has 4,000 unknown keys, or holds itself', () => {
    const keys = Object.fromEntries(many(4000, (i) => `k${i}`).map((key) => [key, 1]))
    expect(refused(() => jobOf({ source: 'a.csv', horizon: 1, ...keys } as never))).toMatch(/more unknown keys/)
    const cyclic: Record<string, unknown> = { source: 'a.csv', horizon: 1 }
    cyclic.columns = cyclic
    refused(() => jobOf(cyclic as never))
  })
})

it('a query of 20,000 lines is one value of a job', () => {
  const lines = many(20_000, (i) => `    '${i}', -- a: b`).join('\n')
  const { source } = parseJob(`horizon: 1\nsource:\n  query: |\n    ${lines.trim()}\n`, 'job.yaml')
  expect((source as { query: string }).query.split('\n')).toHaveLength(20_001)
})
