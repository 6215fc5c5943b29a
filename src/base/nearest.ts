// Suggestions for a name that is not known. A hint that is far from what the user wrote misleads, so there is none.

/** The words that other libraries use for a name of this one, in the form of {@link plain}. */
const synonyms: Readonly<Record<string, readonly string[]>> = {
  axes: ['axis', 'dim', 'dims'],
  axis: ['axes', 'dim', 'dims'],
  epsilon: ['eps'],
  frequency: ['freq'],
  heads: ['nhead', 'numheads'],
  hiddensize: ['units'],
  layers: ['numlayers', 'depth'],
  learningrate: ['lr', 'eta'],
  mean: ['avg', 'average'],
  optimizer: ['learningrate', 'lr'],
  path: ['file', 'filename'],
  quantiles: ['level', 'levels'],
  series: ['id', 'uniqueid', 'group'],
  sum: ['total'],
  timezone: ['tz'],
  type: ['dtype'],
}

/** The `count` names that are most similar to an unknown name, for lists of what there is: `"sales", "sale"`. */
export function nearest(name: string, names: readonly string[], count = 3): string {
  return ranked(name, names)
    .slice(0, count)
    .map(({ candidate }) => JSON.stringify(candidate))
    .join(', ')
}

/**
 * The end of a message about an unknown name: `. Did you mean "sales"?` if a known name is near or means the same, else
 * nothing.
 */
export function didYouMean(name: string, names: readonly string[]): string {
  const [first] = ranked(name, names)
  return first && first.distance <= allowed(name) ? `. Did you mean ${JSON.stringify(first.candidate)}?` : ''
}

/** The number of mistyped letters: one in a short name, one for every three letters of a longer one. */
const allowed = (name: string): number => {
  const { length } = plain(name)
  return length < 2 ? 0 : Math.max(1, Math.floor(length / 3))
}

const ranked = (name: string, names: readonly string[]) =>
  names
    .map((candidate) => ({ candidate, distance: distanceOf(plain(name), plain(candidate)) }))
    .sort((a, b) => a.distance - b.distance)

/** `learning_rate`, `learning-rate` and `learningRate` are the same name. */
const plain = (name: string): string => name.toLowerCase().replace(/[\s_-]/g, '')

/** Abbreviations and synonyms have distance 1. A single letter abbreviates nothing. */
function distanceOf(a: string, b: string): number {
  const [short, long] = a.length < b.length ? [a, b] : [b, a]
  if (short.length > 1 && long.startsWith(short)) return Math.min(1, long.length - short.length)
  if (Object.hasOwn(synonyms, b) && synonyms[b].includes(a)) return 1
  return editDistance(a, b)
}

/**
 * The distance of Damerau and Levenshtein: the number of letters that are inserted, deleted or replaced, or swapped with
 * their neighbour.
 *
 * @see Boytsov 2011, optimal string alignment
 */
function editDistance(a: string, b: string): number {
  let before: number[] = []
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1)
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      current.push(
        Math.min(replaced, above[column] + 1, current[column - 1] + 1, swapped ? before[column - 2] + 1 : replaced),
      )
    }
    before = above
    above = current
  }
  return above[b.length]
}
