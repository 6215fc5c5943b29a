// A pool of child processes that take one task after another. If a child dies, for example because memory runs out, a new
// child takes its place and its task is started again. Tasks write files atomically, so an unfinished task leaves nothing.

import { type ChildProcess, fork } from 'node:child_process'
import { AbortError, type ErrorCode, GatecastError } from '../../base/error.ts'
import type { JobEvent } from '../events.ts'

/** A message of the parent. */
export type ToChild<Setup, Task> = { setup: Setup } | { task: Task }
/** A message of a child. */
export type FromChild<Result> =
  | { ready: true }
  | { result: Result }
  | { event: JobEvent }
  | { error: { code: ErrorCode | undefined; message: string; stack: string | undefined } }

export interface PoolOptions<Task, Result> {
  /** The module that the children run. */
  script: URL
  workers: number
  signal: AbortSignal | undefined
  onResult: (result: Result, worker: number, task: Task) => void
  onEvent: (event: JobEvent) => void
}

/** Number of children that a task may end. After the last one the task itself is taken for the cause. */
const maxTries = 3

/**
 * Runs tasks in child processes, and resolves when all are done.
 *
 * @throws {GatecastError} the first error that a child reports; `ERR_MEMORY` if one task has ended three children;
 * `ABORT_ERR`
 */
export function runPool<Setup, Task, Result>(
  setup: Setup,
  tasks: readonly Task[],
  options: PoolOptions<Task, Result>,
): Promise<void> {
  const { script, workers, signal, onResult, onEvent } = options
  const waiting = tasks.map((task) => ({ task, tries: 0 })).reverse()
  const children = new Set<ChildProcess>()
  let left = tasks.length

  return new Promise((resolve, reject) => {
    let isOver = false
    const end = (error?: unknown) => {
      if (isOver) return
      isOver = true
      signal?.removeEventListener('abort', abort)
      // After an error, SIGKILL ends the children at once. A file that is not renamed yet does not count as written.
      for (const child of children) child.kill(error ? 'SIGKILL' : 'SIGTERM')
      if (error) reject(error)
      else resolve()
    }
    const abort = () => end(new AbortError(signal?.reason))
    if (signal?.aborted) return abort()
    signal?.addEventListener('abort', abort)

    const start = (worker: number) => {
      // The child gets no flags of this process: with --input-type, for example, Node refuses to run a file.
      const child = fork(script, {
        execArgv: [],
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
        serialization: 'advanced',
      })
      let current: { task: Task; tries: number } | undefined
      const next = () => {
        current = waiting.pop()
        if (!current) return child.disconnect()
        current.tries++
        child.send({ task: current.task } satisfies ToChild<Setup, Task>, () => {})
      }
      children.add(child)
      child.on('error', (cause) =>
        end(new GatecastError('ERR_MEMORY', `Expected to start a worker, got: ${cause.message}`, { cause })),
      )
      child.on('message', (answer: FromChild<Result>) => {
        if (isOver) return
        if ('event' in answer) return onEvent(answer.event)
        if ('error' in answer) return end(rebuilt(answer.error))
        if ('result' in answer && current) {
          onResult(answer.result, worker, current.task)
          current = undefined
          if (--left === 0) return end()
        }
        next()
      })
      child.on('exit', (code, killedBy) => {
        children.delete(child)
        if (isOver) return
        if (current && current.tries >= maxTries)
          return end(
            new GatecastError(
              'ERR_MEMORY',
              `Expected a worker to finish its part, got ${maxTries} workers that ended, the last one by ` +
                `${killedBy ?? `exit code ${code}`}. If memory ran out, use a smaller --partition-series or fewer --workers`,
            ),
          )
        if (current) waiting.push(current)
        if (waiting.length > 0) start(worker)
      })
      child.send({ setup } satisfies ToChild<Setup, Task>, () => {})
    }
    if (left === 0) return end()
    for (let worker = 0; worker < Math.min(workers, tasks.length); worker++) start(worker)
  })
}

function rebuilt({
  code,
  message,
  stack,
}: {
  code: ErrorCode | undefined
  message: string
  stack: string | undefined
}) {
  const error = code === undefined ? new Error(message) : new GatecastError(code, message)
  if (code === undefined && stack !== undefined) error.stack = stack
  return error
}
