import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  conformal,
  deepAr,
  type Forecaster,
  gru,
  negativeBinomial,
  point,
  quantiles,
} from '../../../src/forecast/index.ts'
import { rehearsalFor } from '../../../src/forecast/network/train/rehearsal.ts'
import { normal } from '../data.ts'
import { horizon, monthly, seasonal } from './network_panels.ts'

/**
 * Seasonal series with a random walk as level: their future is less certain than a past that the network has memorised.
 */
const wandering = (count: number, rows: number) =>
  monthly(
    Array.from({ length: count }, (_, s) => {
      let level = 20
      const values = Float64Array.from({ length: rows }, (_, t) => {
        level += 0.3 * normal(t, s + 7)
        return level + 3 * Math.sin((2 * Math.PI * (t + s)) / 12) + normal(t, s)
      })
      return { id: `s${s}`, start: '2000-01', values }
    }),
  )

const few = monthly(seasonal(2, 90))
const small = { horizon, hiddenSize: 8 }
const stretchOf = (model: Forecaster) =>
  (model.toState().config as unknown as { fitted: { stretch: number } }).fitted.stretch

describe('the intervals of a network that learns from few series', () => {
  it('cover about the share that they claim', async () => {
    const { overall } = await gru({ horizon, hiddenSize: 32 }).backtest(wandering(3, 180), { windows: 8 })
    expect(overall.coverage80).toBeGreaterThan(0.7)
    expect(overall.coverage80).toBeLessThan(0.9)
  })

  it('are the same after a fit that was aborted and resumed', async () => {
    const whole = gru(small)
    await whole.fit(few, { epochs: 3 })
    const checkpoint = join(await mkdtemp(join(tmpdir(), 'network-')), 'training.safetensors')
    const stop = new AbortController()
    const resumed = gru(small)
    const broken = resumed.fit(few, { epochs: 3, checkpoint, signal: stop.signal, onProgress: () => stop.abort() })
    await expect(broken).rejects.toMatchObject({ code: 'ABORT_ERR' })
    await resumed.fit(few, { epochs: 3, resume: checkpoint })
    expect((await resumed.predict(few)).toRows()).toEqual((await whole.predict(few)).toRows())
  })

  it('are measured in a training of its own before the fit, which calls onRehearsal', async () => {
    const events: string[] = []
    await gru(small).fit(few, {
      epochs: 2,
      onRehearsal: ({ epoch, epochs }) => events.push(`rehearsal ${epoch} of ${epochs}`),
      onProgress: ({ epoch }) => events.push(`fit ${epoch}`),
    })
    expect(events).toEqual(['rehearsal 1 of 2', 'rehearsal 2 of 2', 'fit 1', 'fit 2'])
  })

  it('are not measured with calibrate: false, nor inside conformal', async () => {
    const [measured, plain, wrapped] = [gru(small), gru(small), conformal(gru(small))]
    await measured.fit(few, { epochs: 3 })
    await plain.fit(few, { epochs: 3, calibrate: false })
    await wrapped.fit(few, { epochs: 3 })
    expect(stretchOf(measured)).not.toBe(1)
    expect([stretchOf(plain), stretchOf(wrapped.inner)]).toEqual([1, 1])
  })

  it('stay those of the distribution if only the newest rows have values', async () => {
    const values = Float64Array.from({ length: 90 }, (_, t) => (t < 72 ? Number.NaN : 10 + normal(t)))
    const panel = monthly([{ id: 'young', values }])
    const model = gru(small)
    await model.fit(panel, { epochs: 2 })
    expect((await model.predict(panel)).interval(0.8).upper.every(Number.isFinite)).toBe(true)
  })

  it('are those of the distribution if the output has no interval that can be made wider', async () => {
    for (const output of [quantiles([0.2, 0.5, 0.8]), negativeBinomial(), point()]) {
      const model = gru({ ...small, output })
      await model.fit(few, { epochs: 2 })
      expect(stretchOf(model)).toBe(1)
    }
  })
})

describe('the rehearsal', () => {
  const plan = (count: number, rows: number, steps = horizon) =>
    rehearsalFor(monthly(seasonal(count, rows)), { horizon: steps })

  it('holds out a quarter of few series, and one horizon of many', () => {
    expect(plan(2, 120)).toEqual({ windows: 13, stride: 2, rows: 30, keeps: false })
    expect(plan(400, 120)).toEqual({ windows: 1, stride: 2, rows: 6, keeps: true })
    expect(plan(400, 40)).toEqual({ windows: 1, stride: 2, rows: 6, keeps: false })
  })

  it('is left out if series are too short', () => {
    expect(plan(2, 12)).toBeNull()
    expect(plan(2, 13)).not.toBeNull()
  })

  it('ends a training that no longer helps in the newest rows, and tells the errors there', async () => {
    const { history, validation } = await gru(small).fit(monthly(seasonal(2, 300)))
    expect(history!.epochs.length).toBeLessThan(300)
    expect(validation!.network).toBeGreaterThan(0)
    expect(validation!.seasonalNaive).toBeGreaterThan(0)
  })
})

describe('deepAr', () => {
  it('follows small changes at a high level', async () => {
    const high = monthly(
      seasonal(3, 120).map(({ values, ...series }) => ({
        ...series,
        values: Array.from(values, (value) => 5000 + Number(value)),
      })),
    )
    const model = deepAr({ horizon, layers: 1, hiddenSize: 16 })
    const { overall } = await model.backtest(high, { windows: 2, fit: { epochs: 40 } })
    expect(overall.mase).toBeLessThan(1)
  })
})
