import { type Call, call } from './call.ts'

const sync = { sync: true } as const
const sine = (rows: number) => Float32Array.from({ length: rows }, (_, t) => Math.sin(t / 4))

/** Calls that explain a forecast, and calls of sequences that have data of their own. */
export const restCalls: readonly Call[] = [
  call('gatecast.explain', ({ library, panel }, signal) =>
    library.gatecast.explain(library.gatecast.theta({ horizon: 4 }), panel, { series: panel.ids[0], signal }),
  ),
  call(
    'sequences.logMel',
    ({ library }, _, wave) => library.sequences.logMel(wave as Float32Array, { rate: 8000, bands: 8 }),
    { not: ['thousand', 'many'], deaf: true, prepare: () => sine(1_000_000) },
  ),
  call(
    'sequences.nabScore',
    ({ library }) =>
      library.sequences.nabScore(
        Array.from({ length: 1000 }, (_, i) => 1000 * i),
        Array.from({ length: 100 }, (_, i) => [10_000 * i, 10_000 * i + 500] as const) as never,
        {} as never,
      ),
    { ...sync, not: ['thousand', 'many'] },
  ),
]
