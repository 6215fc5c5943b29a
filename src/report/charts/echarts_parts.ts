// The parts of ECharts that the charts of the library use. scripts/bundle.mjs bundles them to one script for Node and
// for pages, half the size of all of ECharts. A chart that needs another part (a series, a component) registers it
// here.
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
