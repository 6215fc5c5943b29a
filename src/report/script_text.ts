/**
 * JSON to stand in a `<script>` element: without `<`, which could end it. Numbers have seven digits, as no picture
 * shows more; what is not finite is `null`.
 */
export function scriptJson(data: unknown): string {
  const text = JSON.stringify(data, (_, value: unknown) => {
    if (typeof value !== 'number') return ArrayBuffer.isView(value) ? Array.from(value as Float64Array) : value
    return Number.isInteger(value) ? value : Number(value.toPrecision(7))
  })
  return text.replaceAll('<', '\\u003c')
}

/**
 * A script to stand in a `<script>` element. `</script` and `<!--` can only be within its strings and regular
 * expressions, where the escape stands for the same character.
 */
export const inlineScript = (code: string): string => code.replaceAll(/<(?=\/script|!--)/gi, '\\x3c')
