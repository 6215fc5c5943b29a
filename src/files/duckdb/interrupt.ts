import type { Connection } from './connection.ts'

type Interruptible = Pick<Connection, 'interrupt'>

/** Milliseconds between two interrupts. */
const again = 10

/** The connections whose queries may be running. */
const running = new Set<Interruptible>()
let watchesExit = false

/**
 * Interrupts the queries of a connection from the abort on. DuckDB forgets an interrupt that comes between two queries, so
 * it is repeated until the work has ended. The exit of the process interrupts them, too: it would wait for them.
 *
 * @returns to be disposed when the work has ended
 */
export function interruptOn(signal: AbortSignal | undefined, connection: Interruptible): Disposable {
  running.add(connection)
  if (!watchesExit) {
    watchesExit = true
    process.on('exit', () => {
      for (const one of running) one.interrupt()
    })
  }
  let timer: NodeJS.Timeout | undefined
  const stop = () => {
    connection.interrupt()
    timer = setInterval(() => connection.interrupt(), again)
  }
  if (signal?.aborted) stop()
  else signal?.addEventListener('abort', stop, { once: true })
  return {
    [Symbol.dispose]() {
      running.delete(connection)
      signal?.removeEventListener('abort', stop)
      clearInterval(timer)
    },
  }
}
