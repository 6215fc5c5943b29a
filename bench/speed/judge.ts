// How targets are judged: the cases of a target, and a number for each case.

import type { Findings } from './context.ts'
import { gain, ofPeak } from './families/peak.ts'
import { ahead, find, type Match } from './rounds.ts'
import { geometricMean } from './statistics.ts'
import { percent, times } from './table.ts'

export interface Judged {
  /** Name of the case. */
  of: string
  value: number
  /** The wanted value, if it differs from that of the other cases. */
  wanted?: number
  note?: string
}

type Measured = (findings: Findings) => Judged[]
type Choice = (match: Match) => boolean

export function recurrent(pass?: string, hidden = 0): Choice {
  return ({ family, pass: own, about }) =>
    family === 'recurrent' && (pass ?? own) === own && Number(about.hidden) >= hidden
}

export function bf16(pass?: string, hidden = 128): Choice {
  return ({ family, pass: own, about }) => family === 'bf16' && (pass ?? own) === own && Number(about.hidden) >= hidden
}

export function named(family: string, name?: string): Choice {
  return (match) => match.family === family && (name ?? match.name) === match.name
}

/** One case for each match and number of threads that `judge` finds a value for. */
export function each(chosen: Choice, judge: (match: Match, threads: number) => number | undefined): Measured {
  return ({ matches }) =>
    matches.filter(chosen).flatMap((match) =>
      threadsOf(match).flatMap((threads) => {
        const found = judge(match, threads)
        return found === undefined ? [] : [{ of: caseName(match, threads), value: found }]
      }),
    )
}

export function meanOf(cases: Measured): Measured {
  return (findings) => {
    const values = cases(findings).map(({ value: one }) => one)
    return values.length > 0 ? [{ of: `${values.length} cases`, value: geometricMean(values) }] : []
  }
}

export function versus(match: Match, who: string, threads: number): number | undefined {
  const [own, other] = [find(match, 'gatecast', threads), find(match, who, threads)]
  return own && other && ahead(own, other, match.family === 'live' ? 'wall' : undefined).median
}

/**
 * Measures like `versus`, and expects at least `ratio`. If this ratio needs more than the share `most` of the bf16
 * peak, for example on machines without tiles, it expects the share `most` of the peak instead.
 */
export function versusWithin(chosen: Choice, who: string, ratio: number, most: number): Measured {
  return ({ matches }) =>
    matches.filter(chosen).flatMap((match) =>
      threadsOf(match).flatMap((threads) => {
        const value = versus(match, who, threads)
        const share = ofPeak(match, who, threads)
        if (value === undefined) return []
        const of = caseName(match, threads)
        const wanted = share === undefined ? ratio : (most * Number(match.about.peakGain)) / share
        if (!(wanted < ratio)) return [{ of, value }]
        return [
          { of, value, wanted, note: `${percent(most)} of the peak in bf16, the target for tiles is ${times(ratio)}` },
        ]
      }),
    )
}

/** The peer has one thread and is compared with our best number of threads. */
export function overTfjs({ matches }: Findings): Judged[] {
  return matches.filter(named('training')).flatMap((match) => {
    const tfjs = find(match, 'tfjs', 1)
    if (!tfjs) return []
    const cases = match.series
      .filter(({ who }) => who === 'gatecast')
      .map((own) => ({ of: caseName(match, own.threads), value: ahead(own, tfjs).median }))
    return [cases.reduce((a, b) => (b.value > a.value ? b : a))]
  })
}

export function twoThreads({ matches }: Findings): Judged[] {
  return matches.filter(recurrent(undefined, 128)).flatMap((match) => {
    const [own, peak] = [gain(match, 'gatecast', 2), gain(match, 'peak', 2)]
    if (own === undefined || peak === undefined) return []
    const note = `${own.toFixed(2)} x, the peak gains ${peak.toFixed(2)} x`
    return [{ of: caseName(match, 2), value: own / Math.min(peak, 2), note }]
  })
}

export function growth({ matches }: Findings): Judged[] {
  return matches.filter(named('long')).flatMap((match) =>
    match.series.slice(1).map((series) => ({
      of: `${match.name} ${series.who} ${match.pass}`,
      value: 1 / ahead(series, match.series[0]).median,
    })),
  )
}

export function share(name: string): Measured {
  return ({ values }) => values.filter((one) => one.name === name).map(({ value }) => ({ of: name, value }))
}

const threadsOf = ({ series }: Match): number[] => [...new Set(series.map(({ threads }) => threads))]

const caseName = ({ name, pass }: Match, threads: number): string =>
  `${name} ${pass}, ${threads} thread${threads > 1 ? 's' : ''}`
