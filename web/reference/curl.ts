/** A request as one would type it, to begin from. */

import type { Media, Route } from './document.ts'

export function curlOf({ method, path, operation }: Route, origin: string): string {
  const url = `${origin}${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => `$${name.toUpperCase()}`)}`
  return [
    `curl${method === 'GET' ? '' : ` -X ${method}`} "${url}"`,
    ...credentialOf(operation.security),
    ...bodyOf(operation.requestBody?.content ?? {}),
  ].join(' \\\n  ')
}

/** None where none is needed. */
function credentialOf(security: Route['operation']['security']): string[] {
  const [first] = security
  if (first === undefined || Object.keys(first).length === 0) return []
  return [`-H "authorization: Bearer $${'key' in first ? 'API_KEY' : 'TOKEN'}"`]
}

function bodyOf(content: Record<string, Media>): string[] {
  const [found] = Object.entries(content)
  if (found === undefined) return []
  const [type, { examples, example = Object.values(examples ?? {})[0]?.value }] = found
  const header = `-H "content-type: ${type}"`
  return [header, type === 'application/json' ? `-d '${JSON.stringify(example ?? {})}'` : '--data-binary @FILE']
}
