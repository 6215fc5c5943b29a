import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { deepAr, gru, panelFromSeries, theta } from '../../src/index.ts'
import { writeSafetensors } from '../../src/nn/index.ts'
import { type AnomalyOptions, anomalies, loadDetector } from '../../src/sequences/index.ts'
import { normal } from '../forecast/data.ts'

const folder = mkdtempSync(join(tmpdir(), 'gatecast-'))
afterAll(() => rmSync(folder, { recursive: true }))

const rows = 260
const values = Float64Array.from({ length: rows }, (_, t) =>
  t % 41 === 17 ? Number.NaN : 1000 + 8 * Math.sin((2 * Math.PI * t) / 7) + normal(t, 5) + (t === 230 ? 12 : 0),
)
const daily = (own: ArrayLike<number>) =>
  panelFromSeries([{ id: 'a', start: '2023-01-02', values: own }], { frequency: 'd' }).withCalendar(['dayOfWeek'])

const ways: [string, AnomalyOptions, number][] = [
  ['smoothing', {}, 1],
  ['a forecaster of a method', { by: theta({ horizon: 7 }) }, 1],
  ['a direct network', { by: gru({ horizon: 7, hiddenSize: 8 }) }, 3],
  ['a recursive network with drawn paths', { by: deepAr({ horizon: 4, hiddenSize: 8 }), checks: ['value'] }, 2],
  ['a network with a horizon of one step', { by: gru({ horizon: 1, hiddenSize: 8 }) }, 3],
  ['an autoencoder', { by: 'autoencoder' }, 3],
]

describe.for(ways)('a detector by %s', ([, options, epochs]) => {
  const fitted = async () => {
    const detector = anomalies(options)
    await detector.fit(daily(values.subarray(0, 200)), { epochs })
    return detector
  }

  it('gives the same scores live and in a batch, bit by bit, also after it was saved', async () => {
    const detector = await fitted()
    const batch = (await detector.detect(daily(values))).of()
    expect(batch.score.subarray(200).some((score) => score > 1)).toBe(true)
    const path = join(folder, 'detector.safetensors')
    await detector.save(path)
    const loaded = await loadDetector(path)
    expect((await loaded.detect(daily(values))).of()).toEqual(batch)
    expect(loaded.threshold).toBe(detector.threshold)
    const live = await loaded.stream(daily(values.subarray(0, 200)))
    for (let row = 200; row < rows; row++) {
      const reading = await live.push(values[row])
      for (const name of ['score', 'pValue', 'expected', 'lower', 'upper', 'check'] as const)
        expect(
          Object.is(reading[name], batch[name][row]),
          `${name} of row ${row}: ${reading[name]}, ${batch[name][row]}`,
        ).toBe(true)
      expect(reading.anomaly).toBe(batch.anomaly[row] === 1)
    }
  }, 30_000)

  it('does not depend on the number of threads', async () => {
    const results = await Promise.all(
      [1, 2].map(async (threads) => {
        const detector = anomalies(options)
        await detector.fit(daily(values.subarray(0, 200)), { epochs, threads })
        return (await detector.detect(daily(values), { threads })).of()
      }),
    )
    expect(results[0]).toEqual(results[1])
  })
})

describe('a detector of one series', () => {
  it('goes on after the rows of fit, as a stream and as detect do', async () => {
    const detector = anomalies()
    await detector.fit(values.subarray(0, 200))
    const live = await detector.stream(values.subarray(0, 200))
    const batch = (await detector.detect(values)).of()
    for (let row = 200; row < rows; row++) {
      const reading = await detector.push(values[row])
      expect(reading).toEqual(await live.push(values[row]))
      expect(reading.score).toBe(batch.score[row])
    }
  })

  it('begins anew with another fit, and refuses to push without one series', async () => {
    const detector = anomalies()
    await expect(detector.push(1)).rejects.toMatchObject({ code: 'ERR_DATA', message: /Call fit first/ })
    await detector.fit(values)
    const first = await detector.push(1020)
    await detector.fit(values)
    expect(await detector.push(1020)).toEqual(first)
    await detector.fit(
      panelFromSeries(
        ['a', 'b'].map((id) => ({ id, values })),
        { frequency: 'd' },
      ),
    )
    await expect(detector.push(1)).rejects.toMatchObject({ code: 'ERR_DATA', message: /detector\.stream\(rows\)/ })
  })
})

describe('a live detector', () => {
  it('begins with few rows, and has no score until it knows enough', async () => {
    const detector = anomalies({ season: 1 })
    await detector.fit(values)
    const live = await detector.stream([])
    const seen: number[] = []
    for (const value of values.subarray(0, 14)) seen.push((await live.push(value)).score)
    expect(seen.map(Number.isNaN)).toEqual([...new Array(10).fill(true), ...new Array(4).fill(false)])
  })

  it('answers overlapping calls in their order, and goes on after a wrong value', async () => {
    const detector = anomalies()
    await detector.fit(values)
    const [one, two] = await Promise.all([detector.stream(values), detector.stream(values)])
    const next = [1001, 1003, 998, 1060, 1001]
    const together = await Promise.all(next.map((value) => one.push(value)))
    const apart = []
    for (const value of next) {
      await expect(two.push(Number.POSITIVE_INFINITY)).rejects.toMatchObject({ code: 'ERR_NOT_FINITE' })
      await expect(two.push('1' as never)).rejects.toMatchObject({ code: 'ERR_TYPE' })
      apart.push(await two.push(value))
    }
    expect(together).toEqual(apart)
    expect(together.map(({ anomaly }) => anomaly)[3]).toBe(true)
  })

  it('takes the covariates of a forecaster with each value', async () => {
    const driver = Float64Array.from({ length: rows }, (_, t) => normal(t, 9))
    const made = values.map((value, t) => value + 10 * driver[t])
    const panel = (end: number) =>
      panelFromSeries(
        [
          {
            id: 'a',
            start: '2023-01-02',
            values: made.subarray(0, end),
            known: { driver: driver.subarray(0, end + 1) },
          },
        ],
        { frequency: 'd' },
      )
    const detector = anomalies({ by: gru({ horizon: 1, hiddenSize: 8 }) })
    await detector.fit(panel(200), { epochs: 3 })
    const batch = (await detector.detect(panel(250))).of()
    const live = await detector.stream(panel(200))
    for (let row = 200; row < 250; row++) {
      const { score } = await live.push(made[row], { known: { driver: driver[row + 1] } })
      expect(Object.is(score, batch.score[row])).toBe(true)
    }
  })

  it('refuses files that hold no detector', async () => {
    const path = join(folder, 'forecaster.safetensors')
    await theta({ horizon: 3 }).save(path)
    await expect(loadDetector(path)).rejects.toMatchObject({
      code: 'ERR_FILE',
      message: expect.stringMatching(/a forecaster/),
    })
    const broken = { settings: {}, source: { kind: 'constructor', config: {} }, judge: {}, units: [] }
    const metadata = { format: 'gatecast-detector', format_version: '1', configuration: JSON.stringify(broken) }
    await writeSafetensors(path, { tensors: {}, metadata })
    await expect(loadDetector(path)).rejects.toMatchObject({ code: 'ERR_FILE' })
    await writeSafetensors(path, { tensors: {}, metadata: { ...metadata, format_version: '2' } })
    await expect(loadDetector(path)).rejects.toMatchObject({
      message: expect.stringMatching(/format version 1, got 2/),
    })
    writeFileSync(path, 'nothing')
    await expect(loadDetector(path)).rejects.toMatchObject({ code: 'ERR_FILE' })
  })
})
