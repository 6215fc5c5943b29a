import { GatecastError } from '../../base/error.ts'
import type { Shard } from '../parts/plan_forecast.ts'

/**
 * The share of one machine of several: `2/8`, counted from 0, or `8` where the machine's number is in the environment, as
 * Kubernetes (`JOB_COMPLETION_INDEX`) and AWS Batch (`AWS_BATCH_JOB_ARRAY_INDEX`) put it there.
 *
 * @param text - `index/count`, or `count` alone; `undefined` for no shards
 * @param env - where the machine's number may be, such as `process.env`
 * @returns the share, or `undefined` for all parts
 * @throws {GatecastError} `ERR_JOB`
 * @example
 * const shard = shardFrom('2/8', process.env) // { index: 2, count: 8 }
 */
export function shardFrom(text: string | undefined, env: NodeJS.ProcessEnv): Shard | undefined {
  const own = env.JOB_COMPLETION_INDEX ?? env.AWS_BATCH_JOB_ARRAY_INDEX
  const given = text ?? (env.AWS_BATCH_JOB_ARRAY_INDEX === undefined ? undefined : env.AWS_BATCH_JOB_ARRAY_SIZE)
  if (given === undefined) return undefined
  const match = /^(?:(\d+)\/)?(\d+)$/.exec(given)
  const index = Number(match?.[1] ?? own)
  const count = Number(match?.[2])
  if (Number.isInteger(index) && index >= 0 && index < count) return { index, count }
  throw new GatecastError(
    'ERR_JOB',
    `--shard: expected i/n with i from 0 to n - 1, or n alone where JOB_COMPLETION_INDEX or AWS_BATCH_JOB_ARRAY_INDEX ` +
      `has the i, got "${given}"${own === undefined ? '' : ` and an index of ${own}`}`,
  )
}
