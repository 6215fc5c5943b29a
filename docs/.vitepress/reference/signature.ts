import {
  type DeclarationReflection,
  type ParameterReflection,
  ReflectionKind,
  type SignatureReflection,
  type TypeParameterReflection,
} from 'typedoc'
import { typeText } from './text.ts'

/** What a column of text is wide. */
export const lineWidth = 70

/** How a call is declared, broken into lines where it is long. */
export function signatureText(name: string, signature: SignatureReflection): string {
  const head = `${name}${typeParameters(signature.typeParameters)}`
  const isNew = signature.kind === ReflectionKind.ConstructorSignature
  const tail = isNew ? '' : `: ${typeText(signature.type)}`
  const parameters = (signature.parameters ?? []).map(parameterText)
  const line = `${head}(${parameters.join(', ')})${tail}`
  if (line.length <= lineWidth || !parameters.length) return line
  return `${head}(\n${parameters.map((parameter) => `  ${parameter},\n`).join('')})${tail}`
}

/** How a name is called, in a heading: `search(panel, options)`. */
export function callText(name: string, signature: SignatureReflection): string {
  return `${name}(${(signature.parameters ?? []).map(parameterName).join(', ')})`
}

/** Destructured parameters have no name. */
export const parameterName = ({ name }: ParameterReflection): string => (name.startsWith('__') ? 'options' : name)

function parameterText(parameter: ParameterReflection): string {
  const rest = parameter.flags.isRest ? '...' : ''
  const optional = parameter.flags.isOptional || parameter.defaultValue !== undefined ? '?' : ''
  return `${rest}${parameterName(parameter)}${optional}: ${typeText(parameter.type)}`
}

/** `<T extends X, U>`, or nothing. */
export function typeParameters(parameters: readonly TypeParameterReflection[] = []): string {
  if (!parameters.length) return ''
  const texts = parameters.map(({ name, type }) => (type ? `${name} extends ${type}` : name))
  return `<${texts.join(', ')}>`
}

/** What of a class or interface stands before its body. */
export function heritage(declaration: DeclarationReflection): string {
  const list = (word: string, types: readonly { toString(): string }[] = []) =>
    types.length ? ` ${word} ${types.join(', ')}` : ''
  return list('extends', declaration.extendedTypes) + list('implements', declaration.implementedTypes)
}
