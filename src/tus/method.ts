/**
 * X-HTTP-Method-Override (tus 1.0.0, "Headers"): the method that a request means, where its sender can send none but POST.
 */

export const TUS_METHODS = ['OPTIONS', 'HEAD', 'POST', 'PATCH', 'DELETE'] as const
export type TusMethod = (typeof TUS_METHODS)[number]

/** Methods whose requests have no body. */
export const isWithoutBody = (method: TusMethod): boolean => method !== 'POST' && method !== 'PATCH'

/** Null: the header is not there. Undefined: it names no method of tus. */
export function readOverride(header: string | undefined): TusMethod | null | undefined {
  if (header === undefined) return null
  return TUS_METHODS.find((method) => method === header.trim().toUpperCase())
}
