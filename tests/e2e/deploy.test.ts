// The files of examples/deploy are read by other programs: here it is checked that they can be, and that they fit
// together.

import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse, parseAllDocuments } from 'yaml'
import { shardFrom } from '../../src/jobs/job/shard_from.ts'

const folder = new URL('../../examples/deploy/', import.meta.url)
const read = (name: string): string => readFileSync(new URL(name, folder), 'utf8')

describe('files for deployment', () => {
  it.each(readdirSync(folder).filter((name) => name.endsWith('.yaml')))('are YAML: %s', (name) => {
    for (const document of parseAllDocuments(read(name))) {
      expect(document.errors).toEqual([])
      expect(document.warnings).toEqual([])
    }
  })

  it('share a job among as many pods as Kubernetes starts', () => {
    const { spec } = parse(read('kubernetes-indexed-job.yaml'))
    const [{ args }] = spec.template.spec.containers
    const shards = /--shard (\d+)/.exec(args[0])?.[1]
    expect(spec).toMatchObject({ completionMode: 'Indexed', completions: Number(shards), parallelism: Number(shards) })
    expect(shardFrom(shards, { JOB_COMPLETION_INDEX: '7' })).toEqual({ index: 7, count: 8 })
    const [{ onExitCodes }] = spec.podFailurePolicy.rules
    expect(onExitCodes.containerName).toBe(spec.template.spec.containers[0].name)
    // Kubernetes takes a failure policy with pods that are never restarted in place.
    expect(spec.template.spec.restartPolicy).toBe('Never')
  })

  it('give workers the address of a Redis that keeps a journal', () => {
    const { services } = parse(read('compose.yaml'))
    expect(services.redis.command.join(' ')).toContain('--appendonly yes')
    for (const { environment, volumes } of [services.worker, services.submit]) {
      expect(new URL(environment.GATECAST_QUEUE).hostname).toBe('redis')
      expect(volumes).toEqual(services.worker.volumes)
    }
    for (const { ports } of Object.values<{ ports?: unknown }>(services)) expect(ports).toBeUndefined()
  })

  it('let systemd run a job every night', () => {
    const settings = (name: string) =>
      Object.fromEntries(Array.from(read(name).matchAll(/^(\w+)=(.*)$/gm), ([, key, value]) => [key, value]))
    expect(settings('gatecast-forecast.service')).toMatchObject({ Type: 'oneshot', SuccessExitStatus: '4' })
    expect(settings('gatecast-forecast.timer').OnCalendar).toBe('*-*-* 03:00:00')
  })
})

describe('the share of a machine', () => {
  it('is read from a flag, or by the number that Kubernetes or AWS Batch gives', () => {
    expect(shardFrom('2/8', {})).toEqual({ index: 2, count: 8 })
    expect(shardFrom('8', { JOB_COMPLETION_INDEX: '0' })).toEqual({ index: 0, count: 8 })
    const batch = { AWS_BATCH_JOB_ARRAY_INDEX: '3', AWS_BATCH_JOB_ARRAY_SIZE: '4' }
    expect(shardFrom(undefined, batch)).toEqual({ index: 3, count: 4 })
    expect(shardFrom('1/2', batch)).toEqual({ index: 1, count: 2 })
    expect(shardFrom(undefined, {})).toBeUndefined()
  })

  it.each(['8/8', '-1/8', '1/0', 'a/b', '1.5/2', '1/8/2'])('is none of the others: %s', (text) => {
    expect(() => shardFrom(text, {})).toThrow(/expected i\/n/)
  })

  it('needs to know how many there are, and its number among them', () => {
    expect(() => shardFrom('8', {})).toThrow(/JOB_COMPLETION_INDEX/)
    expect(() => shardFrom('4', { JOB_COMPLETION_INDEX: '4' })).toThrow(/an index of 4/)
  })
})
