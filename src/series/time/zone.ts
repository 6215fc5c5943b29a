import { shown } from '../../base/check.ts'
import { GatecastError } from '../../base/error.ts'
import { checkCalendarTime } from './check_time.ts'
import { DAY } from './civil.ts'
// biome-ignore lint/correctness/useImportExtensions: the types of temporal.cjs are in temporal.d.cts
import temporal from './temporal.cjs'

/**
 * A time zone: converts instants to wall-clock times and back. Instants are milliseconds since 1970 UTC. Wall-clock
 * times are milliseconds as if the clock showed UTC.
 */
export interface Zone {
  readonly name: string
  /** Whether the offset never changes, so that every day has 24 hours. */
  readonly fixed: boolean
  toLocal(time: number): number
  /**
   * A time that the clock skips is moved on by the length of the gap. Of a time that the clock shows twice, the first
   * instant is taken.
   */
  toInstant(local: number): number
  /**
   * When the clock is set back, it shows some times twice. For the first instant of such a time, this returns the
   * second one; for other instants `undefined`.
   */
  secondPass(time: number): number | undefined
  /** The next instant after a time at which the clock is set forward or back; infinite if there is none. */
  nextChange(time: number): number
}

/** The time between two changes of the clock. */
interface Span {
  from: number
  to: number
  /** Wall-clock time minus instant, in milliseconds. */
  offset: number
}

const zones = new Map<string, Zone>()

/**
 * The time zone of an IANA name, or of an offset, for example `+05:30`.
 *
 * @throws {GatecastError} `ERR_RANGE` for an unknown name
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
  nextChange: () => Number.POSITIVE_INFINITY,
}

/**
 * Calls Temporal once for each span between two changes of the clock. Times within a known span need only arithmetic.
 */
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
        `Expected timeZone to be an IANA name, for example Europe/Berlin, got ${shown(name)}`,
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

  nextChange(time: number): number {
    this.#offset(time)
    return this.#latest.to
  }

  #offset(time: number): number {
    const { from, to, offset } = this.#latest
    if (time >= from && time < to) return offset
    if (!Number.isFinite(time)) return 0
    this.#latest = this.#spans.find((span) => time >= span.from && time < span.to) ?? this.#find(time)
    return this.#latest.offset
  }

  #find(time: number): Span {
    checkCalendarTime(time)
    const at = temporal().Instant.fromEpochMilliseconds(Math.floor(time)).toZonedDateTimeISO(this.name)
    const next = at.getTimeZoneTransition('next')
    // "previous" gives a transition before this instant, so the first instant of a span would give the span before it.
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
