import type { ProgramData, Spec, Windows } from '../../src/addon/index.ts'
import { type PlainPanel, tableOf } from './naive_windows.ts'

/** A Program that outputs its inputs. */
export function mirror(inputs: Record<string, Spec>): ProgramData {
  const ops = Object.entries(inputs).map(([name, { shape, type }]) => ({
    kind: 'input',
    inputs: [],
    attributes: { name, shape, type },
  }))
  const outputs = Object.fromEntries(Object.keys(inputs).map((name, i) => [name, i]))
  return { ops, outputs, loss: null, metrics: {} }
}

/** All origins of every series from row `first` on. */
export function windowsOf(panel: PlainPanel, options: Partial<Windows> & { from?: number } = {}): Windows {
  const { from = 0, stride = 1, ...rest } = options
  const lengths = panel.columns.y!.series.map(({ length }) => length)
  return {
    table: tableOf(panel),
    first: Int32Array.from(lengths, (length) => Math.min(from, length)),
    count: Int32Array.from(lengths, (length) => Math.floor(Math.max(0, length - from) / stride) + 1),
    stride,
    target: 'y',
    context: 5,
    horizon: 3,
    scaling: 'standard',
    inputs: {},
    ...rest,
  }
}

export const waves: PlainPanel = {
  columns: {
    y: {
      type: 'float32',
      series: Array.from({ length: 4 }, (_, s) =>
        Array.from({ length: 30 + s }, (_, t) => ((t * 7 + s) % 13 === 0 ? Number.NaN : 10 * s + Math.sin(t / 3 + s))),
      ),
    },
  },
  statics: {},
}
