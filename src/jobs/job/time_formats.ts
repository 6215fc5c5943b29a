// The command names the forms of times in its help, and may not import the room of series.

export { timeFormats } from '../../series/time/forms/index.ts'
