import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { binding } from '../../src/addon/index.ts'

/**
 * The executable of `tests/native` prints `ok <name>` or `FAILED <name>: <why>` per test, and exits with 1 if one did.
 */
function run(tier: string) {
  const env = { ...process.env, GATECAST_ISA: tier }
  const { stdout, stderr, status, signal } = spawnSync('build/gatecast_tests', {
    env,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
  })
  const lines = stdout.matchAll(/^(ok|FAILED) ([^:\n]+)(?:: (.*))?$/gm)
  const tests = Array.from(lines, ([, outcome, name, why]) => ({ name, failure: outcome === 'ok' ? null : why }))
  return { tests, end: { status, signal, stderr } }
}

for (const tier of binding.cpuInfo().tiers) {
  const { tests, end } = run(tier)
  describe(`native tests on ${tier}`, () => {
    it('were found', () => expect(tests).not.toEqual([]))
    it.each(tests)('$name', ({ failure }) => expect(failure).toBeNull())
    it('end without a crash', () => {
      const status = tests.some(({ failure }) => failure !== null) ? 1 : 0
      expect(end).toEqual({ status, signal: null, stderr: '' })
    })
  })
}
