import { describe, expect, it } from 'vitest'
import { run } from './child.ts'

/** Flags for a process in which these packages cannot be found. */
function without(...packages: string[]): string[] {
  const hooks = `export function resolve(name, context, next) {
    if (${JSON.stringify(packages)}.includes(name)) throw new Error("Cannot find package '" + name + "'")
    return next(name, context)
  }`
  const url = (text: string) => `data:text/javascript,${encodeURIComponent(text)}`
  return ['--import', url(`import { register } from 'node:module'; register(${JSON.stringify(url(hooks))})`)]
}

const failureOf = (queue: string) => `
  const { queueStatus } = await import('gatecast/jobs')
  print(await queueStatus(${JSON.stringify(queue)}).catch(({ code, message }) => ({ code, message })))
`

describe('packages for queues', () => {
  it('are not needed to import gatecast/jobs', async () => {
    const flags = without('bullmq', 'ioredis', 'pg', 'pino', 'prom-client')
    expect(await run(`print(typeof (await import('gatecast/jobs')).work)`, flags)).toBe('function')
  })

  it.each([
    ['bullmq', 'redis://127.0.0.1:1', 'npm install bullmq ioredis'],
    ['ioredis', 'redis://127.0.0.1:1', 'npm install bullmq ioredis'],
    ['bullmq', 'postgres://127.0.0.1:1/db', 'npm install bullmq pg'],
    ['pg', 'postgres://127.0.0.1:1/db', 'npm install bullmq pg'],
  ])('are named with the command that installs them: %s is missing for %s', async (missing, queue, install) => {
    expect(await run(failureOf(queue), without(missing))).toMatchObject({
      code: 'ERR_DEPENDENCY',
      message: expect.stringContaining(install),
    })
  })
})
