/**
 * Writes JSON for a `<script>` element: without the character `<`, which could end the element. Numbers have seven
 * digits, more than a chart can show. Numbers that are not finite become `null`.
 */
export function scriptJson(data: unknown): string {
  const text = JSON.stringify(data, (_, value: unknown) => {
    if (typeof value !== 'number') return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value
    return Number.isInteger(value) ? value : Number(value.toPrecision(7))
  })
  return text.replaceAll('<', '\\u003c')
}

/**
 * Writes code for a `<script>` element. In valid code, `</script` and `<!--` stand only within strings and regular
 * expressions; there the escape means the same character.
 */
export const inlineScript = (code: string): string => code.replaceAll(/<(?=\/script|!--)/gi, '\\x3c')
