// Compares outputs and gradients of every op with its reference, on random cases.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { binding } from '../../src/addon/index.ts'
import { reference } from '../reference/index.ts'
import { cases } from './cases/index.ts'

describe('random cases', () => {
  it.each(cases.map(({ kind, title, check }) => [kind, title, check] as const))(
    '%s %s',
    (_kind, _title, check) => check(),
    300_000,
  )
})

/** Ops without random cases, and the reason. The cases of the other ops contain `input` and `parameter`. */
const withoutGradient: Readonly<Record<string, string>> = {
  input: 'it has no inputs; its values are those of the caller',
  parameter: 'it has no inputs; its values are the weights',
  constant: 'it has no inputs; its values are attributes',
  positions: 'it counts steps and reads no number',
}

/** Ops without a reference: their values are given, and nothing is computed. */
const withoutReference = ['input', 'parameter']

describe('every op of the addon', () => {
  const kinds = binding.opKinds()

  it('has random cases that check its gradients', () => {
    const covered = new Set([...cases.map(({ kind }) => kind), ...Object.keys(withoutGradient)])
    expect(
      kinds.filter((kind) => !covered.has(kind)),
      'add cases in tests/ops/cases',
    ).toEqual([])
  })

  it('has a reference', () => {
    expect(
      kinds.filter((kind) => !(kind in reference) && !withoutReference.includes(kind)),
      'add a reference in tests/reference',
    ).toEqual([])
  })

  it('is listed in docs/ops.md', () => {
    const page = readFileSync(new URL('../../docs/ops.md', import.meta.url), 'utf8')
    expect(kinds.filter((kind) => !page.includes(`\`${kind}\``))).toEqual([])
  })

  it('exists if a case, a reference or an exception names it', () => {
    const named = new Set([
      ...cases.map(({ kind }) => kind),
      ...Object.keys(reference),
      ...Object.keys(withoutGradient),
      ...withoutReference,
    ])
    expect([...named].filter((kind) => !kinds.includes(kind))).toEqual([])
  })

  it('is either an op with cases or an exception', () => {
    expect(cases.filter(({ kind }) => kind in withoutGradient)).toEqual([])
  })
})
