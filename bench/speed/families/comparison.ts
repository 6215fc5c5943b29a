// The table of most families: one line for each number of threads, with gatecast and its peers.

import { ahead, find, type Match, rate, type Series, seconds } from '../rounds.ts'
import { median, type Spread } from '../statistics.ts'
import { digits, percent, table, times } from '../table.ts'
import { ofPeak } from './peak.ts'

export const peers = ['torch', 'ORT', 'tfjs']

/** The peer with the fastest median. */
export function best(match: Match, threads: number, among: readonly string[] = peers): Series | undefined {
  return among
    .map((who) => find(match, who, threads))
    .filter((series) => series !== undefined)
    .sort((a, b) => median(seconds(a)) - median(seconds(b)))[0]
}

export function aheadOfBest(match: Match, threads: number): Spread | undefined {
  const [own, peer] = [find(match, 'gatecast', threads), best(match, threads)]
  return own && peer && ahead(own, peer)
}

export const quartiles = (ratio: Spread | undefined): string =>
  ratio ? `${digits(ratio.low)}..${digits(ratio.high)}` : ''

/** Makes the table, in GFLOP/s or with the texts that `show` makes. */
export function comparison(
  title: string,
  matches: readonly Match[],
  threads: readonly number[],
  show: (series: Series) => string = (series) => digits(rate(series)),
): string {
  const shown = peers.filter((who) => matches.some(({ series }) => series.some((one) => one.who === who)))
  const rows = matches.flatMap((match) =>
    threads.flatMap((count) => {
      const own = find(match, 'gatecast', count)
      if (!own) return []
      const share = ofPeak(match, 'gatecast', count)
      const ratio = aheadOfBest(match, count)
      const theirs = shown.map((who) => {
        const series = find(match, who, count)
        return series ? show(series) : ''
      })
      const cells = [show(own), share === undefined ? '' : percent(share), ...theirs]
      return [[match.name, match.pass, `${count}`, ...cells, ratio ? times(ratio.median) : '', quartiles(ratio)]]
    }),
  )
  const header = [title, 'pass', 'threads', 'gatecast', 'of peak', ...shown, 'vs best', 'quartiles']
  return table(header, rows, 2)
}
