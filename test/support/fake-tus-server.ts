/**
 * A tus server (1.0.0: creation with deferred length; the same message is the same upload) in memory, behind a line with faults
 * from a seed: requests that never arrive, answers that are lost, bodies that break off, a server that is busy or forgets. For tests that stub `fetch`.
 */

type Bytes = Uint8Array<ArrayBuffer>

interface FakeUpload {
  message: string
  clip: string
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
  readonly uploads = new Map<string, FakeUpload>()
  /** By the address of the upload. */
  readonly messages = new Map<string, FakeMessage>()
  /** Every request that arrived: method and how many bytes it brought. */
  readonly requests: { method: string; bytes: number }[] = []
  faults: Faults = {}
  /** What an upload is answered as when its last bytes come. */
  stateAtEnd = 'stored'
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
    if (this.#happens(faults.forgotten)) this.uploads.clear()
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
    const upload = this.uploads.get(url.pathname)
    if (this.messages.has(url.pathname)) {
      return method === 'DELETE' ? failure(410, 'upload-over') : this.#told(200, url.pathname)
    }
    if (upload === undefined) return failure(404, 'unknown-upload')
    if (method === 'DELETE') this.uploads.delete(url.pathname)
    if (method === 'DELETE') return new Response(null, { status: 204 })
    return method === 'PATCH' ? this.#append(url.pathname, upload, header, bytes) : answerAbout(200, upload)
  }

  #create(header: (name: string) => string | undefined): Response {
    const { message = '' } = metadataIn(header('upload-metadata'))
    const known = this.#byId.get(message)
    if (known !== undefined && this.messages.has(known)) return this.#told(201, known)
    const there = known && this.uploads.get(known)
    if (known !== undefined && there) return answerAbout(201, there, { location: known })
    const path = this.#newPath()
    const lengthBytes = header('upload-defer-length') === '1' ? undefined : 0
    const upload = { message, clip: `clip-${this.#count}`, bytes: new Uint8Array(0), lengthBytes }
    this.uploads.set(path, upload)
    this.#byId.set(message, path)
    return answerAbout(201, upload, { location: path })
  }

  /** A body that breaks off is kept as far as it came. */
  #append(path: string, upload: FakeUpload, header: (name: string) => string | undefined, bytes: Bytes): Response {
    if (Number(header('upload-offset')) !== upload.bytes.length) return failure(409, 'wrong-offset')
    const length = header('upload-length')
    if (length !== undefined && Number(length) !== (upload.lengthBytes ?? Number(length))) {
      return failure(400, 'invalid-request')
    }
    if (length !== undefined) upload.lengthBytes = Number(length)
    const isBroken = bytes.length > 0 && this.#happens(this.faults.brokenBody)
    const came = isBroken ? bytes.subarray(0, Math.floor(this.#random() * bytes.length)) : bytes
    const more = new Uint8Array(upload.bytes.length + came.length)
    more.set(upload.bytes)
    more.set(came, upload.bytes.length)
    upload.bytes = more
    if (isBroken) throw new TypeError('The body broke off.')
    if (upload.bytes.length !== upload.lengthBytes) return answerAbout(204, upload)
    return this.#end(path, upload, metadataIn(header('upload-metadata')))
  }

  #end(path: string, { message, clip, bytes }: FakeUpload, metadata: Record<string, string>): Response {
    this.uploads.delete(path)
    if (this.refuses) this.#byId.delete(message)
    if (this.refuses) return failure(422, 'not-a-clip', { 'earshot-upload-state': 'refused' })
    this.messages.set(path, { clip, bytes, metadata })
    return this.#told(204, path, this.stateAtEnd)
  }

  #told(status: number, path: string, state = 'stored'): Response {
    const { clip = '', bytes } = this.messages.get(path) ?? {}
    const headers = { location: path, 'earshot-clip': clip, 'earshot-upload-state': state }
    return new Response(null, { status, headers: { ...headers, 'upload-offset': String(bytes?.length) } })
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

function answerAbout(
  status: number,
  { clip, bytes, lengthBytes }: FakeUpload,
  more: Record<string, string> = {},
): Response {
  const length = lengthBytes === undefined ? { 'upload-defer-length': '1' } : { 'upload-length': String(lengthBytes) }
  const state = { 'earshot-upload-state': 'receiving', 'earshot-clip': clip }
  return new Response(null, {
    status,
    headers: { 'upload-offset': String(bytes.length), ...state, ...length, ...more },
  })
}

const metadataIn = (header = ''): Record<string, string> =>
  Object.fromEntries(
    header.split(',').map((pair) => {
      const [key = '', value = ''] = pair.split(' ')
      return [key, Buffer.from(value, 'base64').toString()]
    }),
  )
