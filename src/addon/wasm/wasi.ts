/** The result of a call of WASI. */
const [success, badDescriptor, notThere] = [0, 8, 52]
const [standardOutput, standardError] = [1, 2]

/**
 * The functions of the system that the module calls: it reads the clock, and writes a message before it aborts. It has
 * no files and no environment variables.
 *
 * @param memory - the memory of the module, which exists when the first function is called
 */
export function wasiFor(memory: () => WebAssembly.Memory): Record<string, (...args: never[]) => number> {
  const view = () => new DataView(memory().buffer)
  return {
    clock_time_get(_clock: number, _precision: bigint, to: number) {
      view().setBigUint64(to, BigInt(Math.round(performance.now() * 1e6)), true)
      return success
    },
    environ_sizes_get(count: number, bytes: number) {
      view().setUint32(count, 0, true)
      view().setUint32(bytes, 0, true)
      return success
    },
    environ_get: () => success,
    fd_write(descriptor: number, parts: number, count: number, written: number) {
      if (descriptor !== standardOutput && descriptor !== standardError) return badDescriptor
      const bytes: number[] = []
      for (let i = 0; i < count; i++) {
        const [at, length] = [view().getUint32(parts + 8 * i, true), view().getUint32(parts + 8 * i + 4, true)]
        bytes.push(...new Uint8Array(memory().buffer, at, length))
      }
      view().setUint32(written, bytes.length, true)
      const text = new TextDecoder().decode(new Uint8Array(bytes)).trimEnd()
      if (text !== '') console.error(text)
      return success
    },
    fd_close: () => badDescriptor,
    fd_seek: () => badDescriptor,
    // Only a wait for another thread would call it.
    poll_oneoff: () => notThere,
    proc_exit(code: number): never {
      throw new WebAssembly.RuntimeError(`Expected the module to go on, got its exit with ${code}`)
    },
  }
}
