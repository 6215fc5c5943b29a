import { describe, expect, it } from 'vitest'
import { runCase } from './run.ts'
import { Values } from './values.ts'

describe('embedding', () => {
  it.each([-1, 5, 2 ** 31 - 1, -(2 ** 31)])('refuses id %d in a table of 5', async (id) => {
    const values = new Values(1, { batch: 3, time: 1 })
    const ids = values.given(['batch'], [0, id, 4], 'int32')
    const run = runCase(
      { kind: 'embedding', inputs: [ids, values.uniform([5, 2])] },
      { asParameter: [false, true], cotangents: [values.uniform([3, 2]).tensor] },
    )
    await expect(run).rejects.toMatchObject({ code: 'ERR_RANGE' })
  })
})
