import {
  type DeclarationReflection,
  type ParameterReflection,
  ReflectionKind,
  type SignatureReflection,
  type TypeParameterReflection,
} from 'typedoc'
import { typeText } from './text.ts'

/** The width of a line of code in characters. */
export const lineWidth = 70

/** The declaration of a call, broken into lines if it is long. */
export function signatureText(name: string, signature: SignatureReflection): string {
  const head = `${name}${typeParameters(signature.typeParameters)}`
  const isNew = signature.kind === ReflectionKind.ConstructorSignature
  const tail = isNew ? '' : `: ${typeText(signature.type)}`
  const parameters = (signature.parameters ?? []).map(parameterText)
  const line = `${head}(${parameters.join(', ')})${tail}`
  if (line.length <= lineWidth || !parameters.length) return line
  return `${head}(\n${parameters.map((parameter) => `  ${parameter},\n`).join('')})${tail}`
}

/** A call as a heading: `search(panel, options)`. */
export function callText(name: string, signature: SignatureReflection): string {
  return `${name}(${(signature.parameters ?? []).map(parameterName).join(', ')})`
}

/** The name of a parameter. A destructured parameter has none, so it is called options. */
export const parameterName = ({ name }: ParameterReflection): string => (name.startsWith('__') ? 'options' : name)

function parameterText(parameter: ParameterReflection): string {
  const rest = parameter.flags.isRest ? '...' : ''
  const optional = parameter.flags.isOptional || parameter.defaultValue !== undefined ? '?' : ''
  return `${rest}${parameterName(parameter)}${optional}: ${typeText(parameter.type)}`
}

/** The type parameters as text, for example `<T extends X, U>`; an empty text if there are none. */
export function typeParameters(parameters: readonly TypeParameterReflection[] = []): string {
  if (!parameters.length) return ''
  const texts = parameters.map(({ name, type }) => (type ? `${name} extends ${type}` : name))
  return `<${texts.join(', ')}>`
}

/** The declaration of a class or interface without its body. */
export function heritage(declaration: DeclarationReflection): string {
  const list = (word: string, types: readonly { toString(): string }[] = []) =>
    types.length ? ` ${word} ${types.join(', ')}` : ''
  return list('extends', declaration.extendedTypes) + list('implements', declaration.implementedTypes)
}
