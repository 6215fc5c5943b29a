/** Names as a message lists them. Quotes surround a name that could be taken for several names, or for a sign of the list. */
export const listNames = (names: readonly string[]): string => names.map(inList).join(', ')

const inList = (name: string): string =>
  /^[^,"]*[\p{L}\p{N}][^,"]*$/u.test(name) && name === name.trim() ? name : JSON.stringify(name)
