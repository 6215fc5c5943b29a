/** Names of values, each given once. */
export class Names {
  readonly #taken = new Set<string>()
  readonly #counts = new Map<string, number>()

  reserve(name: string): void {
    this.#taken.add(name)
  }

  /** The name itself, or the name with a number if it is taken. */
  take(name: string): string {
    if (this.#taken.has(name)) return this.fresh(name)
    this.#taken.add(name)
    return name
  }

  /** A new name that begins with `stem`. */
  fresh(stem: string): string {
    for (;;) {
      const count = this.#counts.get(stem) ?? 0
      this.#counts.set(stem, count + 1)
      const name = `${stem}_${count}`
      if (this.#taken.has(name)) continue
      this.#taken.add(name)
      return name
    }
  }
}
