// The groups of flags that several verbs have.

export interface Flag {
  /** Name and value, as commander expects them. */
  flags: string
  text: string
  /** The key of a job that the flag sets. */
  key: string
  read?: (text: string) => unknown
  /**
   * The flag may be repeated. Its texts are not split at commas here, because a comma may be part of the name of a column:
   * the job splits them when it sees the columns of the source.
   */
  isRepeatable?: true
  /** The help lists the names that the schema of a job allows. */
  listsNames?: true
}

// A value that is not a number stays a text, so that the schema reports it with the name of the flag.
export const number = (text: string): unknown =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text
export const numbers = (text: string): unknown[] => text.split(',').map((one) => number(one.trim()))

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

export const training: Flag[] = [
  {
    flags: '--epochs <number>',
    text: 'number of epochs; default: follows from the data',
    key: 'train.epochs',
    read: number,
  },
  { flags: '--learning-rate <rate>', text: 'learning rate of the optimiser', key: 'train.learningRate', read: number },
  {
    flags: '--schedule <name>',
    text: 'how the learning rate changes over the epochs',
    key: 'train.schedule',
    listsNames: true,
  },
  {
    flags: '--validation <share>',
    text: "share of each series' last rows that is held out",
    key: 'train.validation',
    read: number,
  },
  {
    flags: '--weights <column>',
    text: 'column with the weight of each row in the training of a network; also name it with --observed or --static',
    key: 'train.weights',
  },
  {
    flags: '--memory <size>',
    text: 'memory for rows while a network is trained, for example 1GB',
    key: 'train.memory',
  },
]

export const forecasting: Flag[] = [
  { flags: '--out <path>', text: 'the output', key: 'out', listsNames: true },
  {
    flags: '--out-format <format>',
    text: 'format of the parts in a folder (default parquet), or of the standard output (default csv)',
    key: 'format',
    listsNames: true,
  },
  {
    flags: '--csv-formulas <what>',
    text: 'in CSV, texts that a spreadsheet would run as formulas get a quote before them (default), or are kept',
    key: 'csvFormulas',
    listsNames: true,
  },
  {
    flags: '--digits <which>',
    text: 'digits of forecasts in CSV and JSON: useful (default) leaves out those far below the width of an interval, all keeps them',
    key: 'digits',
    listsNames: true,
  },
  {
    flags: '--quantiles <levels>',
    text: 'levels of the quantiles; default 0.1,0.5,0.9',
    key: 'quantiles',
    read: numbers,
  },
  { flags: '--report <file>', text: 'an HTML page with scores, charts and failures', key: 'report' },
  {
    flags: '--workers <number>',
    text: 'number of processes; default: one per processor',
    key: 'workers',
    read: number,
  },
  {
    flags: '--partition-series <number>',
    text: 'number of series per part; default 4096',
    key: 'partitionSeries',
    read: number,
  },
  {
    flags: '--precision <precision>',
    text: 'float32 (default), or bf16, which is faster on processors that have it',
    key: 'precision',
  },
  {
    flags: '--queue <address>',
    text: 'redis:// or postgres:// address of a queue whose workers do the job',
    key: 'queue',
  },
]

export const testing: Flag[] = [
  { flags: '--windows <number>', text: 'number of origins; default 3', key: 'backtest.windows', read: number },
  {
    flags: '--step <steps>',
    text: 'steps between two origins; default: the horizon',
    key: 'backtest.step',
    read: number,
  },
  {
    flags: '--test-series <number>',
    text: 'largest number of series to test; default 2000',
    key: 'backtest.series',
    read: number,
  },
]

export const tuning: Flag[] = [
  {
    flags: '--trials <number>',
    text: 'number of configurations at the start; default 9',
    key: 'tune.trials',
    read: number,
  },
  {
    flags: '--tune-epochs <number>',
    text: 'epochs of the configurations that reach the last round; default 9',
    key: 'tune.epochs',
    read: number,
  },
  {
    flags: '--tune-series <number>',
    text: 'largest number of series to use; default 500',
    key: 'tune.series',
    read: number,
  },
]
