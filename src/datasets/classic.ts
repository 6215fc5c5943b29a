import { addSteps, type Panel, panelFromRows, parseFrequency } from '../series/index.ts'
import { packagedPath, readPackaged } from './read_packaged.ts'

/**
 * International airline passengers in thousands, monthly from 1949 to 1960: a trend, and a yearly season that grows
 * with it. One series of 144 rows; the target is `passengers`.
 *
 * @see Box, Jenkins and Reinsel, Time Series Analysis: Forecasting and Control, series G; `AirPassengers` in R
 * @example
 * const panel = await airPassengers()
 * panel.history(0)[0] // 112
 */
export const airPassengers = (): Promise<Panel> => readMonthly('air_passengers.csv', 'passengers')

/**
 * Mean relative sunspot numbers, monthly from 1749 to 1983: cycles of about eleven years, all of different length and
 * height. One series of 2820 rows; the target is `sunspots`, without unit.
 *
 * @see Andrews and Herzberg 1985, Data: A Collection of Problems from Many Fields; observed in Zurich until 1960, then
 * in Tokyo; `sunspots` in R
 * @example
 * const panel = await sunspots()
 * const decades = panel.cut((series) => panel.lengths[series] - 120) // all but the last ten years
 */
export const sunspots = (): Promise<Panel> => readMonthly('sunspots.csv', 'sunspots')

/**
 * Carbon dioxide in the air at Mauna Loa in parts per million (1997 SIO manometric mole fraction scale), monthly from
 * 1959 to 1997: a rising trend and a steady season. One series of 468 rows; the target is `ppm`. February to April 1964
 * were not measured. R's version has interpolated values there, this one has gaps (NaN).
 *
 * @see Keeling and Whorf, Scripps Institution of Oceanography; `co2` in R
 * @example
 * const panel = await co2()
 * panel.history(0)[61] // NaN: February 1964
 */
export const co2 = (): Promise<Panel> => readMonthly('co2.csv', 'ppm')

/**
 * Closing prices of four European stock indices, each in points of its currency, for 1860 days from 1991 to 1998. The
 * series are `DAX`, `SMI`, `CAC` and `FTSE`; the target is `price`.
 *
 * The source numbers its days and has no dates. The times here are inferred: business days (Monday to Friday) from
 * 1991-07-01 on, which is business day 130 of 1991, where R's series starts. R's manual says that holidays are left
 * out. But with these times, all four prices are unchanged on every Good Friday, so the source seems to repeat the
 * price of the day before on holidays.
 *
 * @see Erste Bank AG, Vienna; `EuStockMarkets` in R
 * @example
 * const panel = await stocks()
 * panel.history(panel.indexOf('DAX'))[0] // 1628.75
 */
export async function stocks(): Promise<Panel> {
  const rows = await readPackaged('stocks.csv')
  const frequency = parseFrequency('B')
  const dated = rows.map((row) => ({ ...row, day: addSteps(firstTradingDay, Number(row.day) - 1, frequency) }))
  return panelFromRows(dated, { series: 'index', time: 'day', timeFormat: 'epoch ms', target: 'price', frequency })
}

const firstTradingDay = Date.UTC(1991, 6, 1)

/**
 * Six monthly series of different nature in one panel: air passengers, CO2 (with the missing months of 1964
 * interpolated, as in R), temperature, drivers killed or injured, deaths from lung diseases, and deaths from accidents.
 * They have 72 to 468 rows, and start from 1920 to 1974. The target is `value`. Its unit differs by series:
 * `datasets/README.md` names units and sources.
 *
 * @example
 * const panel = await monthly()
 * panel.ids // ['Air passengers', 'CO2 at Mauna Loa', ...]
 */
export async function monthly(): Promise<Panel> {
  const rows = await readPackaged('monthly.csv')
  return panelFromRows(rows, { series: 'series', time: 'month', target: 'value', frequency: 'MS' })
}

const shopSalesFile = 'generated_sales.csv'

/** The path of the file of {@link shopSales}. */
export const shopSalesPath = (): string => packagedPath(shopSalesFile)

/**
 * Generated daily sales of five shops in 2020, with a weekly season and promotions that raise the sales. The target is
 * `sales`, in pieces; the known covariate `promotion` is 1 on days with a promotion. No shop has these sales:
 * {@link generatePanel} made them.
 *
 * @example
 * const panel = await shopSales()
 * const past = panel.cut((shop) => panel.lengths[shop] - 14) // without the last two weeks, but with their promotions
 */
export async function shopSales(): Promise<Panel> {
  const rows = await readPackaged(shopSalesFile)
  return panelFromRows(rows, { series: 'shop', time: 'date', target: 'sales', known: ['promotion'], frequency: 'd' })
}

async function readMonthly(file: string, target: string): Promise<Panel> {
  return panelFromRows(await readPackaged(file), { time: 'month', target, frequency: 'MS' })
}
