import { describe, expect, it } from 'vitest'
import { runJobScript, useFolder } from './scripts.ts'

const folder = useFolder()
const script = <T>(text: string) => runJobScript<T>(folder.path, text)

describe('parts of an earlier run', { timeout: 120_000 }, () => {
  it('are refused with their manifests if no run has made them or they changed since, and stay as they are', async () => {
    const { code, message, same } = await script<{ code: string; message: string; same: boolean }>(`
      await forecastFiles(job({ out: 'touched' }))
      const bytes = await readFile('touched/forecast/part-00001.parquet')
      bytes[bytes.length >> 1] ^= 1
      await writeFile('touched/forecast/part-00001.parquet', bytes)
      await writeFile('touched/manifests/part-00002.json', '{')
      await writeFile('touched/forecast/part-00099.parquet', 'of the user')
      await writeFile('touched/forecast/part-00000.parquet.tmp', 'of the user')
      const error = await failure(forecastFiles(job({ out: 'touched' })))
      print({ ...error, same: bytes.equals(await readFile('touched/forecast/part-00001.parquet')) })
    `)
    expect({ code, same }).toEqual({ code: 'ERR_JOB', same: true })
    const named = ['forecast/part-00001.parquet', 'forecast/part-00002.parquet', 'forecast/part-00099.parquet']
    expect(message).toContain([...named, 'manifests/part-00002.json'].map((name) => `"touched/${name}"`).join(', '))
  })

  it('are own ones if the run ended after it had written a manifest and before its part', async () => {
    const kept = await script<number>(`
      await forecastFiles(job({ out: 'between' }))
      const { sha256, ...manifest } = JSON.parse(await readFile('between/manifests/part-00001.json', 'utf8'))
      const unfinished = { ...manifest, sha256: '0'.repeat(64), replaces: sha256 }
      await writeFile('between/manifests/part-00001.json', JSON.stringify(unfinished))
      print((await forecastFiles(job({ out: 'between' }))).partsKept)
    `)
    expect(kept).toBe(3)
  })
})
