export interface Heat {
  title: string
  /** Names of the axes. */
  x: string
  y: string
  /** Values from 0 to 1, row by row; the first row is at the top. */
  rows: readonly ArrayLike<number>[]
  /** Labels of the columns and of the rows; default none. */
  columnLabels?: readonly string[]
  rowLabels?: readonly string[]
}

const escapeText = (text: string): string => text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)

/** Draws a table of shares as SVG: the larger a value, the fuller its cell. */
export function heatPicture({ title, x, y, rows, columnLabels = [], rowLabels = [] }: Heat): string {
  const left = 92
  const top = 44
  const columns = rows[0].length
  const cell = Math.min(26, Math.floor(620 / columns))
  const [width, height] = [left + columns * cell, top + rows.length * cell]
  const text = (content: string, at: string, style = 'font-size="12" text-anchor="middle"') =>
    `<text ${at} ${style} fill="#566274">${escapeText(content)}</text>`
  const cells = rows.flatMap((row, r) =>
    Array.from(row, (value, c) => {
      const place = `x="${left + c * cell}" y="${top + r * cell}" width="${cell}" height="${cell}"`
      return `<rect ${place} fill="#1d5fd0" fill-opacity="${Math.min(1, Math.max(0, value)).toFixed(3)}" stroke="#dfe3e9"/>`
    }),
  )
  const middle = (r: number) => top + (r + 0.5) * cell
  const labels = [
    ...columnLabels.map((label, c) => text(label, `x="${left + (c + 0.5) * cell}" y="${height + 16}"`)),
    ...rowLabels.map((label, r) =>
      text(label, `x="${left - 8}" y="${middle(r) + 4}"`, 'font-size="12" text-anchor="end"'),
    ),
  ]
  const size = { width: Math.max(width + 20, 460), height: height + 46 }
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="12" y="24" font-size="15" font-weight="bold" fill="#16202e">${escapeText(title)}</text>
${cells.join('\n')}
${labels.join('\n')}
${text(x, `x="${left + (columns * cell) / 2}" y="${height + 36}"`)}
${text(y, `x="18" y="${top + (rows.length * cell) / 2}" transform="rotate(-90 18 ${top + (rows.length * cell) / 2})"`)}
</svg>`
}
