/**
 * A tus server (1.0.0: creation with deferred length, concatenation) in memory, behind a line with faults from a seed: requests
 * that never arrive, answers that are lost, bodies that break off, a server that is busy or forgets. For tests that stub `fetch`.
 */

type Bytes = Uint8Array<ArrayBuffer>

interface FakeUpload {
  bytes: Bytes
  lengthBytes: number | undefined
}

interface FakeMessage {
  clip: string
  bytes: Bytes
  metadata: Record<string, string>
}

/** Shares of all requests. */
export interface Faults {
  lostRequest?: number
  lostAnswer?: number
  brokenBody?: number
  busy?: number
  refusedToken?: number
  /** An upload is forgotten before its time. */
  forgotten?: number
}

export class FakeTusServer {
  readonly parts = new Map<string, FakeUpload>()
  /** By the address of the final upload. */
  readonly messages = new Map<string, FakeMessage>()
  /** Every request that arrived: method and how many bytes it brought. */
  readonly requests: { method: string; bytes: number }[] = []
  faults: Faults = {}
  /** What a final upload is answered as, at first. */
  stateAtJoin = 'stored'
  /** What the server says of the bytes. */
  refuses = false
  readonly #random: () => number
  readonly #byId = new Map<string, string>()
  #count = 0

  constructor(random: () => number) {
    this.#random = random
  }

  /** What a test stubs `fetch` with. */
  readonly fetch = async (asked: URL | string, init: RequestInit = {}): Promise<Response> => {
    const { faults } = this
    const url = new URL(asked)
    if (this.#happens(faults.lostRequest)) throw new TypeError('The request is lost.')
    if (this.#happens(faults.busy)) return failure(503, 'unavailable', { 'retry-after': '2' })
    if (this.#happens(faults.refusedToken)) return failure(401, 'token-expired')
    if (this.#happens(faults.forgotten)) this.parts.clear()
    const answer = this.#answer(url, init)
    if (this.#happens(faults.lostAnswer)) throw new TypeError('The answer is lost.')
    return answer
  }

  #answer(url: URL, { method = 'GET', headers = {}, body }: RequestInit): Response {
    const header = (name: string) => (headers as Record<string, string>)[name]
    const bytes = (body as Bytes | undefined) ?? new Uint8Array(0)
    this.requests.push({ method, bytes: bytes.length })
    if (url.pathname.startsWith('/v1/clips/')) return this.#clip(url)
    if (header('tus-resumable') !== '1.0.0') return failure(412, 'unsupported-tus')
    if (method === 'POST') return this.#create(header)
    const part = this.parts.get(url.pathname)
    const message = this.messages.get(url.pathname)
    if (message !== undefined) return this.#told(200, url.pathname)
    if (part === undefined) return failure(404, 'unknown-upload')
    if (method === 'DELETE') this.parts.delete(url.pathname)
    if (method === 'DELETE') return new Response(null, { status: 204 })
    return method === 'PATCH' ? this.#append(part, header, bytes) : answerAbout(200, part)
  }

  #create(header: (name: string) => string | undefined): Response {
    const concat = header('upload-concat') ?? ''
    if (concat.startsWith('final;')) return this.#join(concat.slice('final;'.length), header('upload-metadata') ?? '')
    const path = this.#newPath()
    const deferred = header('upload-defer-length') === '1'
    this.parts.set(path, { bytes: new Uint8Array(0), lengthBytes: deferred ? undefined : 0 })
    return new Response(null, { status: 201, headers: { location: path, 'upload-offset': '0' } })
  }

  #join(path: string, metadata: string): Response {
    const facts = Object.fromEntries(metadata.split(',').map((pair) => pair.split(' ') as [string, string]))
    const read = Object.fromEntries(
      Object.entries(facts).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]),
    )
    const known = this.#byId.get(read.message ?? '')
    if (known !== undefined) return this.#told(201, known)
    const part = this.parts.get(path)
    if (part === undefined) return failure(404, 'unknown-upload')
    if (part.lengthBytes !== part.bytes.length) return failure(409, 'upload-incomplete')
    if (this.refuses) return failure(422, 'not-a-clip', { 'earshot-upload-state': 'refused' })
    const final = this.#newPath()
    this.messages.set(final, { clip: `clip-${this.#count}`, bytes: part.bytes, metadata: read })
    this.#byId.set(read.message ?? '', final)
    return this.#told(201, final, this.stateAtJoin)
  }

  /** A body that breaks off is kept as far as it came. */
  #append(part: FakeUpload, header: (name: string) => string | undefined, bytes: Bytes): Response {
    if (Number(header('upload-offset')) !== part.bytes.length) return failure(409, 'wrong-offset')
    const length = header('upload-length')
    if (length !== undefined) part.lengthBytes = Number(length)
    const isBroken = bytes.length > 0 && this.#happens(this.faults.brokenBody)
    const came = isBroken ? bytes.subarray(0, Math.floor(this.#random() * bytes.length)) : bytes
    const more = new Uint8Array(part.bytes.length + came.length)
    more.set(part.bytes)
    more.set(came, part.bytes.length)
    part.bytes = more
    if (isBroken) throw new TypeError('The body broke off.')
    return answerAbout(204, part)
  }

  #told(status: number, path: string, state = 'stored'): Response {
    const clip = this.messages.get(path)?.clip ?? ''
    const headers = { location: path, 'earshot-clip': clip, 'earshot-upload-state': state }
    return new Response(null, { status, headers })
  }

  #clip({ pathname }: URL): Response {
    const isKnown = [...this.messages.values()].some(({ clip }) => pathname.endsWith(clip))
    return isKnown ? Response.json({}) : failure(404, 'unknown-clip')
  }

  #newPath(): string {
    this.#count += 1
    return `/v1/uploads/${String(this.#count).padStart(22, 'u')}`
  }

  #happens(share = 0): boolean {
    return this.#random() < share
  }
}

const failure = (status: number, code: string, headers: Record<string, string> = {}): Response =>
  Response.json({ error: { code, message: '' } }, { status, headers })

function answerAbout(status: number, { bytes, lengthBytes }: FakeUpload): Response {
  const length = lengthBytes === undefined ? { 'upload-defer-length': '1' } : { 'upload-length': String(lengthBytes) }
  const headers = { 'upload-offset': String(bytes.length), 'earshot-upload-state': 'receiving', ...length }
  return new Response(null, { status, headers })
}
