// What the charts of the library are made of: scripts/bundle.mjs makes one script of it, for Node and for pages, half
// the size of the whole of ECharts. A chart that uses another part (a series, a component) registers it here.
import { BarChart, LineChart } from 'echarts/charts'
import {
  AriaComponent,
  DatasetComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TitleComponent,
  TooltipComponent,
} from 'echarts/components'
import { use } from 'echarts/core'
import { SVGRenderer } from 'echarts/renderers'

export { init } from 'echarts/core'

use([LineChart, BarChart, SVGRenderer])
use([AriaComponent, DatasetComponent, DataZoomComponent, GridComponent])
use([LegendComponent, MarkLineComponent, TitleComponent, TooltipComponent])
