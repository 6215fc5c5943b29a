// Tables of many layouts, and the roles of their columns.

import { cellLayouts } from './cell_layouts.ts'
import type { Layout } from './make_layout.ts'
import { seriesLayouts } from './series_layouts.ts'
import { timeLayouts } from './time_layouts.ts'

export const layouts: readonly Layout[] = [...seriesLayouts, ...cellLayouts, ...timeLayouts]
