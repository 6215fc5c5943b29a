import { describe, expect, it } from 'vitest'
import { untilAbort } from '../../src/base/abort.ts'

/** Whether a promise is settled before any timer or file of the process has its turn. */
async function isSettledAtOnce(work: Promise<unknown>): Promise<boolean> {
  const later = new Promise<boolean>((resolve) => setImmediate(resolve, false))
  return Promise.race([
    work.then(
      () => true,
      () => true,
    ),
    later,
  ])
}

describe('work until an abort', () => {
  const never = new Promise<never>(() => {})

  it('gives its result, or its error', async () => {
    const { signal } = new AbortController()
    expect(await untilAbort(Promise.resolve(3), signal)).toBe(3)
    expect(await untilAbort(Promise.resolve(3), undefined)).toBe(3)
    await expect(untilAbort(Promise.reject(new Error('own')), signal)).rejects.toThrow('own')
  })

  it('rejects at the abort, with its reason, and does not wait for the end of the work', async () => {
    const controller = new AbortController()
    const call = untilAbort(never, controller.signal)
    expect(await isSettledAtOnce(call)).toBe(false)
    controller.abort('enough')
    expect(await isSettledAtOnce(call)).toBe(true)
    await expect(call).rejects.toMatchObject({ code: 'ABORT_ERR', cause: 'enough' })
  })

  it('rejects if the signal is aborted already', async () => {
    await expect(untilAbort(never, AbortSignal.abort('before'))).rejects.toMatchObject({ cause: 'before' })
  })

  it('ignores an error of the work after the abort, and an abort after the end', async () => {
    const controller = new AbortController()
    let fail = (_: Error): void => {}
    const work = new Promise<never>((_, reject) => {
      fail = reject
    })
    const call = untilAbort(work, controller.signal)
    controller.abort()
    fail(new Error('too late'))
    await expect(call).rejects.toMatchObject({ code: 'ABORT_ERR' })
    const other = new AbortController()
    const done = untilAbort(Promise.resolve(3), other.signal)
    expect(await done).toBe(3)
    other.abort()
    expect(await done).toBe(3)
  })
})
