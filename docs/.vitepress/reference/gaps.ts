import {
  type Comment,
  type DeclarationReflection,
  ReferenceType,
  ReflectionKind,
  type SignatureReflection,
  type SomeType,
} from 'typedoc'
import { throwsByContract } from './bodies.ts'
import { callsOf, ownMembers } from './page.ts'
import type { PublicName } from './read.ts'

/** Lists the gaps in the comments of public names, one line each. */
export function gaps(names: PublicName[]): string[] {
  return names.flatMap(({ entry, source, declaration }) =>
    gapsOf(declaration).map((gap) => `${entry} ${declaration.name}: ${gap} (src/${source})`),
  )
}

const callables = [ReflectionKind.Function, ReflectionKind.Variable]

function gapsOf(declaration: DeclarationReflection): string[] {
  const calls = callsOf(declaration)
  const comment = declaration.comment ?? calls?.[0].comment
  const needsExample = declaration.kindOf(ReflectionKind.Class) || (calls && declaration.kindOf(callables))
  return [
    ...(isDescribed(comment) ? [] : ['no description']),
    ...(needsExample && !comment?.getTag('@example') ? ['no @example'] : []),
    ...(calls && declaration.kindOf(callables)
      ? [...callGaps(calls[0], '', comment), ...throwGaps(declaration, comment, '')]
      : []),
    ...memberGaps(declaration),
  ]
}

function memberGaps(declaration: DeclarationReflection): string[] {
  if (!declaration.kindOf([ReflectionKind.Class, ReflectionKind.Interface])) return []
  return ownMembers(declaration)
    .filter((member) => !member.inheritedFrom)
    .flatMap((member) => {
      const [signature] = member.signatures ?? (member.getSignature ? [member.getSignature] : [])
      const described = isDescribed(member.comment ?? signature?.comment) ? [] : [`no description of ${member.name}`]
      if (!member.kindOf([ReflectionKind.Method, ReflectionKind.Constructor])) return described
      const where = ` of ${member.name}`
      return [
        ...described,
        ...callGaps(signature, where, signature.comment),
        ...throwGaps(member, signature.comment, where),
      ]
    })
}

/** The type of options describes their fields; a parameter with another name needs a description. */
function callGaps(
  { parameters = [], type, kind, comment: shared }: SignatureReflection,
  where: string,
  own: Comment | undefined,
): string[] {
  const unsaid = parameters.filter(({ name, comment }) => name !== 'options' && !isDescribed(comment))
  const nothing = kind === ReflectionKind.ConstructorSignature || saysItself(type)
  return [
    ...unsaid.map(({ name }) => `no @param ${name}${where}`),
    ...(nothing || own?.getTag('@returns') || shared?.getTag('@returns') ? [] : [`no @returns${where}`]),
  ]
}

const throwGaps = (declaration: DeclarationReflection, comment: Comment | undefined, where: string): string[] =>
  throwsByContract(declaration) && !comment?.getTag('@throws') ? [`no @throws${where}`] : []

/**
 * Results that need no description: nothing, the object itself, or a public type without parameters, which has its own.
 */
function saysItself(type: SomeType | undefined): boolean {
  if (type instanceof ReferenceType && type.name === 'Promise') return saysItself(type.typeArguments?.[0])
  if (type instanceof ReferenceType) return Boolean(type.reflection) && !type.typeArguments?.length
  return /^(void|this)$/.test(`${type}`)
}

const isDescribed = (comment: Comment | undefined): boolean => Boolean(comment?.summary.length)
