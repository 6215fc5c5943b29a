import type { Connection } from './connection.ts'

/** Milliseconds between two interrupts. */
const again = 10

/**
 * Interrupts the queries of a connection from the abort on. DuckDB forgets an interrupt that comes between two queries, so
 * it is repeated until the work has ended.
 */
export function interruptOn(signal: AbortSignal | undefined, connection: Pick<Connection, 'interrupt'>): Disposable {
  let timer: NodeJS.Timeout | undefined
  const stop = () => {
    connection.interrupt()
    timer = setInterval(() => connection.interrupt(), again)
  }
  if (signal?.aborted) stop()
  else signal?.addEventListener('abort', stop, { once: true })
  return {
    [Symbol.dispose]() {
      signal?.removeEventListener('abort', stop)
      clearInterval(timer)
    },
  }
}
