import { writeFileSync } from 'node:fs'
import * as sequences from '../../../src/sequences/index.ts'
import { type Cases, of } from '../harness/case.ts'
import { path } from '../harness/given.ts'

/** A WAV file of 100 samples of 16 bits. */
function wav(): string {
  const bytes = Buffer.alloc(244)
  bytes.write('RIFF', 0)
  bytes.writeUInt32LE(236, 4)
  bytes.write('WAVEfmt ', 8)
  const format = [16, 0x1_0001, 8000, 16_000, 0x10_0002]
  for (const [at, word] of format.entries()) bytes.writeUInt32LE(word, 16 + 4 * at)
  bytes.write('data', 36)
  bytes.writeUInt32LE(200, 40)
  writeFileSync(path('tone.wav'), bytes)
  return path('tone.wav')
}
function ts(): string {
  const lines = ['@problemName waves', '@classLabel true a b', '@data', '1,2,3:a', '3,2,1:b', '']
  writeFileSync(path('waves.ts'), lines.join('\n'))
  return path('waves.ts')
}
/** An IDX file of bytes with the given sizes of its axes. */
function idx(name: string, shape: readonly number[]): string {
  const header = Buffer.alloc(4 + 4 * shape.length)
  header.writeUInt32BE(0x0800 + shape.length, 0)
  for (const [axis, size] of shape.entries()) header.writeUInt32BE(size, 4 + 4 * axis)
  writeFileSync(path(name), Buffer.concat([header, Buffer.alloc(shape.reduce((a, b) => a * b))]))
  return path(name)
}

export const readers: Cases = {
  readWav: of(sequences.readWav, () => [wav()]),
  readTs: of(sequences.readTs, () => [ts()]),
  readIdx: of(sequences.readIdx, () => [idx('digits', [3, 2, 2])]),
  readIdxSet: of(sequences.readIdxSet, () => [{ images: idx('digits', [3, 2, 2]), labels: idx('labels', [3]) }]),
}
