// Other programs read the files of examples/deploy. These tests check that the files are valid and fit each other.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { shardFrom } from '../../src/jobs/job/shard_from.ts'

const folder = new URL('../../examples/deploy/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

describe('files of examples/deploy', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('are YAML: %s', (name) => {
    for (const document of parseAllDocuments(read(name))) {
      expect(document.errors).toEqual([])
      expect(document.warnings).toEqual([])
    }
  })

  it('the Kubernetes job has as many shards as pods, and never restarts a pod in place', () => {
    const { spec } = parse(read('kubernetes-indexed-job.yaml'))
    const [{ args }] = spec.template.spec.containers
    const shards = /--shard (\d+)/.exec(args[0])?.[1]
    expect(spec).toMatchObject({ completionMode: 'Indexed', completions: Number(shards), parallelism: Number(shards) })
    expect(shardFrom(shards, { JOB_COMPLETION_INDEX: '7' })).toEqual({ index: 7, count: 8 })
    const [{ onExitCodes }] = spec.podFailurePolicy.rules
    expect(onExitCodes.containerName).toBe(spec.template.spec.containers[0].name)
    // Kubernetes accepts a podFailurePolicy only with restartPolicy Never.
    expect(spec.template.spec.restartPolicy).toBe('Never')
  })

  it('compose.yaml gives workers the address of a Redis that writes a journal, and publishes no ports', () => {
    const { services } = parse(read('compose.yaml'))
    expect(services.redis.command.join(' ')).toContain('--appendonly yes')
    for (const { environment, volumes } of [services.worker, services.submit]) {
      expect(new URL(environment.GATECAST_QUEUE).hostname).toBe('redis')
      expect(volumes).toEqual(services.worker.volumes)
    }
    for (const { ports } of Object.values<{ ports?: unknown }>(services)) expect(ports).toBeUndefined()
  })

  it('the systemd timer starts a job every night', () => {
    const settings = (name: string) =>
      Object.fromEntries(Array.from(read(name).matchAll(/^(\w+)=(.*)$/gm), ([, key, value]) => [key, value]))
    expect(settings('gatecast-forecast.service')).toMatchObject({ Type: 'oneshot', SuccessExitStatus: '4' })
    expect(settings('gatecast-forecast.timer').OnCalendar).toBe('*-*-* 03:00:00')
  })
})

describe('shardFrom', () => {
  it('reads the shard from the flag, or from the variables of Kubernetes and AWS Batch; the flag wins', () => {
    expect(shardFrom('2/8', {})).toEqual({ index: 2, count: 8 })
    expect(shardFrom('8', { JOB_COMPLETION_INDEX: '0' })).toEqual({ index: 0, count: 8 })
    const batch = { AWS_BATCH_JOB_ARRAY_INDEX: '3', AWS_BATCH_JOB_ARRAY_SIZE: '4' }
    expect(shardFrom(undefined, batch)).toEqual({ index: 3, count: 4 })
    expect(shardFrom('1/2', batch)).toEqual({ index: 1, count: 2 })
    expect(shardFrom(undefined, {})).toBeUndefined()
  })

  it.each(['8/8', '-1/8', '1/0', 'a/b', '1.5/2', '1/8/2'])(
    'refuses a flag that is not i/n with i below n: %s',
    (text) => {
      expect(() => shardFrom(text, {})).toThrow(/expected i\/n/)
    },
  )

  it('refuses a number of shards without an index, and an index that is too large', () => {
    expect(() => shardFrom('8', {})).toThrow(/JOB_COMPLETION_INDEX/)
    expect(() => shardFrom('4', { JOB_COMPLETION_INDEX: '4' })).toThrow(/an index of 4/)
  })
})
