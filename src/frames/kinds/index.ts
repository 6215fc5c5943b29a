import type { FrameKind } from '../kind.ts'
import { arquero } from './arquero.ts'
import { arrow } from './arrow.ts'
import { danfo } from './danfo.ts'
import { polars } from './polars.ts'

/** All kinds of frames. Danfo is the last: its only mark, a member `DataFrame`, is one of Polars too. */
export const frameKinds = { arrow, polars, arquero, danfo } as const

const kinds = Object.values(frameKinds) as unknown as readonly FrameKind[]

/** The kind of a frame; `undefined` for any other value. */
export const kindOf = (value: unknown): FrameKind | undefined =>
  typeof value === 'object' && value !== null ? kinds.find((kind) => kind.owns(value)) : undefined

/** The kind of frames that an imported package makes. Packages are objects, or functions with members. */
export const kindOfLibrary = (value: unknown): FrameKind | undefined =>
  (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? kinds.find((kind) => kind.isLibrary(value))
    : undefined

/** The names of the packages, for messages. */
export const packages: string = kinds
  .map((kind) => kind.package)
  .join(', ')
  .replace(/, (?=[^,]*$)/, ' or ')
