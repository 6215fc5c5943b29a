// The flags that say what the source is and how it is read.

import { type Flag, number, numbers } from './flag.ts'

export const source: Flag[] = [
  {
    flags: '--format <format>',
    text: 'format of the source; default: by extension',
    key: 'source.format',
    listsNames: true,
  },
  { flags: '--table <name>', text: 'table or view of a DuckDB file', key: 'source.table' },
  {
    flags: '--skip-lines <number>',
    text: 'CSV: number of lines before the header to leave out',
    key: 'source.skipLines',
    read: number,
  },
  { flags: '--comment <sign>', text: 'CSV: first character of lines to leave out', key: 'source.comment' },
  {
    flags: '--delimiter <sign>',
    text: 'CSV: character between two fields, or tab; default: as the first lines show',
    key: 'source.delimiter',
    read: (text) => (/^(tab|\\t)$/i.test(text) ? '\t' : text),
  },
  { flags: '--query <sql>', text: 'a SELECT in SQL; its result is the source', key: 'source.query' },
  { flags: '--future <file>', text: 'rows with the known covariates over the horizon', key: 'future' },
  { flags: '--layout <layout>', text: 'long, or wide: one column of times and one column per series', key: 'layout' },
]

export const columns: Flag[] = [
  {
    flags: '--time <columns>',
    text: 'column of times, or several that are one time together, for example date,hour',
    key: 'columns.time',
    isRepeatable: true,
  },
  {
    flags: '--target <columns>',
    text: 'column to forecast, or several, for example load,temp: each series has a forecast for each',
    key: 'columns.target',
    isRepeatable: true,
  },
  {
    flags: '--series <columns>',
    text: 'column that names the series, or several columns that name it together; none: all rows are one series',
    key: 'columns.series',
    isRepeatable: true,
  },
  {
    flags: '--known <columns>',
    text: 'covariates that are known over the horizon; their values ahead come from --future',
    key: 'columns.known',
    isRepeatable: true,
  },
  {
    flags: '--observed <columns>',
    text: 'covariates that are known only up to now',
    key: 'columns.observed',
    isRepeatable: true,
  },
  {
    flags: '--static <columns>',
    text: 'covariates with one value per series',
    key: 'columns.static',
    isRepeatable: true,
  },
  {
    flags: '--categorical <columns>',
    text: 'covariates that are categories although they are written as numbers',
    key: 'columns.categorical',
    isRepeatable: true,
  },
  {
    flags: '--frequency <step>',
    text: 'step between two rows: d, h, 15min, W-SUN, MS, M-28, 1 (an index); default: inferred from the times',
    key: 'frequency',
  },
  {
    flags: '--calendar <calendar>',
    text: 'weekdays and hours that have rows: Tue,Thu or "Mon-Fri 09:00-17:30"; default: all the time',
    key: 'calendar',
  },
  {
    flags: '--holidays <place>',
    text: 'country or state whose public holidays are a known covariate, for example DE or DE-BY',
    key: 'holidays',
  },
  { flags: '--time-zone <name>', text: 'time zone whose clock the times show; default UTC', key: 'timeZone' },
  {
    flags: '--time-format <format>',
    text: 'form of the times; default auto',
    key: 'timeFormat',
    listsNames: true,
  },
  {
    flags: '--missing <values>',
    text: 'values that mean missing, for example -200 or "#N/A"',
    key: 'missing',
    read: numbers,
  },
  { flags: '--decimal <mark>', text: 'decimal mark of numbers, "." (default) or ","', key: 'decimal' },
  { flags: '--thousands <mark>', text: 'mark between groups of digits: ",", ".", "\'" or " "', key: 'thousands' },
  {
    flags: '--units <signs>',
    text: 'signs and words beside numbers to leave out, for example "%"',
    key: 'units',
    read: (text) => text.split(',').map((sign) => sign.trim()),
  },
  {
    flags: '--duplicates <rule>',
    text: 'rule for several rows with the same time in one series; default error',
    key: 'duplicates',
    listsNames: true,
  },
]
