import { Worker } from 'node:worker_threads'

/** Milliseconds between two looks at the parent. */
const every = 500

/**
 * Ends this process when its parent has ended. The closed channel tells at once, but only while the JS thread is free. So a
 * thread looks at the id of the parent as well: it is another one as soon as the parent has gone.
 */
export function endWithParent(): void {
  // process.exit would wait for the threads of libuv, and one of them may be in DuckDB and wait for rows of this thread.
  const end = () => process.kill(process.pid, 'SIGKILL')
  process.on('disconnect', end)
  // The parent may have ended while the script was loaded.
  if (!process.connected) end()
  // Windows keeps the id of a parent that has ended, and Node's permission model may deny threads.
  if (process.platform === 'win32' || process.permission?.has('worker') === false) return
  const watch = `setInterval(() => process.ppid === ${process.ppid} || process.kill(process.pid, 'SIGKILL'), ${every})`
  new Worker(watch, { eval: true, execArgv: [] }).unref()
}
