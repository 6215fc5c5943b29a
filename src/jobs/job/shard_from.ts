import { checkObject, checkText } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'

/** The share of one machine: of all parts, every `count`-th one, starting with part number `index`. */
export interface Shard {
  readonly index: number
  readonly count: number
}

/**
 * Reads the share of one machine: `2/8`, counted from 0, or only `8` if the environment has the number of the machine,
 * as it has under Kubernetes (`JOB_COMPLETION_INDEX`) and AWS Batch (`AWS_BATCH_JOB_ARRAY_INDEX`).
 *
 * @param text - `index/count`, or `count` alone; `undefined` if no share is given
 * @param env - environment variables, for example `process.env`
 * @returns the share, or `undefined` if the machine makes all parts
 * @throws {GatecastError} `ERR_JOB`
 * @example
 * const shard = shardFrom('2/8', process.env) // { index: 2, count: 8 }
 */
export function shardFrom(text: string | undefined, env: NodeJS.ProcessEnv): Shard | undefined {
  if (text !== undefined) checkText('shard', text)
  checkObject('env', env)
  const own = env.JOB_COMPLETION_INDEX ?? env.AWS_BATCH_JOB_ARRAY_INDEX
  const given = text ?? (env.AWS_BATCH_JOB_ARRAY_INDEX === undefined ? undefined : env.AWS_BATCH_JOB_ARRAY_SIZE)
  if (given === undefined) return undefined
  const match = /^(?:(\d+)\/)?(\d+)$/.exec(given)
  const index = Number(match?.[1] ?? own)
  const count = Number(match?.[2])
  if (Number.isInteger(index) && index >= 0 && index < count) return { index, count }
  throw new GatecastError(
    'ERR_JOB',
    `--shard: expected i/n with i from 0 to n - 1, or n alone if JOB_COMPLETION_INDEX or AWS_BATCH_JOB_ARRAY_INDEX ` +
      `is set to i, got "${given}"${own === undefined ? '' : ` and an index of ${own}`}`,
  )
}
