import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { binding } from '../../../src/addon/index.ts'
import {
  type FitOptions,
  gru,
  type NetworkForecaster,
  negativeBinomial,
  type PanelStream,
  point,
} from '../../../src/index.ts'
import type { Panel } from '../../../src/series/index.ts'
import { driven, errorOf, horizon, monthly, seasonal, split } from './network_panels.ts'

const small = { horizon, hiddenSize: 8, context: 12, season: 12 }
const quick: FitOptions = { epochs: 3, batchSize: 32, samplesPerEpoch: 500 }

/** The panel as a stream of panels with `size` series each. */
function pieces(panel: Panel, size: number): PanelStream {
  const parts = Array.from({ length: Math.ceil(panel.seriesCount / size) }, (_, part) =>
    panel.select(Array.from(panel.ids.keys()).slice(part * size, (part + 1) * size)),
  )
  return { count: parts.length, read: async (index) => parts[index] }
}

async function fitted(data: Panel | PanelStream, options = quick): Promise<NetworkForecaster> {
  const model = gru(small)
  await model.fit(data, options)
  return model
}

const weights = (model: NetworkForecaster) => model.toState().tensors
const panel = monthly(seasonal(12, 100))

const { Table } = binding
afterEach(() => {
  binding.Table = Table
})

describe('a stream of panels', () => {
  it.for([
    ['many series', monthly(seasonal(60, 100)), { ...quick, validation: 0.2, patience: 2 }],
    ['few series, whose intervals are measured', monthly(seasonal(2, 90, { gaps: 0.1 })), { epochs: 2 }],
    ['covariates', monthly(driven(4, 60)), { epochs: 2 }],
  ] as [string, Panel, FitOptions][])(
    'with one panel trains the same weights as the panel itself: %s',
    async ([, whole, options]) => {
      const [one, other] = [gru(small), gru(small)]
      const { history } = await one.fit(whole, options)
      const report = await other.fit(pieces(whole, whole.seriesCount), options)
      expect(report.history).toEqual(history)
      expect(other.toState()).toEqual(one.toState())
    },
  )

  it('with several panels learns as well as one panel with all series', async () => {
    const noisy = monthly(seasonal(12, 120, { noise: 1 }))
    const { past, actual } = split(noisy)
    const options = { epochs: 10, batchSize: 32, samplesPerEpoch: 900 }
    const error = async (data: Panel | PanelStream) =>
      errorOf((await (await fitted(data, options)).predict(past)).mean, actual)
    expect(Math.abs((await error(pieces(past, 3))) / (await error(past)) - 1)).toBeLessThan(0.1)
  })

  it('gives the same bits with the same seed and any number of threads, and others with another seed', async () => {
    const stream = pieces(panel, 4)
    const first = weights(await fitted(stream, { ...quick, threads: 1 }))
    expect(weights(await fitted(stream, { ...quick, threads: 2 }))).toEqual(first)
    expect(weights(await fitted(stream, { ...quick, seed: 1 }))).not.toEqual(first)
  })

  it('resumes from a checkpoint with the same bits as an uninterrupted fit', async () => {
    const stream = pieces(panel, 4)
    const checkpoint = join(await mkdtemp(join(tmpdir(), 'stream-')), 'training.safetensors')
    const stop = new AbortController()
    const broken = fitted(stream, { ...quick, checkpoint, signal: stop.signal, onProgress: () => stop.abort() })
    await expect(broken).rejects.toMatchObject({ code: 'ABORT_ERR' })
    expect(weights(await fitted(stream, { ...quick, resume: checkpoint }))).toEqual(weights(await fitted(stream)))
  })

  it('is read in a new order in each epoch, with at most two panels in memory', async () => {
    const [alive, most] = tablesAlive()
    const { count, read } = pieces(panel, 2)
    const order: number[] = []
    const stream: PanelStream = {
      count,
      read(index) {
        order.push(index)
        return read(index)
      },
    }
    await gru({ ...small, output: point() }).fit(stream, { ...quick, validation: 0.2 })
    expect(most()).toBe(2)
    await vi.waitFor(() => expect(alive()).toBe(0))
    // All panels are surveyed twice, then each epoch trains and validates. A panel in memory is not read again.
    expect(order.slice(0, 12)).toEqual([0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5])
    const [first, second] = [order.slice(12, 18), order.slice(18, 23)]
    expect(first.toSorted()).toEqual([0, 1, 2, 3, 4, 5])
    expect(first).not.toEqual([0, 1, 2, 3, 4, 5])
    expect(second).toEqual(first.toReversed().slice(1))
    expect(new Set([order[22], ...order.slice(23, 29)]).size).toBe(6)
  })

  it('counts the steps of onStep over all panels', async () => {
    const steps: { step: number; steps: number }[] = []
    const onStep = (progress: { step: number; steps: number }) => steps.push(progress)
    const model = gru({ ...small, hiddenSize: 256, output: point() })
    await model.fit(pieces(panel, 1), { epochs: 1, batchSize: 1, threads: 1, onStep })
    const total = 12 * (100 - small.context - horizon + 1)
    expect(steps.every(({ step, steps }) => steps === total && step <= total)).toBe(true)
    expect(Math.max(...steps.map(({ step }) => step))).toBeGreaterThan(total / 12)
  })

  it('may have categories that some panels lack, and embeddings of ids', async () => {
    const [one, two] = [driven(2, 60), driven(2, 60)].map((series, part) =>
      monthly(series.map((each, s) => ({ ...each, id: `${part} ${s}`, static: { region: `region ${part}` } }))),
    )
    const stream = { count: 2, read: async (index: number) => [one, two][index] }
    const model = gru({ ...small, embedIds: true })
    await model.fit(stream, { epochs: 1 })
    for (const part of [one, two]) expect((await model.predict(part)).mean.every(Number.isFinite)).toBe(true)
  })

  it('skips a panel with too little to learn from', async () => {
    const short = monthly([{ id: 'short', values: [1, Number.NaN, Number.NaN, 3] }])
    const stream = { count: 3, read: async (index: number) => [short, panel, short][index] }
    expect(weights(await fitted(stream, { ...quick, validation: 0.2 }))).toEqual(
      weights(await fitted({ count: 1, read: async () => panel }, { ...quick, validation: 0.2 })),
    )
  })

  it('continues the training of a fitted network with update()', async () => {
    const [one, other] = [await fitted(panel), await fitted(panel)]
    await one.update(panel, quick)
    await other.update(pieces(panel, 12), quick)
    expect(weights(other)).toEqual(weights(one))
    const daily = panel.with({ frequency: { text: 'd', unit: 'day', multiple: 1, anchor: null } })
    await expect(one.update(pieces(daily, 6))).rejects.toThrow('panel of frequency MS')
  })
})

describe('a stream of panels is refused', () => {
  const reading = (read: (index: number) => unknown, count = 2) => ({ count, read }) as PanelStream

  it.for<[string, PanelStream, string, RegExp]>([
    ['without panels', reading(() => panel, 0), 'ERR_RANGE', /count of a stream of panels/],
    ['whose panels are something else', reading(async () => [1, 2]), 'ERR_TYPE', /a panel/],
    ['without a read function', { count: 1, read: panel } as never, 'ERR_TYPE', /read of a stream of panels/],
    [
      'whose panels differ in their columns',
      reading(async (index) => (index ? monthly(driven(1, 40)) : panel)),
      'ERR_DATA',
      /the frequency and columns of the first panel \(frequency MS; known none; .*\), got .* known day \(categorical\), price; .* in panel 1/,
    ],
    [
      'whose histories have no values',
      reading(async () => monthly([{ id: 'empty', values: new Float64Array(9).fill(Number.NaN) }])),
      'ERR_DATA',
      /series "empty"/,
    ],
    [
      'whose windows all have an empty horizon',
      reading(async () => monthly([{ id: 'a', values: [1, 2, ...Array(20).fill(Number.NaN)] }])),
      'ERR_DATA',
      /series with values before and within a horizon of 6 steps/,
    ],
  ])('%s', async ([, stream, code, message]) => {
    await expect(gru(small).fit(stream, quick)).rejects.toMatchObject({ code, message: expect.stringMatching(message) })
  })

  it('with negative values for counts', async () => {
    const negative = monthly([{ id: 'a', values: Float64Array.from({ length: 40 }, (_, t) => 3 - t) }])
    const model = gru({ ...small, output: negativeBinomial() })
    await expect(model.fit(reading(async () => negative))).rejects.toThrow('got -1 in row 4 of series "a"')
  })

  it('if its reader fails, with the error of the reader, and all memory is freed', async () => {
    const [alive] = tablesAlive()
    const { count, read } = pieces(panel, 3)
    let left = 11
    const failing = reading(
      async (index) => (left-- > 0 ? read(index) : Promise.reject(new Error('no such file'))),
      count,
    )
    await expect(fitted(failing)).rejects.toThrow('no such file')
    await vi.waitFor(() => expect(alive()).toBe(0))
  })

  it('with ABORT_ERR if a signal fires between two panels', async () => {
    const stop = new AbortController()
    const stopping = reading(async (index) => {
      if (index === 1) stop.abort()
      return panel
    }, 1000)
    await expect(fitted(stopping, { signal: stop.signal })).rejects.toMatchObject({ code: 'ABORT_ERR' })
  })
})

/** Counts the tables in native memory: the number that exist now, and the largest number that existed at a time. */
function tablesAlive(): [alive: () => number, most: () => number] {
  let [alive, most] = [0, 0]
  class Counted extends Table {
    constructor(...parts: ConstructorParameters<typeof Table>) {
      super(...parts)
      most = Math.max(most, ++alive)
    }
    override dispose() {
      alive--
      super.dispose()
    }
  }
  binding.Table = Counted
  return [() => alive, () => most]
}
