import { checkSignal } from '../../../base/abort.ts'
import { checkFunction, checkWhole } from '../../../base/check.ts'
import type { Panel } from '../../../series/index.ts'
import { checkPanel } from '../../check.ts'

/**
 * Panels of whole series that are read when they are needed, if memory cannot hold all series at once. All panels have
 * the same frequency and columns; categories may differ. Training holds two panels at a time.
 *
 * @example
 * const files = ['stores-1.csv', 'stores-2.csv', 'stores-3.csv']
 * const stream: PanelStream = { count: files.length, read: async (index) => readPanel(files[index]) }
 * await gru({ horizon: 28 }).fit(stream)
 */
export interface PanelStream {
  /** Number of panels. */
  readonly count: number
  /**
   * Reads a panel. Each call with the same index returns the same data.
   *
   * @param index - index of the panel, from 0
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
 * Reads all panels, one after another. A panel counts as a stream of one panel.
 *
 * @throws {GatecastError} `ABORT_ERR`
 */
export async function* readPanels(data: Panel | PanelStream, signal?: AbortSignal): AsyncGenerator<Panel, void> {
  if (!isPanelStream(data)) {
    // `yield` would wait for a promise of a panel, and everything after it would fail.
    checkPanel(data)
    return yield data
  }
  for (let index = 0; index < data.count; index++) {
    checkSignal(signal)
    yield await data.read(index)
  }
}

/** A panel or stream whose panels pass through `change` when they are read. */
export const mapPanels = (data: Panel | PanelStream, change: (panel: Panel) => Panel): Panel | PanelStream =>
  isPanelStream(data) ? { count: data.count, read: async (index) => change(await data.read(index)) } : change(data)

/** A text with the frequency and columns of a panel. Panels of a stream fit each other if their texts are equal. */
export function describeForm({ frequency, known, observed, static: constant }: Panel): string {
  const roles = Object.entries({ known, observed, static: constant })
  const named = roles.map(([role, columns]) => {
    const names = columns.map(({ name, kind }) => `${name}${kind === 'categorical' ? ' (categorical)' : ''}`).sort()
    return `${role} ${names.join(', ') || 'none'}`
  })
  return [`frequency ${frequency.text}`, ...named].join('; ')
}
