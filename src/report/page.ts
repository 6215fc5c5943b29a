import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { version } from '../base/version.ts'
import { echartsSource } from './charts/echarts.ts'
import { customProperties, palettes } from './charts/theme.ts'
import { Html, html } from './html.ts'
import type { PageData } from './page_data.ts'
import { inlineScript, scriptJson } from './script_text.ts'

const scripts = ['format.mjs', 'charts.mjs', 'fan.mjs', 'tables.mjs', 'main.mjs']
const asset = (name: string): string => readFileSync(new URL(`./page/${name}`, import.meta.url), 'utf8')

/**
 * Joins the modules of page/ to one script, in the order of their imports, without `import` and `export`. No two
 * modules have the same top-level name.
 */
const joined = (): string =>
  scripts.map((name) => asset(name).replaceAll(/^import [^']*'[^']*'\n|^export (?=\w)/gm, '')).join('\n')

export interface PageParts {
  readonly title: string
  readonly summary: Html
  readonly sections: readonly { readonly id: string; readonly name: string; readonly html: Html }[]
  readonly data: PageData
}

/**
 * Writes the whole document. Its content security policy forbids the network and all scripts and styles except those
 * written here: even a text that escaping missed could not run or change how the page looks.
 */
export function page({ title, summary, sections, data }: PageParts): string {
  const chartLibrary = inlineScript(echartsSource())
  const own = inlineScript(joined())
  const look = style()
  const policy = [
    "default-src 'none'",
    `script-src ${hash(chartLibrary)} ${hash(own)}`,
    `style-src ${hash(look)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  const document = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="gatecast ${version}">
<title>${title}</title>
<style>${new Html(look)}</style>
</head>
<body>
<a class="skip" href="#main">Skip to the content</a>
<header>
  <div class="head"><h1>${title}</h1>
  <button type="button" data-theme-toggle aria-label="Switch between light and dark"><span aria-hidden="true">◐</span></button></div>
  ${summary}
  <nav aria-label="Sections">${sections.map(({ id, name }) => html`<a href="#${id}">${name}</a>`)}</nav>
</header>
<main id="main">
<noscript><p class="card">The charts and tables of this page need JavaScript. The page loads nothing from the network.</p></noscript>
${sections.map((section) => section.html)}
</main>
<footer>Made by gatecast ${version}. Charts by Apache ECharts (Apache License 2.0).</footer>
<script type="application/json" id="data">${new Html(scriptJson(data))}</script>
<script>${new Html(chartLibrary)}</script>
<script type="module">${new Html(own)}</script>
</body>
</html>
`
  return document.text
}

const hash = (code: string): string => `'sha256-${createHash('sha256').update(code).digest('base64')}'`

const style = (): string => `
:root { ${customProperties(palettes.light)} }
@media (prefers-color-scheme: dark) { :root { ${customProperties(palettes.dark)} } }
:root[data-theme='light'] { color-scheme: light; ${customProperties(palettes.light)} }
:root[data-theme='dark'] { color-scheme: dark; ${customProperties(palettes.dark)} }
${asset('page.css')}`
