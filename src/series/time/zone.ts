import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { DAY } from './civil.ts'
// biome-ignore lint/correctness/useImportExtensions: its types are in a .d.cts beside it
import temporal from './temporal.cjs'

/** A time zone's clock: from instants to wall-clock time and back. Both are milliseconds, the latter as if in UTC. */
export interface Zone {
  readonly name: string
  /** The offset never changes, so that a day has 24 hours. */
  readonly fixed: boolean
  toLocal(time: number): number
  /** A wall-clock time skipped by a DST change is moved on by the gap; of a repeated one the first is taken. */
  toInstant(local: number): number
  /** The later of two instants at which the clock shows the same, given the earlier. */
  secondPass(time: number): number | undefined
}

/** A stretch of time between two changes of the clock. */
interface Span {
  from: number
  to: number
  offset: number
}

const zones = new Map<string, Zone>()

/**
 * The zone of an IANA name or of an offset such as `+05:30`.
 *
 * @throws {GatecastError} `ERR_RANGE` for a name that is not known
 */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name)
  if (!zone) {
    zone = name === 'UTC' ? utc : new TemporalZone(name)
    zones.set(name, zone)
  }
  return zone
}

const utc: Zone = {
  name: 'UTC',
  fixed: true,
  toLocal: (time) => time,
  toInstant: (local) => local,
  secondPass: () => undefined,
}

/** Asks Temporal once for each stretch between two clock changes; the rows in it are then plain arithmetic. */
class TemporalZone implements Zone {
  readonly name: string
  readonly fixed: boolean
  readonly #spans: Span[] = []
  #latest: Span

  constructor(name: string) {
    this.name = name
    try {
      this.#latest = this.#find(0)
    } catch (cause) {
      throw new GatecastError(
        'ERR_RANGE',
        `Expected timeZone to be an IANA name such as Europe/Berlin, got ${shown(name)}`,
        { cause },
      )
    }
    this.fixed = this.#latest.from === Number.NEGATIVE_INFINITY && this.#latest.to === Number.POSITIVE_INFINITY
  }

  toLocal(time: number): number {
    return time + this.#offset(time)
  }

  toInstant(local: number): number {
    const before = this.#offset(local - DAY)
    const after = this.#offset(local + DAY)
    if (before === after) return local - before
    return this.#offset(local - before) !== before && this.#offset(local - after) === after
      ? local - after
      : local - before
  }

  secondPass(time: number): number | undefined {
    const local = this.toLocal(time)
    const second = local - this.#offset(local + DAY)
    return second > time && this.toLocal(second) === local ? second : undefined
  }

  #offset(time: number): number {
    const { from, to, offset } = this.#latest
    if (time >= from && time < to) return offset
    if (!Number.isFinite(time)) return 0
    this.#latest = this.#spans.find((span) => time >= span.from && time < span.to) ?? this.#find(time)
    return this.#latest.offset
  }

  #find(time: number): Span {
    const at = temporal().Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO(this.name)
    const next = at.getTimeZoneTransition('next')
    // "previous" is strictly before, so the first instant of a span would give the span before it.
    const previous = at.add({ milliseconds: 1 }).getTimeZoneTransition('previous')
    const span = {
      from: previous?.epochMilliseconds ?? Number.NEGATIVE_INFINITY,
      to: next?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
      offset: at.offsetNanoseconds / 1e6,
    }
    this.#spans.push(span)
    return span
  }
}
