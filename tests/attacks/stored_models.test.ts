// Files of models, checkpoints, classifiers, regressors, sequence models, detectors and pipelines that anything has
// changed: each either loads and works, or is refused when it is loaded.

import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DataFrame } from 'danfojs-node'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pipelineFromJSON, prepare } from '../../src/danfo/index.ts'
import { gru as gruForecaster, seasonalNaive } from '../../src/index.ts'
import { type Data, gru, input, last, linear, Model, mse } from '../../src/nn/index.ts'
import {
  anomalies,
  loadDetector,
  loadSequenceClassifier,
  loadSequenceModel,
  loadSequenceRegressor,
  sequenceClassifier,
  sequenceRegressor,
} from '../../src/sequences/index.ts'
import { sequenceKinds } from '../../src/sequences/kinds/index.ts'
import { symbolKinds } from '../../src/sequences/symbols/kinds/index.ts'
import { normal } from '../forecast/data.ts'
import { levels, waves } from '../sequences/classify/waves.ts'
import { lines, smallModel } from '../sequences/symbols/lines.ts'
import { chosenMutations, faultsOf, faultsOfFile } from './mutations.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rm(folder, { recursive: true }))

const one = { threads: 1 }

describe('a changed file of a model', () => {
  const samples = Array.from({ length: 12 }, (_, i) => Array.from({ length: 4 }, (_, t) => [normal(i * 4 + t)]))
  const data = { x: samples, y: samples.map(([first]) => first) }
  const network = () => {
    const x = input(['batch', 'time', 1])
    const y = input(['batch', 1])
    const forecast = linear(last(gru(x, { hiddenSize: 3 }).output), 1)
    return new Model({ inputs: { x, y }, outputs: { forecast }, loss: mse(forecast, y) })
  }

  it.for(['program', 'configuration'])('works or is refused at load: %s', async (key) => {
    const path = join(folder, `model ${key}.safetensors`)
    await network().save(path)
    const use = async (read: Model) => {
      // A Program that has lost an input or has another shape is another model: its own inputs say what it reads.
      const own = Object.fromEntries(read.inputs.map(({ name, shape, type }) => [name, zeros(shape, type)]))
      await read.predict(own as never, one)
    }
    expect(await faultsOfFile(path, key, { read: (file) => Model.load(file), use })).toEqual([])
  })

  it('that is a checkpoint works or is refused at load', async () => {
    const path = join(folder, 'checkpoint.safetensors')
    const training = { patience: 3, validation: 0.25, ...one }
    await network().fit(data as unknown as Data<never>, { epochs: 2, checkpoint: path, ...training })
    const read = async (resume: string) => {
      const model = network()
      await model.fit(data as unknown as Data<never>, { epochs: 3, resume, ...training })
      return model
    }
    const use = (model: Model) => model.predict({ x: samples } as never, one)
    expect(await faultsOfFile(path, 'training', { read: read as never, use })).toEqual([])
  })
})

const zeros = (shape: readonly (number | string)[], type: string) => {
  const sizes = shape.map((size) => (typeof size === 'number' ? size : Number.parseInt(size, 10) || 1))
  const length = sizes.reduce((a, b) => a * b, 1)
  return { shape: sizes, data: type === 'int32' ? new Int32Array(length) : new Float32Array(length) }
}

describe('a changed file of sequences works or is refused at load', () => {
  const { sequences, labels } = waves({ count: 16, channels: 2 })
  const small = (kind: string) =>
    ({ kind, ...(kind === 'miniRocket' ? { features: 168 } : { hiddenSize: 4, epochs: 1 }) }) as never
  const kinds = sequenceKinds.map(({ name }) => name)

  it.for(kinds)('classifier %s', async (kind) => {
    const path = join(folder, `classifier ${kind}.safetensors`)
    const options = kind === 'patchTransformer' ? { ...(small(kind) as object), heads: 2 } : small(kind)
    const classifier = sequenceClassifier({ ...(options as object), classWeights: { 'wave 1': 2 } } as never)
    await classifier.fit({ sequences, labels }, one)
    await classifier.save(path)
    const use = async (read: Awaited<ReturnType<typeof loadSequenceClassifier>>) => {
      const { probabilities } = await read.predict(sequences.slice(0, 2), one)
      if (!probabilities.every((row) => row.length === 2 && row.every(Number.isFinite))) throw new Error('no numbers')
    }
    expect(await faultsOfFile(path, 'configuration', { read: loadSequenceClassifier, use })).toEqual([])
  })

  it.for(['gru', 'miniRocket'])('regressor %s', async (kind) => {
    const path = join(folder, `regressor ${kind}.safetensors`)
    const set = levels(16, 1)
    const regressor = sequenceRegressor(small(kind))
    await regressor.fit(set, one)
    await regressor.save(path)
    const use = (read: typeof regressor) => read.predict(set.sequences.slice(0, 2), one)
    expect(await faultsOfFile(path, 'configuration', { read: loadSequenceRegressor, use })).toEqual([])
  })

  it.for(symbolKinds.map(({ name }) => name))('sequence model %s', async (kind) => {
    const path = join(folder, `symbols ${kind}.safetensors`)
    const model = smallModel(kind)
    await model.fit(lines, (kind === 'nGram' || kind === 'markov' ? {} : { epochs: 1 }) as never)
    await model.save(path)
    const use = async (read: typeof model) => {
      await read.unusualness('the cat', one)
      await read.stream().push('t')
    }
    expect(await faultsOfFile(path, 'configuration', { read: loadSequenceModel as never, use })).toEqual([])
  })

  const values = Float64Array.from({ length: 200 }, (_, t) => 5 * Math.sin((t / 6) * Math.PI) + normal(t, 2))
  it.for([
    ['smoothing', {}],
    ['autoencoder', { by: 'autoencoder' }],
    ['a method', { by: seasonalNaive({ horizon: 4 }) }],
    ['a network', { by: gruForecaster({ horizon: 3, context: 12, hiddenSize: 4 }) }],
  ] as const)('detector by %s', async ([name, options]) => {
    const path = join(folder, `detector ${name}.safetensors`)
    const detector = anomalies({ season: 12, ...options })
    await detector.fit(values, name === 'autoencoder' || name === 'a network' ? { epochs: 1 } : {})
    await detector.save(path)
    const use = (read: Awaited<ReturnType<typeof loadDetector>>) => read.detect(values.slice(-80), one)
    expect(await faultsOfFile(path, 'configuration', { read: loadDetector, use })).toEqual([])
  })
})

describe('a changed pipeline', () => {
  const rows = Array.from({ length: 24 }, (_, i) => [
    i % 2 ? 'north' : 'south',
    new Date(Date.UTC(2024, 0, 1 + Math.floor(i / 2))).toISOString().slice(0, 10),
    5 + (i % 7),
    i % 3 ? 'sun' : 'rain',
  ])
  const frame = new DataFrame(rows, { columns: ['shop', 'date', 'y', 'sky'] })
  const options = { series: 'shop', time: 'date', target: 'y', frequency: 'd' } as const

  it('works or is refused at load', async () => {
    const pipeline = prepare(frame, options)
      .markMissing([3])
      .regularise()
      .fill('linear', { mask: true })
      .calendar(['dayOfWeek'])
      .holidays(['2024-01-06'], { before: 1 })
      .fourier('week', { harmonics: 1 })
      .lags([1])
      .rolling(['mean'], { window: 3, minPeriods: 1 })
      .outliers('iqr', { action: 'clip' })
      .clip({ low: 1, high: 50 })
      .boxCox()
      .log({ offset: 100 })
      .scale('standard', { per: 'series' })
      .difference()
      .oneHot({ columns: 'sky' })
    const json = JSON.parse(JSON.stringify(pipeline))
    const mutated: unknown[] = []
    const faults = await faultsOf(
      {
        read: async () => pipelineFromJSON(mutated[0] as never),
        use: async (read) => {
          const applied = read.apply(frame)
          applied.inverse(applied.toFrame())
          applied.toPanel()
        },
      },
      chosenMutations(json, Number(process.env.GATECAST_MUTATIONS ?? 600)),
      async (mutation) => {
        mutated[0] = mutation.apply(json)
        return ''
      },
    )
    expect(faults).toEqual([])
  })
})
