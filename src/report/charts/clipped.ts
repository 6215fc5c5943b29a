/** The beginning of a text that has more than so many characters. */
export function clipText(text: string, characters: number): string {
  const all = [...text]
  return all.length > characters ? `${all.slice(0, characters - 1).join('')}…` : text
}
