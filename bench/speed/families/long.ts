// Cost by the number of time steps and by the batch. It should be linear.

import { normal } from '../addon.ts'
import { longCases, type RecurrentCase, smallLstm } from '../cases.ts'
import type { Context, Findings } from '../context.ts'
import { makeOurs } from '../ours.ts'
import { alternate, local, type Match, seconds } from '../rounds.ts'
import { median } from '../statistics.ts'
import { duration, table, times } from '../table.ts'

const kinds = [
  { kind: 'time', sizes: longCases.time, sized: (time: number): RecurrentCase => ({ ...smallLstm, batch: 8, time }) },
  { kind: 'batch', sizes: longCases.batch, sized: (batch: number): RecurrentCase => ({ ...smallLstm, batch }) },
]

export async function long({ effort, print }: Context): Promise<Partial<Findings>> {
  const matches: Match[] = []
  for (const { kind, sizes, sized } of kinds)
    for (const pass of ['forward', 'both'] as const) {
      // All sizes are contestants of one match, because they are compared with each other.
      const contestants = sizes.map((size) => {
        const { batch, time, input, hidden } = sized(size)
        const ours = makeOurs(sized(size), normal([batch, time, input], 1), normal([batch, time, hidden], 2))
        return local(`${size}`, 1, () => ours[pass](1), batch * time)
      })
      matches.push(await alternate({ family: 'long', name: kind, pass, about: {} }, 0, contestants, effort))
    }
  const rows = matches.flatMap(({ name, pass, series }) =>
    series.map((one) => {
      const each = median(seconds(one)) / one.work
      const first = median(seconds(series[0])) / series[0].work
      return [`${name} ${one.who}`, pass, duration(median(seconds(one))), duration(each), times(each / first)]
    }),
  )
  print(table(['LSTM 8, 64, 1 thread', 'pass', 'time', 'per cell', 'of the first'], rows, 2))
  return { matches }
}
