/** Which statuses a server’s own document says that each of its operations answers. */

import { readOverride } from '../../src/tus/method.ts'

interface PathItem {
  [method: string]: { responses?: Record<string, unknown> }
}

/** What a request of no operation is answered: it may not come, there is no such path, or it takes no such method. */
const ELSEWHERE = [400, 401, 403, 404, 405, 414, 431]

export class Documented {
  readonly #paths: Record<string, PathItem>

  constructor(paths: Record<string, PathItem>) {
    this.#paths = paths
  }

  static async read(origin: string): Promise<Documented> {
    const { paths } = (await (await fetch(`${origin}/v1/openapi.json`)).json()) as { paths: Record<string, PathItem> }
    return new Documented(paths)
  }

  /** `override` stands for the method where it names one of tus’s; else the request is of the operation that it says itself. */
  has(status: number, method: string, path: string, override: string | undefined): boolean {
    const asked = readOverride(override) ?? method
    return this.#statusesOf(asked === 'HEAD' ? 'GET' : asked, path).includes(status)
  }

  #statusesOf(method: string, path: string): number[] {
    if (method === 'OPTIONS') return [204, ...ELSEWHERE]
    const [plain = ''] = path.split('?')
    const template = plain === '/v1/uploads' ? plain : plain.startsWith('/v1/uploads/') ? '/v1/uploads/{upload}' : ''
    const operation = this.#paths[template]?.[method.toLowerCase()]
    if (operation === undefined) return ELSEWHERE
    return Object.keys(operation.responses ?? {}).map(Number)
  }
}
