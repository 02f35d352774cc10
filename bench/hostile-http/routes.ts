/** The routes of a running server, as its own document lists them. */

export interface Route {
  /** In capitals. */
  method: string
  /** `/v1/rooms/{room}` */
  path: string
  operation: string
  /** `open`: to anybody; `asks`: for a credential; `either`: it takes a key, and does without. */
  door: 'open' | 'asks' | 'either'
  takesKey: boolean
  takesJson: boolean
  takesBytes: boolean
  query: string[]
}

interface Operation {
  operationId: string
  security?: Record<string, unknown>[]
  parameters?: { in: string; name: string }[]
  requestBody?: { content?: Record<string, unknown> }
}

const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options']

export async function readRoutes(origin: string): Promise<Route[]> {
  const document = await (await fetch(`${origin}/v1/openapi.json`)).json()
  const paths = Object.entries(document.paths as Record<string, Record<string, Operation>>)
  return paths.flatMap(([path, item]) =>
    METHODS.flatMap((method) => (item[method] === undefined ? [] : [routeOf(method, path, item[method])])),
  )
}

function routeOf(method: string, path: string, operation: Operation): Route {
  const security = operation.security ?? []
  const content = Object.keys(operation.requestBody?.content ?? {})
  return {
    method: method.toUpperCase(),
    path,
    operation: operation.operationId,
    door: security.length === 0 ? 'open' : security.some((one) => Object.keys(one).length === 0) ? 'either' : 'asks',
    takesKey: security.some((one) => 'key' in one),
    takesJson: content.includes('application/json'),
    takesBytes: content.includes('application/octet-stream'),
    query: (operation.parameters ?? []).filter((one) => one.in === 'query').map(({ name }) => name),
  }
}
