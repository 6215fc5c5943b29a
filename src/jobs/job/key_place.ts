// The places where the keys of a job are written, for messages of later steps: the flag, or the line of the job file.

/** Not a text, so that JSON and hashes of a job leave it out. Spreads keep it. */
const places = Symbol('places of keys')

/** A job that knows where its keys are written. */
export const withPlaces = <Job extends object>(job: Job, placeOf: (key: string) => string): Job => ({
  ...job,
  [places]: placeOf,
})

/** The place of a key: `--target`, or `job.yaml:3: columns.target`; the key itself if the job is an object of a program. */
export const placeIn = (job: object, key: string): string =>
  (job as { [places]?: (key: string) => string })[places]?.(key) ?? key
