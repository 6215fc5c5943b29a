/** The `count` names that are most similar to an unknown name, for messages: `"sales", "sale"`. */
export function nearest(name: string, names: readonly string[], count = 3): string {
  const lower = `${name}`.toLowerCase()
  return names
    .map((candidate) => ({ candidate, distance: distanceOf(lower, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => JSON.stringify(candidate))
    .join(', ')
}

/** A name that is the beginning of the other has distance 1: it counts as an abbreviation. */
const distanceOf = (a: string, b: string): number =>
  a !== '' && b !== '' && (a.startsWith(b) || b.startsWith(a)) ? 1 : editDistance(a, b)

/** Levenshtein's distance: insertions, deletions and replacements from one text to the other. */
function editDistance(a: string, b: string): number {
  let above = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const replaced = above[column - 1] + (a[row - 1] === b[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, above[column] + 1, current[column - 1] + 1))
    }
    above = current
  }
  return above[b.length]
}
