/** Which statuses a server’s own document says that each of its operations answers. */

interface PathItem {
  [method: string]: { responses?: Record<string, unknown> }
}

/** What a request that belongs to no operation is answered: there is no such path, or it takes no such method. */
const ELSEWHERE = [400, 401, 404, 405, 414, 431]

export class Documented {
  readonly #paths: Record<string, PathItem>

  constructor(paths: Record<string, PathItem>) {
    this.#paths = paths
  }

  static async read(origin: string): Promise<Documented> {
    const { paths } = (await (await fetch(`${origin}/v1/openapi.json`)).json()) as { paths: Record<string, PathItem> }
    return new Documented(paths)
  }

  /** `override` stands for the method where it names one of tus’s. */
  has(status: number, method: string, path: string, override: string | undefined): boolean {
    const meant = override === undefined ? method : override.trim().toUpperCase()
    // A method that is no method is refused as a request; HEAD is GET without its body.
    return [method, meant].some((one) => this.#statusesOf(one === 'HEAD' ? 'GET' : one, path).includes(status))
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
