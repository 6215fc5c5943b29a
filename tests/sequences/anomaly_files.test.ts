import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { seasonalNaive } from '../../src/index.ts'
import { readSafetensors, writeSafetensors } from '../../src/nn/index.ts'
import { type AnomalyOptions, anomalies, loadDetector } from '../../src/sequences/index.ts'
import { normal } from '../forecast/data.ts'

const values = Float64Array.from({ length: 400 }, (_, t) => 5 * Math.sin((t / 6) * Math.PI) + normal(t, 2))
const folder = await mkdtemp(join(tmpdir(), 'gatecast-'))

/** Every place of a number, a text or a list in JSON; of long lists the first two. */
function placesOf(node: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (node === null || typeof node !== 'object') return [path]
  const keys = Array.isArray(node) ? [...node.keys()].slice(0, 2) : Object.keys(node)
  return [path, ...keys.flatMap((key) => placesOf((node as Record<string | number, unknown>)[key], [...path, key]))]
}

function replaced(node: unknown, [key, ...rest]: (string | number)[], value: unknown): unknown {
  if (key === undefined) return value
  const copy = (Array.isArray(node) ? [...node] : { ...(node as object) }) as Record<string | number, unknown>
  copy[key] = replaced(copy[key], rest, value)
  return copy
}

describe('the file of a detector', () => {
  it.for<[string, AnomalyOptions, RegExp]>([
    ['smoothing', {}, /^(units|judge|frequency|source\.(kind|config\.(season|fitted)))/],
    ['an autoencoder', { by: 'autoencoder' }, /^(units|judge|frequency|source\.(kind|config\.(steps|scales)))/],
    ['a forecaster', { by: seasonalNaive({ horizon: 4 }) }, /^(units|judge|frequency|source\.(kind|config\.spreads))/],
  ])('is refused if any number of it is broken: %s', async ([name, options, parts]) => {
    const path = join(folder, `${name}.safetensors`)
    const detector = anomalies({ season: 12, ...options })
    await detector.fit(values, name === 'an autoencoder' ? { epochs: 1 } : {})
    await detector.save(path)
    const { tensors, metadata } = await readSafetensors(path)
    const stored = JSON.parse(metadata.configuration)
    const places = placesOf(stored).filter((place) => parts.test(place.join('.')))
    expect(places.length).toBeGreaterThan(20)
    const read: string[] = []
    for (const place of places)
      for (const value of [null, 'x', {}]) {
        if (value === 'x' && typeof place.reduce((node, key) => node[key], stored) === 'string') continue
        const configuration = JSON.stringify(replaced(stored, place, value))
        await writeSafetensors(path, { tensors, metadata: { ...metadata, configuration } })
        const code = await loadDetector(path).then(
          () => 'read',
          ({ code }) => code,
        )
        if (code !== 'ERR_FILE') read.push(`${place.join('.')} = ${JSON.stringify(value)}: ${code}`)
      }
    expect(read).toEqual([])
  })

  it('gives the same scores if every second value is missing', async () => {
    const holes = values.map((value, row) => (row % 2 ? Number.NaN : value))
    const detector = anomalies({ season: 12 })
    await detector.fit(holes)
    const path = join(folder, 'holes.safetensors')
    await detector.save(path)
    const [before, after] = [await detector.detect(holes), await (await loadDetector(path)).detect(holes)]
    expect(after.of().score).toEqual(before.of().score)
    expect(after.of().check).toEqual(before.of().check)
  })
})
