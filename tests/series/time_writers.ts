// Writers of times in random forms, whose truth is known.

import { DAY, weekdayOf } from '../../src/series/time/civil.ts'

/** Random numbers from a seed, the same in every run. */
export function randomFrom(seed: number) {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  const whole = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    whole,
    pick: <T>(list: readonly T[]): T => list[whole(0, list.length - 1)],
    chance: (p: number) => next() < p,
  }
}
export type Random = ReturnType<typeof randomFrom>

export interface Parts {
  y: number
  m: number
  d: number
  H: number
  M: number
  S: number
}
const two = (value: number) => String(value).padStart(2, '0')
const four = (value: number) => String(value).padStart(4, '0')
const names = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
const clock = ({ H, M, S }: Parts) => `${two(H)}:${two(M)}:${two(S)}`
const half = ({ H, M }: Parts) => `${H % 12 || 12}:${two(M)} ${H < 12 ? 'AM' : 'PM'}`
const numeric = (text: string) => Number(text)

export type Step = 'second' | 'minute' | 'hour' | 'day' | 'month' | 'quarter' | 'year'
export interface Writer {
  /** The name that an error must give; `undefined` for a form with one reading, which must always be read. */
  form?: string
  /** The smallest step that the form can write. */
  finest: Step
  years?: readonly [number, number]
  write(parts: Parts, wall: number): string | number
}
export const writers: Record<string, Writer> = {
  iso: { finest: 'second', write: (p) => `${four(p.y)}-${two(p.m)}-${two(p.d)} ${clock(p)}` },
  isoT: { finest: 'second', write: (p) => `${four(p.y)}-${two(p.m)}-${two(p.d)}T${clock(p)}` },
  isoDates: {
    finest: 'hour',
    write: (p) => `${four(p.y)}-${two(p.m)}-${two(p.d)}${p.H + p.M + p.S === 0 ? '' : ` ${clock(p)}`}`,
  },
  dotsYear: { finest: 'minute', write: (p) => `${p.y}.${two(p.m)}.${two(p.d)} ${two(p.H)}:${two(p.M)}` },
  dots: { finest: 'minute', write: (p) => `${p.d}.${p.m}.${p.y} ${p.H}:${two(p.M)}` },
  named: { finest: 'minute', write: (p) => `${two(p.d)}-${names[p.m - 1].slice(0, 3)}-${p.y} ${half(p)}` },
  american: { finest: 'day', write: (p) => `${names[p.m - 1]} ${p.d}, ${p.y}` },
  weekday: {
    finest: 'second',
    write: (p, wall) =>
      `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'][weekdayOf(Math.floor(wall / DAY)) - 1]}, ${p.d} ${names[p.m - 1].slice(0, 3)} ${p.y} ${clock(p)}`,
  },
  compact: { finest: 'minute', write: (p) => `${p.y}${two(p.m)}${two(p.d)}T${two(p.H)}${two(p.M)}` },
  month: { finest: 'month', write: (p) => `${p.y}-${p.m}` },
  monthM: { finest: 'month', write: (p) => `${p.y}M${two(p.m)}` },
  monthSlash: { finest: 'month', write: (p) => `${p.m}/${p.y}` },
  monthName: { finest: 'month', write: (p) => `${names[p.m - 1].slice(0, 3)} ${p.y}` },
  quarter: { finest: 'quarter', write: (p) => `Q${(p.m + 2) / 3}/${p.y}` },
  monthShort: {
    form: 'MMM-YY',
    finest: 'month',
    years: [1970, 2060],
    write: (p) => `${names[p.m - 1].slice(0, 3)}-${two(p.y % 100)}`,
  },
  slashMdy: { form: 'M/D/Y', finest: 'minute', write: (p) => `${p.m}/${p.d}/${p.y} ${half(p)}` },
  slashDmy: { form: 'D/M/Y', finest: 'minute', write: (p) => `${two(p.d)}/${two(p.m)}/${p.y} ${two(p.H)}:${two(p.M)}` },
  dashDmy: { form: 'D/M/Y', finest: 'day', write: (p) => `${two(p.d)}-${two(p.m)}-${p.y}` },
  dashMdy: { form: 'M/D/Y', finest: 'day', write: (p) => `${two(p.m)}-${two(p.d)}-${p.y}` },
  shortMdy: {
    form: 'M/D/Y',
    finest: 'day',
    years: [1970, 2060],
    write: (p) => `${two(p.m)}/${two(p.d)}/${two(p.y % 100)}`,
  },
  shortDmy: {
    form: 'D/M/Y',
    finest: 'day',
    years: [1970, 2060],
    write: (p) => `${two(p.d)}/${two(p.m)}/${two(p.y % 100)}`,
  },
  shortYmd: {
    form: 'Y/M/D',
    finest: 'day',
    years: [1970, 2060],
    write: (p) => `${two(p.y % 100)}-${two(p.m)}-${two(p.d)}`,
  },
  shortDots: {
    form: 'D/M/Y',
    finest: 'day',
    years: [1970, 2060],
    write: (p) => `${two(p.d)}.${two(p.m)}.${two(p.y % 100)}`,
  },
  oracle: {
    form: 'D/M/Y',
    finest: 'day',
    years: [1970, 2060],
    write: (p) => `${two(p.d)}-${names[p.m - 1].slice(0, 3)}-${two(p.y % 100)}`,
  },
  year: { form: 'year', finest: 'year', years: [1500, 2060], write: (p) => p.y },
  YYYYMM: { form: 'YYYYMM', finest: 'month', write: (p) => numeric(`${p.y}${two(p.m)}`) },
  YYYYMMText: { form: 'YYYYMM', finest: 'month', write: (p) => `${p.y}${two(p.m)}` },
  YYMMDD: {
    form: 'YYMMDD',
    finest: 'day',
    years: [1970, 2060],
    write: (p) => `${two(p.y % 100)}${two(p.m)}${two(p.d)}`,
  },
  DDMMYY: {
    form: 'DDMMYY',
    finest: 'day',
    years: [1970, 2060],
    write: (p) => `${two(p.d)}${two(p.m)}${two(p.y % 100)}`,
  },
  MMDDYY: {
    form: 'MMDDYY',
    finest: 'day',
    years: [1970, 2060],
    write: (p) => `${two(p.m)}${two(p.d)}${two(p.y % 100)}`,
  },
  YYYYMMDD: { form: 'YYYYMMDD', finest: 'day', write: (p) => numeric(`${p.y}${two(p.m)}${two(p.d)}`) },
  DDMMYYYY: { form: 'DDMMYYYY', finest: 'day', write: (p) => `${two(p.d)}${two(p.m)}${p.y}` },
  YYYYMMDDHH: { form: 'YYYYMMDDHH', finest: 'hour', write: (p) => numeric(`${p.y}${two(p.m)}${two(p.d)}${two(p.H)}`) },
  YYMMDDHHMM: {
    form: 'YYMMDDHHMM',
    finest: 'minute',
    years: [1970, 2060],
    write: (p) => `${two(p.y % 100)}${two(p.m)}${two(p.d)}${two(p.H)}${two(p.M)}`,
  },
  YYYYMMDDHHMM: {
    form: 'YYYYMMDDHHMM',
    finest: 'minute',
    write: (p) => numeric(`${p.y}${two(p.m)}${two(p.d)}${two(p.H)}${two(p.M)}`),
  },
  YYMMDDHHMMSS: {
    form: 'YYMMDDHHMMSS',
    finest: 'second',
    years: [1970, 2060],
    write: (p) => `${two(p.y % 100)}${two(p.m)}${two(p.d)}${two(p.H)}${two(p.M)}${two(p.S)}`,
  },
  YYYYMMDDHHMMSS: {
    form: 'YYYYMMDDHHMMSS',
    finest: 'second',
    write: (p) => `${p.y}${two(p.m)}${two(p.d)}${two(p.H)}${two(p.M)}${two(p.S)}`,
  },
  YYYYDDD: {
    form: 'YYYYDDD',
    finest: 'day',
    write: (p, wall) => p.y * 1000 + Math.round((wall - Date.UTC(p.y, 0, 1)) / DAY) + 1,
  },
  decimal2: { form: 'decimal year', finest: 'month', write: (p) => (p.y + (p.m - 1) / 12).toFixed(2) },
  decimal3: { form: 'decimal year', finest: 'month', write: (p) => Number((p.y + (p.m - 1) / 12).toFixed(3)) },
  dotMonth: { form: 'YYYY.MM', finest: 'month', write: (p) => `${p.y}.${two(p.m)}` },
}
