/** The names most like one that is not known, for messages: `"sales", "sale"`. */
export function nearest(name: string, names: readonly string[], count = 3): string {
  const lower = `${name}`.toLowerCase()
  return names
    .map((candidate) => ({ candidate, distance: distanceOf(lower, candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, count)
    .map(({ candidate }) => JSON.stringify(candidate))
    .join(', ')
}

/** What was cut short is nearer than what has other letters. */
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
