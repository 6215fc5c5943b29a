import { createHash } from 'node:crypto'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Forecast, naive, residualDiagnostics, theta } from '../../src/forecast/index.ts'
import { report } from '../../src/report/index.ts'
import { history, hostile, sample, samplePanel } from './sample.ts'
import { useReports } from './use_reports.ts'

const { used, pageOf } = useReports()

describe('report', () => {
  it('writes one whole file and returns its path and size', async () => {
    const path = join(used.folder, 'one.html')
    const written = await report(used.made.forecast, { path })
    expect(written).toEqual({ path, bytes: (await stat(path)).size })
    expect(await readdir(used.folder)).toContain('one.html')
    expect((await readdir(used.folder)).filter((name) => name.endsWith('.tmp'))).toEqual([])
    await expect(report(used.made.forecast, { path: join(used.folder, 'none', 'page.html') })).rejects.toMatchObject({
      code: 'ERR_FILE',
    })
  })

  it('needs no network, and allows only its own two scripts', async () => {
    const { text } = await pageOf(used.made)
    const own = [...text.matchAll(/<script(?: type="module")?>(.*?)<\/script>/gs)].map(([, code]) => code)
    expect(own).toHaveLength(2)
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(text)?.[1] ?? ''
    for (const code of own)
      expect(policy).toContain(`&#39;sha256-${createHash('sha256').update(code).digest('base64')}&#39;`)
    expect(policy).toContain('default-src &#39;none&#39;')
    expect(policy).not.toContain('unsafe')
    const markup = text.replaceAll(/<script.*?<\/script>/gs, '')
    expect(markup).not.toMatch(/<[^>]* (src|href)="(?!#)|@import|url\(|<[^>]* style=/)
  })

  it('never makes markup from ids, names and titles', async () => {
    const { text, data } = await pageOf(used.made, { title: hostile[0] })
    const markup = text.replaceAll(/<script.*?<\/script>/gs, '')
    expect(text.match(/<script/g)).toHaveLength(3)
    expect(markup).not.toMatch(/<img|<b |<!--/)
    expect(data.fan?.series.map(({ id }) => id)).toEqual(used.made.panel.ids)
    expect(data.models).toEqual([hostile[0], 'theta'])
  })

  it('has the sections whose parts are given', async () => {
    const sections = ({ text }: { text: string }) => [...text.matchAll(/<section id="(\w+)"/g)].map(([, id]) => id)
    expect(sections(await pageOf({ ...used.made, fit: { seconds: 3, history } }))).toEqual([
      'forecast',
      'backtest',
      'training',
      'details',
    ])
    expect(sections(await pageOf(used.made.forecast))).toEqual(['forecast', 'details'])
    expect(sections(await pageOf(used.made.backtest.theta))).toEqual(['forecast', 'backtest', 'details'])
    expect(sections(await pageOf(history))).toEqual(['training', 'details'])
    expect(sections(await pageOf({ fit: { seconds: 3 } }))).toEqual(['details'])
  })

  it('shows components, residuals and their tests, one variant for each charted series', async () => {
    const { panel } = used.made
    const forecast = await naive({ horizon: 6 }).predict(panel, { fitted: true })
    const rows = 72
    const level = (s: number) => Float64Array.from({ length: rows + 6 }, (_, t) => (t === 2 ? Number.NaN : 100 * s + t))
    const parts = (s: number): Record<string, Float64Array> => (s === 1 ? {} : { level: level(s) })
    const fits = forecast.fits?.map((fit, s) => ({ ...fit, components: parts(s) }))
    const { text, data } = await pageOf(
      { forecast: new Forecast({ ...forecast, fits }), panel },
      { series: 3, history: 70 },
    )
    expect(text).toContain('<section id="fit"')
    const { component0, residuals, autocorrelation } = data.charts
    for (const chart of [component0, residuals, autocorrelation]) {
      expect(chart.perSeries).toBe(true)
      expect(chart.variants.map(({ name }) => name)).toEqual(data.fan?.series.map(({ id }) => id))
    }
    const values = (chart: typeof component0, s: number) =>
      (chart.variants[s].option.series as { data: (number | null)[] }[])[0].data
    // The last 70 of 72 rows, then 6 of the horizon; the second series has no level.
    expect(values(component0, 0)).toEqual([null, ...Array.from({ length: 75 }, (_, i) => i + 3)])
    expect(values(component0, 1)).toEqual([])
    expect(values(residuals, 0)).toHaveLength(70)
    const tests = residualDiagnostics(forecast)
    expect(values(autocorrelation, 2)[0]).toBeCloseTo(tests[2].autocorrelation[0], 5)
    expect(data.tables.diagnostics.variants[0]).toHaveLength(panel.seriesCount)
  })

  it('shows what another forecast says about the history, with empty charts for series that it lacks', async () => {
    const { panel } = used.made
    const some = panel.select([2, 0])
    const fitted = await naive({ horizon: 6 }).predict(some, { fitted: true })
    const { text, data } = await pageOf({ forecast: used.made.forecast, fitted, panel }, { series: 3 })
    expect(text).toContain('<section id="fit"')
    const lengths = (chart: (typeof data.charts)[string]) =>
      chart.variants.map(({ option }) => (option.series as { data: unknown[] }[])[0].data.length)
    const { residuals, autocorrelation } = data.charts
    expect(residuals.variants.map(({ name }) => name)).toEqual(data.fan?.series.map(({ id }) => id))
    expect(lengths(residuals)).toEqual([panel.lengths[0], 0, panel.lengths[2]])
    expect(lengths(autocorrelation)[1]).toBe(0)
    expect(data.tables.diagnostics.variants[0].map(([id]) => id)).toEqual(some.ids)
    await expect(report({ forecast: used.made.forecast, fitted: used.made.forecast })).rejects.toMatchObject({
      code: 'ERR_TYPE',
      message: expect.stringContaining('predict(panel, { fitted: true })'),
    })
  })

  it('has no comparison of series if there is only one', async () => {
    const { text, data } = await pageOf(await sample(samplePanel(5).select([4])))
    expect(text).not.toMatch(/Worst series|Next series/)
    expect(Object.keys(data.tables)).toEqual(['forecasts', 'overall'])
    expect(Object.keys(data.charts)).toEqual(['horizon', 'bias', 'coverage', 'calibration'])
  })

  it('states what it leaves out', async () => {
    const { text } = await pageOf(used.made, { series: 4, rows: 5 })
    expect(text).toContain('Charts of 4 of 12 series. To choose the series,')
    expect(text).toContain('for the worst 5 of 12 series')
  })

  it('has charts of the given number of series, the worst included, and rows of all series', async () => {
    const { data } = await pageOf(used.made, { series: 4 })
    expect(data.fan?.series).toHaveLength(4)
    expect(data.tables.series.variants.map((rows) => rows.length)).toEqual([12, 12])
    expect(data.tables.forecasts.variants[0]).toHaveLength(12)
    const worst = used.made.backtest[hostile[0]].perSeries.toSorted((a, b) => b.scores.mase - a.scores.mase)[0].id
    expect(data.fan?.series.map(({ id }) => id)).toContain(worst)
    expect((await pageOf(used.made, { series: ['store 7', 'store 5'] })).data.fan?.series.map(({ id }) => id)).toEqual([
      'store 7',
      'store 5',
    ])
    expect((await pageOf(used.made, { rows: 3 })).data.tables.series.variants[0]).toHaveLength(3)
  })

  it('shows the scores of the backtest, and the best model first', async () => {
    const { data } = await pageOf(used.made)
    const { columns, variants } = data.tables.overall
    const mase = columns.findIndex(({ name }) => name === 'MASE')
    const { overall, perHorizon } = used.made.backtest.theta
    expect(variants[0][1][0]).toBe('theta')
    expect(variants[0][1][mase]).toBeCloseTo(overall.mase, 5)
    const coverage = columns.findIndex(({ name }) => name === 'Coverage 80 %')
    expect(variants[0][1][coverage]).toBeCloseTo(100 * overall.coverage80, 4)
    const scores = Object.values(used.made.backtest).map((backtest) => backtest.overall.mase)
    expect(data.model).toBe(scores.indexOf(Math.min(...scores)))
    const [first] = data.charts.horizon.variants
    expect(first.name).toBe('mase')
    const { series } = first.option as { series: { data: number[] }[] }
    expect(series[1].data[5]).toBeCloseTo(perHorizon[5].mase, 5)
  })

  it('shows the configuration of a model', async () => {
    const { text } = await pageOf({ forecast: used.made.forecast, forecaster: theta({ horizon: 6 }) })
    expect(text).toMatch(/<dt>Kind<\/dt><dd>theta<\/dd>/)
    expect(text).toMatch(/<dt>horizon<\/dt><dd>6<\/dd>/)
  })

  it('shows the figures of a job, and which series failed and why', async () => {
    const failures = [{ series: hostile[0], reason: 'Expected two rows', fallback: 'none' }]
    const run = { series: 4000, seconds: 20, failed: 2, failures, facts: [['Parts', 3]] as const }
    const { text, data } = await pageOf({ ...used.made, run })
    expect(text).toMatch(/<span class="name">Series<\/span><span class="value">4,000<\/span>/)
    expect(text).toMatch(/<span class="name">Failed<\/span><span class="value">2<\/span>/)
    expect(text).not.toContain('per second')
    expect(text).toContain('The model could not forecast 2 series; the table lists 1 of them.')
    expect(text).toMatch(/<dt>Parts<\/dt><dd>3<\/dd>/)
    expect(data.tables.failures.variants).toEqual([[[hostile[0], 'Expected two rows', 'none']]])
    const well = await pageOf({ ...used.made, run: { ...run, failed: 0, failures: [] } })
    expect(well.text).toContain('None: the model forecast every series.')
  })

  it('refuses contents that it cannot report', async () => {
    await expect(report({})).rejects.toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringContaining('forecast, a backtest or a fit'),
    })
    await expect(report({ panel: used.made.panel })).rejects.toMatchObject({ code: 'ERR_DATA' })
    await expect(report({ forcast: used.made.forecast } as never)).rejects.toMatchObject({ code: 'ERR_RANGE' })
    await expect(report({ forecast: {} as never })).rejects.toMatchObject({ code: 'ERR_TYPE' })
    await expect(report({ backtest: { a: 1 as never } })).rejects.toMatchObject({ code: 'ERR_TYPE' })
    await expect(report(used.made, { series: ['nobody'] })).rejects.toMatchObject({
      code: 'ERR_DATA',
      message: expect.stringContaining('"nobody"'),
    })
    await expect(report(used.made, { titel: 'x' } as never)).rejects.toMatchObject({ code: 'ERR_RANGE' })
    const other = samplePanel(2).select([1])
    await expect(report({ forecast: used.made.forecast, panel: other })).rejects.toMatchObject({ code: 'ERR_DATA' })
  })
})
