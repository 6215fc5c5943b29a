// A flag of the command, and the readers of its values.

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
