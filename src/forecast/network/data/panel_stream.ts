import { checkSignal } from '../../../base/abort.ts'
import { checkFunction, checkWhole } from '../../../base/check.ts'
import type { Panel } from '../../../series/index.ts'

/**
 * Panels of whole series that are read when they are needed, where all of them are more than memory holds. Frequency
 * and columns are the same in each; categories may differ. Training holds two of them at a time.
 *
 * @example
 * const files = ['stores-1.csv', 'stores-2.csv', 'stores-3.csv']
 * const stream: PanelStream = { count: files.length, read: async (index) => readPanel(files[index]) }
 * await gru({ horizon: 28 }).fit(stream)
 */
export interface PanelStream {
  /** Panels there are. */
  readonly count: number
  /**
   * A panel by its number, the same each time it is asked for.
   *
   * @param index - from 0
   */
  read(index: number): Promise<Panel>
}

export const isPanelStream = (data: Panel | PanelStream): data is PanelStream =>
  typeof data === 'object' && data !== null && 'read' in data

/** @throws {GatecastError} `ERR_TYPE`, `ERR_RANGE` */
export function checkPanelStream({ count, read }: PanelStream): void {
  checkWhole('count of a stream of panels', count, 1)
  checkFunction('read of a stream of panels', read)
}

/**
 * All panels, one after another; a panel is a stream of one.
 *
 * @throws {GatecastError} `ABORT_ERR`
 */
export async function* readPanels(data: Panel | PanelStream, signal?: AbortSignal): AsyncGenerator<Panel, void> {
  if (!isPanelStream(data)) return yield data
  for (let index = 0; index < data.count; index++) {
    checkSignal(signal)
    yield await data.read(index)
  }
}

/** The same with each panel mapPanels. */
export const mapPanels = (data: Panel | PanelStream, change: (panel: Panel) => Panel): Panel | PanelStream =>
  isPanelStream(data) ? { count: data.count, read: async (index) => change(await data.read(index)) } : change(data)

/** Frequency and columns of a panel, by which those of a stream are compared and their differences told. */
export function describeForm({ frequency, known, observed, static: constant }: Panel): string {
  const roles = Object.entries({ known, observed, static: constant })
  const named = roles.map(([role, columns]) => {
    const names = columns.map(({ name, kind }) => `${name}${kind === 'categorical' ? ' (categorical)' : ''}`).sort()
    return `${role} ${names.join(', ') || 'none'}`
  })
  return [`frequency ${frequency.text}`, ...named].join('; ')
}
