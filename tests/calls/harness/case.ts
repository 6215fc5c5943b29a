/** A call of a public function that works, made anew each time: calls change their arguments one by one. */
export interface Case {
  /** Arguments that work. */
  args: () => readonly unknown[] | Promise<readonly unknown[]>
  /** Calls the function. A method makes its object here, or takes one that calls do not change. */
  call: (args: readonly unknown[]) => unknown
  /** How many changed calls a test makes, for a call that takes long. */
  runs?: number
}

/** Cases by name: that of the export, or `Class.method`. */
export type Cases = Readonly<Record<string, Case>>

type AnyFunction = (...args: never[]) => unknown

/** The case of a function. */
export const of = (f: AnyFunction, args: Case['args'], runs?: number): Case => ({
  args,
  call: (given) => (f as (...all: unknown[]) => unknown)(...given),
  ...(runs === undefined ? {} : { runs }),
})

/** The case of a constructor. */
export const made = (Class: unknown, args: Case['args']): Case => ({
  args,
  call: (given) => new (Class as new (...all: unknown[]) => unknown)(...given),
})

/** The case of a method of the object that `on` makes or finds. */
export const method = (
  on: () => unknown,
  name: string | symbol,
  args: Case['args'] = () => [],
  runs?: number,
): Case => ({
  args,
  call: async (given) => {
    const object = (await on()) as Record<string | symbol, (...all: unknown[]) => unknown>
    return object[name](...given)
  },
  ...(runs === undefined ? {} : { runs }),
})

/** A changed size must be refused by this limit, not fill the machine. */
export const memoryOfCalls = '500MB'

/** Calls that may take long end by this signal. */
export const soon = () => AbortSignal.timeout(3000)
