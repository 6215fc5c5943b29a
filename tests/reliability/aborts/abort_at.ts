// How soon a call ends after its abort.

export interface Aborted {
  /** Milliseconds of the whole call. */
  readonly took: number
  /** Milliseconds from the abort to the end of the call, if the call was aborted. */
  readonly late?: number
  /** Milliseconds of processor time of all threads between them, at most `late`: the rest is time of other processes. */
  readonly lateBusy?: number
  readonly error?: unknown
}

/**
 * Runs a call and aborts it if it has not ended by then.
 *
 * @param moment - milliseconds after which the signal is aborted
 */
export async function abortAt(work: (signal: AbortSignal) => unknown, moment: number): Promise<Aborted> {
  const controller = new AbortController()
  let aborted: { at: number; used: NodeJS.CpuUsage } | undefined
  const stop = setTimeout(() => {
    aborted = { at: performance.now(), used: process.cpuUsage() }
    controller.abort()
  }, moment)
  const start = performance.now()
  let error: unknown
  try {
    await work(controller.signal)
  } catch (caught) {
    error = caught
  }
  const end = performance.now()
  clearTimeout(stop)
  return {
    took: end - start,
    ...(aborted && lateness(aborted, end)),
    ...(error === undefined ? {} : { error }),
  }
}

function lateness(
  { at, used }: { at: number; used: NodeJS.CpuUsage },
  end: number,
): Pick<Aborted, 'late' | 'lateBusy'> {
  const { user, system } = process.cpuUsage(used)
  return { late: end - at, lateBusy: Math.min(end - at, (user + system) / 1000) }
}
