import { writeFile } from 'node:fs/promises'
import { type Call, call } from './call.ts'
import type { World } from './world.ts'

/** An IDX file of 32-bit floats. */
async function idxFile(world: World, name: string, shape: readonly number[]): Promise<string> {
  const count = shape.reduce((product, size) => product * size, 1)
  const bytes = Buffer.alloc(4 + 4 * shape.length + 4 * count)
  bytes.set([0, 0, 13, shape.length])
  shape.forEach((size, axis) => void bytes.writeUInt32BE(size, 4 + 4 * axis))
  for (let i = 0; i < count; i++) bytes.writeFloatBE(i % 7, 4 + 4 * shape.length + 4 * i)
  const file = await world.path(`${name}.idx`)
  await writeFile(file, bytes)
  return file
}

const idxFiles = async (world: World) => ({
  images: await idxFile(world, 'images', [world.series, world.rows, 1]),
  labels: await idxFile(world, 'labels', [world.series]),
})

async function tsFile(world: World): Promise<string> {
  const { series, rows } = world
  const values = Array.from({ length: rows }, (_, t) => (Math.sin(t / 4) * 10).toFixed(3)).join(',')
  const cases = Array.from({ length: series }, (_, i) => `${values}:${i % 3}`)
  const header =
    '@problemName made\n@timeStamps false\n@univariate true\n@equalLength true\n@classLabel true 0 1 2\n@data\n'
  const file = await world.path('made.ts')
  await writeFile(file, `${header}${cases.join('\n')}\n`)
  return file
}

/** A WAV file of 16 bits with a million samples. */
async function wavFile(world: World): Promise<string> {
  const samples = Int16Array.from({ length: 1_000_000 }, (_, t) => 3000 * Math.sin(t / 4))
  const header = Buffer.alloc(44)
  header.write('RIFF', 0)
  header.writeUInt32LE(36 + samples.byteLength, 4)
  header.write('WAVEfmt ', 8)
  for (const [at, value] of [
    [16, 16],
    [24, 8000],
    [28, 16_000],
    [40, samples.byteLength],
  ])
    header.writeUInt32LE(value, at)
  for (const [at, value] of [
    [20, 1],
    [22, 1],
    [32, 2],
    [34, 16],
  ])
    header.writeUInt16LE(value, at)
  header.write('data', 36)
  const file = await world.path('made.wav')
  await writeFile(file, Buffer.concat([header, Buffer.from(samples.buffer)]))
  return file
}

/** Texts of a million characters together. */
const textsOf = ({ series, rows }: World): string[] =>
  Array.from({ length: series }, (_, s) => {
    const codes = Uint8Array.from({ length: rows }, (_, t) => 97 + ((t * t + 7 * s + (t % 3)) % 11))
    return Buffer.from(codes).toString('latin1')
  })

const onFewTexts = async ({ library }: World) => {
  const model = library.sequences.sequenceModel({ symbols: 'characters', kind: 'nGram' })
  await model.fit(textsOf({ series: 100, rows: 100 } as World))
  return model
}

type Texts = { texts: string[]; model: Awaited<ReturnType<typeof onFewTexts>> }
const prepared = async (world: World): Promise<Texts> => ({ texts: textsOf(world), model: await onFewTexts(world) })

/** Calls that read, model and watch sequences. */
export const sequenceCalls: readonly Call[] = [
  call<{ images: string }>('sequences.readIdx', ({ library }, _, { images }) => library.sequences.readIdx(images), {
    deaf: true,
    prepare: idxFiles,
  }),
  call<{ images: string; labels: string }>(
    'sequences.readIdxSet',
    ({ library }, _, files) => library.sequences.readIdxSet(files),
    { deaf: true, prepare: idxFiles },
  ),
  call<string>('sequences.readTs', ({ library }, _, path) => library.sequences.readTs(path), {
    deaf: true,
    prepare: tsFile,
  }),
  call<string>('sequences.readWav', ({ library }, _, path) => library.sequences.readWav(path), {
    deaf: true,
    not: ['thousand', 'many'],
    prepare: wavFile,
  }),
  ...(['nGram', 'markov', 'gru'] as const).map(
    (kind): Call =>
      call<string[]>(
        'sequences.sequenceModel',
        ({ library }, signal, texts) => {
          const epochs = kind === 'gru' ? { epochs: 1 } : {}
          return library.sequences.sequenceModel({ symbols: 'characters', kind }).fit(texts, { ...epochs, signal })
        },
        { name: `sequenceModel ${kind} fit`, prepare: textsOf },
      ),
  ),
  call<Texts>('sequences.sequenceModel', (_, signal, { texts, model }) => model.perplexity(texts, { signal }), {
    name: 'sequenceModel perplexity',
    prepare: prepared,
  }),
  call<Texts>('sequences.sequenceModel', (_, signal, { texts, model }) => model.logProbability(texts[0], { signal }), {
    name: 'sequenceModel logProbability',
    prepare: prepared,
  }),
  call<Texts>(
    'sequences.sequenceAnomalies',
    async ({ library }, signal, { texts, model }) => {
      const detector = library.sequences.sequenceAnomalies(model, { falseAlarms: 0.01 })
      await detector.calibrate(texts.length > 1 ? texts : textsOf({ series: 1000, rows: 100 } as World), { signal })
      await detector.detect(texts[0])
    },
    { prepare: prepared },
  ),
]
