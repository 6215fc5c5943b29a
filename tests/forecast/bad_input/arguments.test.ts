import { DataFrame } from 'danfojs-node'
import { describe, expect, it } from 'vitest'
import { prepare } from '../../../src/danfo/index.ts'
import { conformal, ensemble, gru, theta } from '../../../src/forecast/index.ts'
import { panelFromColumns, panelFromRows, panelFromSeries } from '../../../src/series/index.ts'
import { expectRejected, isError, roles, rows } from './bad_input.ts'

describe('another value', () => {
  it('in place of a panel is refused, with how to make one', async () => {
    const frame = new DataFrame(rows(60))
    await expectRejected(frame as never, 'ERR_TYPE', /a panel, got a frame\. Make one with .*prepare\(frame, \.\.\.\)/)
    await expectRejected(rows(60) as never, 'ERR_TYPE', /a panel, got an array/)
    await expectRejected(undefined as never, 'ERR_TYPE', /a panel, got nothing/)
  })

  it('in place of rows, columns or a frame is refused, with the function that takes it', () => {
    const frame = new DataFrame(rows(3))
    expect(() => panelFromRows(frame as never, roles)).toThrow(
      isError('ERR_TYPE', /got a frame\. Use panelFrom\(\), or prepare\(/),
    )
    expect(() => panelFromColumns(frame as never, roles)).toThrow(
      isError('ERR_TYPE', /got a frame\. Use panelFrom\(\), or prepare/),
    )
    expect(() => panelFromColumns(null as never, roles)).toThrow(isError('ERR_TYPE', /columns as an object of arrays/))
    expect(() => prepare(rows(3) as never, roles)).toThrow(isError('ERR_TYPE', /got an array of 3\. .*panelFromRows/))
  })

  it('in place of a forecaster is refused', () => {
    const message = /a forecaster for .*, for example gru\(\{ horizon: 28 \}\)/
    expect(() => conformal(undefined as never)).toThrow(isError('ERR_TYPE', message))
    expect(() => ensemble([null as never])).toThrow(isError('ERR_TYPE', message))
  })

  it.for(['gru', 'theta'] as const)('wants a panel, not a promise of one: %s', async (kind) => {
    const forecaster = { gru, theta }[kind]({ horizon: 2 })
    const promised = Promise.resolve(
      panelFromSeries([{ id: 'a', start: '2024-01-01', values: [1, 2, 3] }], { frequency: 'd' }),
    )
    await expect(forecaster.fit(promised as never)).rejects.toThrow(
      isError('ERR_TYPE', /Expected a panel, got a Promise/),
    )
  })
})
