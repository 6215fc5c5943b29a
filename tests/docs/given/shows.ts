/**
 * Fails where an example gives something else than the comment beside it says: a number, to the digits it has there; a
 * word; a list. Prose says nothing that could be compared.
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
