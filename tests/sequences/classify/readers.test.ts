import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { logMel, readIdx, readIdxSet, readTs, readWav } from '../../../src/sequences/index.ts'
import { powerSpectrum } from '../../../src/sequences/readers/fft.ts'
import { tsLines } from '../../../src/sequences/readers/ts_lines.ts'
import { randomNumbers } from './waves.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatecast-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

function file(name: string, contents: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, contents)
  return path
}

describe('readTs', () => {
  const header = ['# a comment', '@problemName Two', '@timeStamps false', '@classLabel true up down', '@data'].join(
    '\n',
  )

  it('reads channels, unequal lengths, missing values and labels', async () => {
    const text = `${header}\n1,2,3:4,5,6:up\r\n\n# more\n7,?:nan,-1e-2:down\n`
    for (const path of [file('two.ts', text), file('two.ts.gz', gzipSync(text))])
      expect(await readTs(path)).toEqual({
        sequences: [
          { shape: [3, 2], data: Float64Array.of(1, 4, 2, 5, 3, 6) },
          { shape: [2, 2], data: Float64Array.of(7, Number.NaN, Number.NaN, -0.01) },
        ],
        labels: ['up', 'down'],
      })
  })

  it('reads targets as numbers, and files without labels', async () => {
    const target = file('target.ts', '@univariate true\n@targetLabel true\n@data\n1,2:0.5\n3:-2\n')
    expect((await readTs(target)).labels).toEqual([0.5, -2])
    const plain = await readTs(file('plain.ts', '@classLabel false\n@data\n1,2:3,4\n'))
    expect(plain).toEqual({ sequences: [{ shape: [2, 2], data: Float64Array.of(1, 3, 2, 4) }] })
  })

  it('keeps small changes at a high level, and numbers beyond float32', async () => {
    const { sequences } = await readTs(file('high.ts', `${header}\n1000000001,1000000002,1e39:up\n`))
    expect(sequences).toEqual([{ shape: [3, 1], data: Float64Array.of(1_000_000_001, 1_000_000_002, 1e39) }])
  })

  it('leaves out comments that begin with %', async () => {
    const { labels } = await readTs(file('percent.ts', `%# a comment\n${header}\n1,2:up\n% more\n3,4:down\n`))
    expect(labels).toEqual(['up', 'down'])
  })

  it.each<[string, string, RegExp]>([
    ['a number', `${header}\n1,x:up`, /line 6: Expected a number or \? at step 1 of channel 0, got "x"/],
    ['an empty field', `${header}\n1,,2:up`, /line 6: .* at step 1 of channel 0, got ""/],
    ['a class', `${header}\n1,2:left`, /line 6: Expected a class of the header \(up, down\).*got "left"/],
    ['equal channels', `${header}\n1,2:3:up`, /line 6: Expected 2 values in channel 1, as in channel 0, got 1/],
    ['the number of channels', `${header}\n1:2:up\n1:up`, /line 7: Expected 2 channels .* got 1/],
    [
      'the length',
      '@seriesLength 3\n@classLabel false\n@data\n1,2',
      /line 4: Expected 3 values, as @seriesLength says, got 2/,
    ],
    [
      'the length of the others',
      '@equalLength true\n@classLabel false\n@data\n1,2\n1',
      /line 5: Expected 2 values .* @equalLength true, got 1/,
    ],
    ['no time stamps', '@timeStamps true\n@data\n(1,2)', /line 1: Expected values without time stamps/],
    ['data', `${header}\n`, /Expected sequences after @data/],
    ['@data', '@classLabel true a', /Expected a line "@data"/],
    ['a header', '1,2,3:up', /line 1: Expected a line that begins with #, % or @/],
  ])('names the line that lacks %s', async (_, text, message) => {
    await expect(readTs(file('bad.ts', text))).rejects.toMatchObject({
      code: 'ERR_FILE',
      message: expect.stringMatching(message),
    })
  })

  it('names a line that is longer than a text can be', () => {
    const bytes = Buffer.alloc(2 ** 28 + 8)
    bytes.write('@data\n')
    expect(() => [...tsLines(bytes, 'long.ts')]).toThrow(/"long.ts", line 2: .*at most 268435456 bytes, got 268435458/)
  })

  it('names a file that is not there', async () => {
    await expect(readTs(join(folder, 'none.ts'))).rejects.toThrow(/Expected to read ".*none.ts", got: ENOENT/)
  })
})

describe('readIdx', () => {
  const idx = (type: number, shape: number[], numbers: Buffer) => {
    const sizes = Buffer.alloc(4 * shape.length)
    for (const [axis, size] of shape.entries()) sizes.writeUInt32BE(size, 4 * axis)
    return Buffer.concat([Buffer.from([0, 0, type, shape.length]), sizes, numbers])
  }
  const images = idx(8, [2, 2, 3], Buffer.from([0, 1, 2, 3, 4, 255, 6, 7, 8, 9, 10, 11]))

  it('reads bytes, whole numbers and floats', async () => {
    expect(await readIdx(file('images', images))).toEqual({
      shape: [2, 2, 3],
      data: Int32Array.of(0, 1, 2, 3, 4, 255, 6, 7, 8, 9, 10, 11),
    })
    const int = Buffer.alloc(8)
    int.writeInt32BE(-70000, 0)
    int.writeInt32BE(9, 4)
    expect((await readIdx(file('int.gz', gzipSync(idx(0x0c, [2], int))))).data).toEqual(Int32Array.of(-70000, 9))
    const double = Buffer.alloc(8)
    double.writeDoubleBE(0.25)
    expect((await readIdx(file('double', idx(0x0e, [1], double)))).data).toEqual(Float32Array.of(0.25))
  })

  it('makes sequences of the rows or pixels of images', async () => {
    const labels = file('labels', idx(8, [2], Buffer.from([7, 3])))
    const rows = await readIdxSet({ images: file('images', images), labels })
    expect(rows.labels).toEqual([7, 3])
    expect(rows.sequences[1]).toEqual({ shape: [2, 3], data: Float32Array.of(6, 7, 8, 9, 10, 11) })
    const pixels = await readIdxSet({ images: file('images', images), steps: 'pixels' })
    expect(pixels.sequences[0]).toEqual({ shape: [6, 1], data: Float32Array.of(0, 1, 2, 3, 4, 255) })
    expect(pixels.labels).toBeUndefined()
    await expect(readIdxSet({ images: file('images', images), label: labels } as never)).rejects.toThrow(
      /Did you mean "labels"/,
    )
    await expect(readIdxSet({ images: file('none', idx(8, [1, 0, 2], Buffer.alloc(0))) })).rejects.toThrow(
      /Expected images .* got shape \[1, 0, 2\]/,
    )
    await expect(readIdxSet({ images: labels })).rejects.toThrow(/two or more dimensions .* Is it the file of labels/)
    await expect(readIdxSet({ images: file('images', images), labels: file('images', images) })).rejects.toThrow(
      /2 labels/,
    )
  })

  it('refuses a file that was cut off, and another format', async () => {
    await expect(readIdx(file('cut', images.subarray(0, -1)))).rejects.toThrow(
      /Expected 12 bytes for shape \[2, 2, 3\], got 11/,
    )
    await expect(readIdx(file('other', 'text'))).rejects.toThrow(/first bytes of an IDX file, got 116 101 120 116/)
  })
})

describe('readWav', () => {
  function wav(
    format: number,
    bits: number,
    channels: number,
    samples: Buffer,
    extra: Buffer = Buffer.alloc(0),
  ): Buffer {
    const fmt = Buffer.alloc(16)
    fmt.writeUInt16LE(format, 0)
    fmt.writeUInt16LE(channels, 2)
    fmt.writeUInt32LE(8000, 4)
    fmt.writeUInt16LE(bits, 14)
    const chunk = (name: string, data: Buffer) => {
      const head = Buffer.alloc(8)
      head.write(name, 'latin1')
      head.writeUInt32LE(data.length, 4)
      return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
    }
    // A chunk of odd size that is of no interest comes first.
    const chunks = [
      chunk('fmt ', Buffer.concat([fmt, extra])),
      chunk('LIST', Buffer.from('abc')),
      chunk('data', samples),
    ]
    return Buffer.concat([Buffer.from('RIFF\0\0\0\0WAVE', 'latin1'), ...chunks])
  }
  const shorts = Buffer.from(Int16Array.of(16384, -16384, 32767, -32768).buffer)

  it('reads 16 bits and floats, and averages channels', async () => {
    const mono = await readWav(file('mono.wav', wav(1, 16, 1, shorts)))
    expect(mono).toEqual({ rate: 8000, samples: Float32Array.of(0.5, -0.5, 32767 / 32768, -1) })
    const stereo = await readWav(file('stereo.wav', wav(1, 16, 2, shorts)))
    expect([...stereo.samples]).toEqual([0, Math.fround(-0.5 / 32768)])
    const floats = Buffer.from(Float32Array.of(0.25, -0.75).buffer)
    expect((await readWav(file('float.wav', wav(3, 32, 1, floats)))).samples).toEqual(Float32Array.of(0.25, -0.75))
    const subformat = Buffer.from([22, 0, 16, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 16, 0, 128, 0, 0, 170, 0, 56, 155, 113])
    expect(await readWav(file('extensible.wav', wav(0xfffe, 16, 1, shorts, subformat)))).toEqual(mono)
  })

  it('reads whole numbers of 8, 24 and 32 bits', async () => {
    const bytes = [Buffer.of(192, 128, 0), Buffer.of(0, 0, 64, 0, 0, 0, 0, 0, 128)]
    const all = [...bytes, Buffer.from(Int32Array.of(2 ** 30, 0, -(2 ** 31)).buffer)]
    for (const [i, bits] of [8, 24, 32].entries())
      expect((await readWav(file('whole.wav', wav(1, bits, 1, all[i])))).samples).toEqual(Float32Array.of(0.5, 0, -1))
  })

  it('refuses a file without samples, and samples in wider places', async () => {
    const empty = wav(1, 16, 1, Buffer.alloc(0))
    await expect(readWav(file('empty.wav', empty))).rejects.toThrow(/samples in the chunk "data", got a size of 0/)
    const wide = wav(1, 16, 1, shorts)
    wide.writeUInt16LE(4, 32)
    await expect(readWav(file('wide.wav', wide))).rejects.toThrow(
      /Expected 2 bytes for the 1 samples of 16 bits.*got 4/,
    )
  })

  it('refuses other samples, other files and files that were cut off', async () => {
    await expect(readWav(file('a.wav', wav(7, 8, 1, shorts)))).rejects.toThrow(
      /16, 24 or 32 bits, .* got format 7 of 8 bits.*ffmpeg/,
    )
    await expect(readWav(file('b.wav', 'RIFFxxxxAVI '))).rejects.toThrow(/WAV file, which begins with RIFF and WAVE/)
    await expect(readWav(file('c.wav', wav(1, 16, 1, shorts).subarray(0, -2)))).rejects.toThrow(
      /8 bytes .* got 6: the file was cut/,
    )
  })
})

describe('logMel', () => {
  it('has the power spectrum of the definition', () => {
    const random = randomNumbers(3)
    const x = Array.from({ length: 64 }, () => random() - 0.5)
    const power = powerSpectrum(64)(x)
    for (let k = 0; k <= 32; k++) {
      let [re, im] = [0, 0]
      x.forEach((value, n) => {
        re += value * Math.cos((2 * Math.PI * k * n) / 64)
        im -= value * Math.sin((2 * Math.PI * k * n) / 64)
      })
      expect(power[k]).toBeCloseTo(re * re + im * im, 10)
    }
  })

  it('shows a tone in the band of its frequency', async () => {
    const rate = 16_000
    for (const hertz of [300, 1000, 4000]) {
      const tone = Float32Array.from({ length: rate / 2 }, (_, t) => Math.sin((2 * Math.PI * hertz * t) / rate))
      const { shape, data } = await logMel(tone, { rate })
      expect(shape).toEqual([48, 40])
      const frame = [...data.subarray(40 * 20, 40 * 21)]
      // Band b is centred at (b + 1) / 41 of the mel scale up to 8 kHz.
      const mel = (f: number) => 2595 * Math.log10(1 + f / 700)
      expect(frame.indexOf(Math.max(...frame))).toBe(Math.round((41 * mel(hertz)) / mel(8000)) - 1)
    }
  })

  it('makes one frame of a short sound, and refuses bands that hold no frequency', async () => {
    expect((await logMel([0, 0.1, 0], { rate: 8000, bands: 10 })).shape).toEqual([1, 10])
    expect([...(await logMel(new Float32Array(400), { rate: 8000, bands: 2 })).data]).toContain(
      Math.fround(Math.log(1e-6)),
    )
    await expect(logMel([1, 2], { rate: 8000, bands: 400 })).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(logMel([0, Number.NaN], { rate: 8000, bands: 4 })).rejects.toThrow(/got NaN at index 1/)
  })
})
