const prefixes = ['', 'k', 'm', 'g', 't']

/** Number of bytes of a size such as `500MB` or `1.5GB`; 0 for another text. */
export function bytesIn(text: string): number {
  const match = /^(\d+(?:\.\d+)?)\s*([kmgt]?)i?b$/i.exec(text.trim())
  return match ? Number(match[1]) * 1000 ** prefixes.indexOf(match[2].toLowerCase()) : 0
}
