/**
 * Throws if an example gives another value than the comment beside it states. A number is compared to as many digits as
 * the comment has, a word or a list by its text. Other comments are prose and are not compared.
 */
export function shows(value: unknown, comment: string): void {
  const [said] = comment.replaceAll("'", '').split(', ...')
  const [number, decimals = ''] = /^-?\d+(?:\.(\d+))?(?=[,:]|$)/.exec(said) ?? []
  if (Array.isArray(value)) expect(`[${value.join(', ')}]`.startsWith(said), value, comment)
  else if (typeof value === 'number' && number !== undefined)
    expect(Math.abs(value - Number(number)) <= 0.5 * 10 ** -decimals.length, value, comment)
  else if (typeof value !== 'object' && !Number.isFinite(value)) expect(said.startsWith(`${value}`), value, comment)
}

function expect(isSo: boolean, value: unknown, comment: string): void {
  if (!isSo) throw new Error(`the example says ${comment}, and it is ${value}`)
}
