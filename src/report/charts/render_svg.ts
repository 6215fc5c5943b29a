import { clipText } from '../format_text.ts'
import type { ChartOption } from './base_options.ts'
import { echarts } from './echarts.ts'
import { fillTokens, type Palette, tokensOf } from './theme.ts'

/** Width of a letter of the title in pixels. The viewer chooses the font, so this is a wide estimate. */
const letter = 10

/** Characters that XML forbids, also as entities: one in the name of a series would make the file unreadable. */
const forbidden = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** Draws options of ECharts with a title as an SVG picture. */
export function renderSvg(
  text: string,
  option: ChartOption,
  { width, height, palette }: { width: number; height: number; palette: Palette },
): string {
  const title = {
    text: clipText(text, Math.floor(width / letter)),
    left: 0,
    top: 6,
    textStyle: { color: '$ink', fontSize: 15, fontWeight: 600 },
  }
  const picture = echarts().init(null, null, { renderer: 'svg', ssr: true, width, height })
  try {
    picture.setOption(fillTokens({ ...option, backgroundColor: '$surface', title }, tokensOf(palette)))
    return picture.renderToSVGString().replace(forbidden, '\ufffd')
  } finally {
    // Until it is disposed, the chart keeps a timer that keeps the process running.
    picture.dispose()
  }
}
