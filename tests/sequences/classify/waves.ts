// Sequences of two or three kinds of waves with noise, whose classes a model can learn from few examples.

/** Uniform numbers from 0 to 1 that depend on the seed alone: the generator of Park and Miller 1988. */
export function randomNumbers(seed: number): () => number {
  let state = (seed * 7919 + 12345) % 2147483647
  return () => {
    state = (state * 48271) % 2147483647
    return state / 2147483647
  }
}

interface WaveOptions {
  count: number
  classes?: number
  channels?: number
  /** Length of the shortest and the longest sequence. */
  lengths?: [number, number]
  /** Share of values that are missing. */
  missing?: number
  seed?: number
}

/** Class c is a wave of period 6 + 5 c, at a random phase, in every channel. Its label is `wave c`. */
export function waves(options: WaveOptions): { sequences: number[][][]; labels: string[] } {
  const { count, classes = 2, channels = 1, lengths: [low, high] = [30, 30], missing = 0, seed = 1 } = options
  const random = randomNumbers(seed)
  const labels: string[] = []
  const sequences = Array.from({ length: count }, (_, i) => {
    const code = i % classes
    labels.push(`wave ${code}`)
    const length = low + Math.floor(random() * (high - low + 1))
    const phases = Array.from({ length: channels }, () => 2 * Math.PI * random())
    return Array.from({ length }, (_, t) =>
      phases.map((phase) => {
        const value = Math.sin((2 * Math.PI * t) / (6 + 5 * code) + phase) + 0.2 * (random() - 0.5)
        return random() < missing ? Number.NaN : value
      }),
    )
  })
  return { sequences, labels }
}

/** Constant sequences with noise; the number to learn is their level. */
export function levels(count: number, seed: number) {
  const random = randomNumbers(seed)
  const labels = Array.from({ length: count }, () => 10 + 5 * random())
  const sequences = labels.map((level) =>
    Array.from({ length: 20 }, (_, t) => Math.sin((level * t) / 8) + 0.05 * random()),
  )
  return { sequences, labels }
}
