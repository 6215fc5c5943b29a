import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { panelFromSeries, theta } from '../../src/index.ts'
import { anomalies, loadDetector } from '../../src/sequences/index.ts'
import { normal } from '../forecast/data.ts'

const values = Float64Array.from({ length: 200 }, (_, t) => normal(t))

describe('anomalies', () => {
  it.for<[string, object, string, RegExp]>([
    ['an unknown option', { falseAlarm: 0.1 }, 'ERR_RANGE', /Did you mean "falseAlarms"/],
    ['a rate of 0', { falseAlarms: 0 }, 'ERR_RANGE', /falseAlarms/],
    ['a rate as text', { falseAlarms: '1%' }, 'ERR_TYPE', /falseAlarms/],
    ['an unknown way', { by: 'smothing' }, 'ERR_RANGE', /Did you mean "smoothing"/],
    ['a way that is no forecaster', { by: {} }, 'ERR_TYPE', /gru\(\{ horizon: 24 \}\)/],
    ['an unknown check', { checks: ['values'] }, 'ERR_RANGE', /Did you mean "value"/],
    ['no check', { checks: [] }, 'ERR_RANGE', /empty array/],
    ['a season of 0', { season: 0 }, 'ERR_RANGE', /season/],
    ['a share of 1', { heldOut: 1 }, 'ERR_RANGE', /heldOut/],
  ])('refuses %s', ([, options, code, message]) => {
    expect(() => anomalies(options)).toThrow(expect.objectContaining({ code, message: expect.stringMatching(message) }))
  })

  it.for<[string, unknown, string, RegExp]>([
    [
      'a constant series',
      new Float64Array(100).fill(3),
      'ERR_DATA',
      /change in series "values", got 3 in all of the 60/,
    ],
    ['a series without values', new Float64Array(100).fill(Number.NaN), 'ERR_DATA', /got 0 in 100 rows/],
    ['a short series', [1, 2, 3, 4], 'ERR_DATA', /"values".*got 4, of which 2 are for training/],
    ['a series with few held-out rows', values.subarray(0, 40), 'ERR_DATA', /20 held-out rows or more.*16/],
    ['infinity', [...values, Number.NEGATIVE_INFINITY], 'ERR_NOT_FINITE', /-Infinity at index 200/],
    ['texts', ['a', 'b'], 'ERR_TYPE', /numbers/],
    ['nothing', undefined, 'ERR_TYPE', /a panel/],
    [
      'a series that changes after training',
      [...new Array(100).fill(1), ...new Array(50).fill(2)],
      'ERR_DATA',
      /change.*got 1 in all of the 90/,
    ],
  ])('cannot learn from %s', async ([, data, code, message]) => {
    const call = anomalies().fit(data as never)
    await expect(call).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('wants fit first, and series that it saw', async () => {
    const detector = anomalies()
    for (const call of [() => detector.detect(values), () => detector.stream(values), () => detector.save('x')])
      await expect(call()).rejects.toMatchObject({ code: 'ERR_DATA', message: expect.stringMatching(/Call fit first/) })
    await detector.fit(values)
    const others = panelFromSeries([{ id: 'pump', values }], { frequency: 'h' })
    await expect(detector.detect(others)).rejects.toMatchObject({ message: expect.stringMatching(/got "pump"/) })
    await expect(detector.detect([1, Number.POSITIVE_INFINITY])).rejects.toMatchObject({ code: 'ERR_NOT_FINITE' })
    const detection = await detector.detect(values)
    expect(() => detection.of('pump')).toThrow(/pump/)
  })

  it('wants rows of the frequency that fit saw, also after loading', async () => {
    const path = join(await mkdtemp(join(tmpdir(), 'gatecast-')), 'pump.safetensors')
    const rows = (frequency: string) => panelFromSeries([{ id: 'pump', start: '2024-01-01', values }], { frequency })
    const detector = anomalies()
    await detector.fit(rows('h'))
    await detector.save(path)
    for (const one of [detector, await loadDetector(path)]) {
      const message = expect.stringMatching(/frequency "h".*got "d".*Resample/)
      for (const call of [() => one.detect(rows('d')), () => one.stream(rows('d'))])
        await expect(call()).rejects.toMatchObject({ code: 'ERR_DATA', message })
      expect((await one.detect(rows('h'))).of('pump').score).toHaveLength(200)
    }
  })

  it.for<[string, unknown, RegExp]>([
    ['a BigInt64Array', BigInt64Array.of(1n, 2n), /array of numbers, got a BigInt64Array.*Float64Array\.from/],
    ['a text', '1, 2, 3', /array of numbers, got "1, 2, 3"/],
    ['a number', 3, /array of numbers, got 3/],
  ])('says that it takes arrays of numbers too, given %s', async ([, data, message]) => {
    await expect(anomalies().fit(data as never)).rejects.toMatchObject({
      code: 'ERR_TYPE',
      message: expect.stringMatching(message),
    })
  })

  it.for<[unknown, RegExp]>([
    ['3', /^Expected the value to be a number, or NaN or null for a missing one, got "3"$/],
    [3n, /number/],
    [undefined, /got nothing/],
    [Number.NEGATIVE_INFINITY, /^Expected the value to be finite, got -Infinity/],
  ])('refuses to push %s', async ([value, message]) => {
    const detector = anomalies()
    await detector.fit(values)
    await expect(detector.push(value as never)).rejects.toThrow(message)
  })

  it('wants one series for a stream', async () => {
    const two = panelFromSeries(
      [
        { id: 'a', values },
        { id: 'b', values },
      ],
      { frequency: 'h' },
    )
    const detector = anomalies()
    await detector.fit(two)
    await expect(detector.stream(two)).rejects.toMatchObject({ message: expect.stringMatching(/select\(\[0\]\)/) })
  })

  it('stops when it is aborted, and stays as it was', async () => {
    const detector = anomalies({ by: theta({ horizon: 7 }) })
    await expect(detector.fit(values, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'ABORT_ERR' })
    await detector.fit(values)
    const before = (await detector.detect(values)).of()
    const long = Float64Array.from({ length: 3000 }, (_, t) => normal(t))
    await expect(detector.fit(long, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({ code: 'ABORT_ERR' })
    expect((await detector.detect(values)).of()).toEqual(before)
    await expect(detector.detect(long, { signal: AbortSignal.timeout(20) })).rejects.toMatchObject({
      code: 'ABORT_ERR',
    })
  })
})
