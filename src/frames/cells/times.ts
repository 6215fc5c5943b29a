// Times that a typed column holds as counts of a unit.

/** How many units of a column are a millisecond; below 1 for seconds. */
export type TimeUnit = 's' | 'ms' | 'us' | 'ns'

const perMillisecond: Record<'us' | 'ns', bigint> = { us: 1000n, ns: 1_000_000n }

/** The milliseconds of a count of units. A part of a millisecond is cut off, as it is in texts. */
export function milliseconds(value: bigint, unit: TimeUnit): number {
  if (unit === 's') return Number(value) * 1000
  if (unit === 'ms') return Number(value)
  const divisor = perMillisecond[unit]
  const whole = value / divisor
  // Division of bigints rounds towards zero, and a time before 1970 is below it.
  return Number(value < 0n && whole * divisor !== value ? whole - 1n : whole)
}

/** The cell of a time: a `Date` for an instant, an ISO text for a time on a wall clock. */
export type TimeCell = (milliseconds: number) => Date | string

/** Makes the cells of a column of times. Series share most times: the same time gives the same cell. */
export function timeCell(isInstant: boolean): TimeCell {
  return sharedCells((time) => {
    const date = new Date(time)
    // A time beyond the range of dates is an invalid Date, which the reader of times refuses.
    return isInstant || Number.isNaN(date.getTime()) ? date : date.toISOString().slice(0, -1)
  })
}

/** Makes the cells of a column of dates without a time of day, given as days since 1970. */
export function dateCell(): (day: number) => Date | string {
  return sharedCells((day) => {
    const date = new Date(day * 86_400_000)
    return Number.isNaN(date.getTime()) ? date : date.toISOString().replace(/T.*/, '')
  })
}

/** The text of a time of day, given in nanoseconds. */
export function clockText(nanoseconds: bigint): string {
  const text = new Date(Number(nanoseconds / 1_000_000n)).toISOString().slice(11, -1)
  return text.replace(/\.000$/, '')
}

/** Keeps cells that were made, up to a number that memory does not notice. */
function sharedCells<Cell>(make: (value: number) => Cell): (value: number) => Cell {
  const made = new Map<number, Cell>()
  return (value) => {
    const known = made.get(value)
    if (known !== undefined) return known
    const cell = make(value)
    if (made.size < 100_000) made.set(value, cell)
    return cell
  }
}
