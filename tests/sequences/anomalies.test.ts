import { describe, expect, it } from 'vitest'
import { anomalyKinds, labelledSeries, uniforms } from '../../bench/sequences/labelled.ts'
import { gru, panelFromSeries } from '../../src/index.ts'
import { type AnomalyOptions, anomalies } from '../../src/sequences/index.ts'

const joined = (...parts: Float64Array[]) => Float64Array.from(parts.flatMap((part) => Array.from(part)))
const hourly = (series: Record<string, ArrayLike<number>>) =>
  panelFromSeries(
    Object.entries(series).map(([id, values]) => ({ id, start: '2024-01-01', values })),
    { frequency: 'h' },
  )

/** Draws of a distribution from a seed. */
const draws = {
  normal: (u: () => number) => Math.sqrt(-2 * Math.log(1 - u())) * Math.cos(2 * Math.PI * u()),
  laplace: (u: () => number) => {
    const x = u() - 0.5
    return -Math.sign(x) * Math.log(1 - 2 * Math.abs(x))
  },
  uniform: (u: () => number) => u(),
}

describe('anomalies by smoothing', () => {
  it('finds each kind of anomaly in 20 series, and few false ones, at a rate of 1 in 1000', async () => {
    const found = Object.fromEntries(anomalyKinds.map((kind) => [kind, 0]))
    let [right, all] = [0, 0]
    for (let seed = 1; seed <= 20; seed++) {
      const { normal, anomalous, labels } = labelledSeries(seed, 1500)
      const detector = anomalies({ falseAlarms: 0.001 })
      await detector.fit(hourly({ a: normal }))
      const detection = await detector.detect(hourly({ a: joined(normal, anomalous) }))
      const flags = detection.of('a').anomaly.subarray(1500)
      for (const { kind, from, to } of labels) if (flags.subarray(from, to).includes(1)) found[kind]++
      const events = detection.events.filter(({ to }) => to > 1500)
      all += events.length
      right += events.filter((event) =>
        labels.some(({ from, to }) => event.from - 1500 < to + 24 && event.to - 1500 > from),
      ).length
    }
    for (const kind of anomalyKinds) expect(found[kind], kind).toBeGreaterThanOrEqual(37) // of 40
    expect(right / all).toBeGreaterThan(0.85)
  })

  // 24 series of 1,000 rows: with a rate of 1 %, 240 false alarms are expected. The limit of 1.2 % is three standard
  // deviations of a count, the limit of 0.3 % tells that the rate is used.
  it.for(Object.entries(draws))(
    'raises about the false alarms that it was asked for, on %s noise',
    async ([, draw]) => {
      let [alarms, rows] = [0, 0]
      for (let seed = 1; seed <= 24; seed++) {
        const u = uniforms(100 + seed)
        const values = Float64Array.from({ length: 2000 }, (_, t) => 5 * Math.sin((2 * Math.PI * t) / 24) + draw(u))
        const detector = anomalies({ season: 24, falseAlarms: 0.01 })
        await detector.fit(values.subarray(0, 1000))
        const { anomaly } = (await detector.detect(values)).of()
        rows += 1000
        alarms += anomaly.subarray(1000).reduce((sum, flag) => sum + flag, 0)
      }
      expect(alarms / rows).toBeLessThan(0.012)
      expect(alarms / rows).toBeGreaterThan(0.003)
    },
  )

  it('works on a short series', async () => {
    const u = uniforms(3)
    const values = Float64Array.from({ length: 60 }, () => 20 + draws.normal(u))
    const detector = anomalies()
    await detector.fit(values)
    const next = joined(values, Float64Array.of(20, 33, 20))
    const { anomaly, check } = (await detector.detect(next)).of()
    expect([...anomaly.subarray(60)]).toEqual([0, 1, 0])
    expect(check[61]).toBe('value')
  })

  it('tells what it expected, between limits that the check of values does not cross', async () => {
    const u = uniforms(4)
    const values = Float64Array.from(
      { length: 800 },
      (_, t) => 50 + 10 * Math.sin((2 * Math.PI * t) / 12) + draws.normal(u),
    )
    values[700] += 9
    const detector = anomalies({ season: 12, checks: ['value'] })
    await detector.fit(values.subarray(0, 600))
    const { expected, lower, upper, anomaly } = (await detector.detect(values)).of()
    expect(Math.abs(expected[700] - (50 + 10 * Math.sin((2 * Math.PI * 700) / 12)))).toBeLessThan(1.5)
    for (let row = 24; row < 800; row++)
      expect(anomaly[row]).toBe(values[row] < lower[row] || values[row] > upper[row] ? 1 : 0)
    expect(anomaly[700]).toBe(1)
  })

  it('gives missing values and the first rows no score, and does not call them anomalies', async () => {
    const u = uniforms(5)
    const values = Float64Array.from({ length: 500 }, (_, t) =>
      t % 50 > 45 ? Number.NaN : 5 * Math.sin(t / 4) + draws.normal(u),
    )
    const detector = anomalies({ season: 25 })
    await detector.fit(values)
    const { score, pValue, anomaly, check } = (await detector.detect(values)).of()
    values.forEach((value, row) => {
      if (!Number.isNaN(value) && row >= 10) return
      expect(score[row]).toBeNaN()
      expect(pValue[row]).toBeNaN()
      expect([anomaly[row], check[row]]).toEqual([0, null])
    })
    expect(score.filter((one) => !Number.isNaN(one)).length).toBeGreaterThan(400)
  })

  it('accepts a new level after a while, and a row after an outlier', async () => {
    const u = uniforms(6)
    const values = Float64Array.from({ length: 1200 }, (_, t) => (t < 900 ? 0 : 30) + draws.normal(u))
    values[700] = -40
    const detector = anomalies({ season: 1, falseAlarms: 0.001 })
    await detector.fit(values.subarray(0, 600))
    const { anomaly } = (await detector.detect(values)).of()
    expect([...anomaly.subarray(698, 703)]).toEqual([0, 0, 1, 0, 0])
    expect(anomaly[900]).toBe(1)
    expect(anomaly.subarray(960).reduce((sum, flag) => sum + flag, 0)).toBeLessThan(4)
  })

  it('has its own limits in each series of a panel', async () => {
    const u = uniforms(7)
    const make = (size: number) => Float64Array.from({ length: 400 }, () => size * draws.normal(u))
    const [small, large] = [make(1), make(100)]
    const detector = anomalies({ season: 1, falseAlarms: 0.001 })
    await detector.fit(hourly({ small, large }))
    small[350] = 40
    const detection = await detector.detect(hourly({ large, small }))
    expect(detection.events).toMatchObject([{ id: 'small', from: 350, to: 351, peak: 350, check: 'value' }])
    expect(detection.events[0].time).toBe(Date.UTC(2024, 0, 1) + 350 * 36e5)
  })

  it('leaves gross outliers out of the calibration with trim', async () => {
    const u = uniforms(8)
    const values = Float64Array.from({ length: 1000 }, (_, t) => draws.normal(u) + (t % 97 === 50 ? 15 : 0))
    const eventsWith = async (trim: boolean) => {
      const detector = anomalies({ season: 1, falseAlarms: 0.005, trim })
      await detector.fit(values)
      return (await detector.detect(values)).of().anomaly.filter((flag, row) => flag && row % 97 === 50).length
    }
    expect(await eventsWith(true)).toBe(10)
    expect(await eventsWith(false)).toBeLessThan(8)
  })

  it('gives the same scores for a series whatever the other series are', async () => {
    const u = uniforms(9)
    const values = Float64Array.from({ length: 300 }, () => draws.normal(u))
    const detector = anomalies({ season: 1 })
    await detector.fit(hourly({ a: values, b: values.map((value) => 2 * value) }))
    const both = await detector.detect(hourly({ a: values, b: values }))
    const one = await detector.detect(hourly({ a: values }))
    expect(one.of('a')).toEqual(both.of('a'))
  })
})

describe('anomalies by a network', () => {
  const u = uniforms(11)
  const values = Float64Array.from(
    { length: 700 },
    (_, t) => 5 * Math.sin((2 * Math.PI * t) / 12) + 0.5 * draws.normal(u),
  )
  const strange = values.slice()
  strange[600] += 6
  strange.fill(strange[649], 650, 670)

  it.for<[string, () => NonNullable<AnomalyOptions['by']>, number]>([
    ['a forecaster', () => gru({ horizon: 12, hiddenSize: 16, season: 12 }), 8],
    ['an autoencoder', () => 'autoencoder', 40],
  ])('finds a spike and a stuck sensor by %s', async ([, by, epochs]) => {
    const detector = anomalies({ by: by(), season: 12, falseAlarms: 0.005 })
    let calls = 0
    await detector.fit(hourly({ a: values.subarray(0, 560) }), { epochs, onProgress: () => calls++ })
    expect(calls).toBe(epochs)
    const { anomaly } = (await detector.detect(hourly({ a: strange }))).of()
    expect(anomaly[600]).toBe(1)
    expect(anomaly.subarray(652, 670).includes(1)).toBe(true)
    expect(anomaly.subarray(560, 600).reduce((sum, flag) => sum + flag, 0)).toBeLessThan(4)
  })
})
