/**
 * What a server has said of uploads, held against what it says of them later, and against what their senders do: every
 * request and every answer is entered here, whoever asked (bench/upload/wire.ts). Pure.
 */

type HeaderOf = (name: string) => string | undefined

export interface Asked {
  method: string
  path: string
  header: HeaderOf
}

export interface Told {
  status: number
  header: HeaderOf
}

/** A file that somebody sends. */
interface File {
  /** Uploads that it takes. */
  parts: number
  /** Uploads of it of which bytes were acknowledged. */
  begun: number
}

interface Account {
  file: File
  acknowledgedBytes: number
  /** Taken back or joined by its sender: it may be forgotten. */
  isOver: boolean
}

const UPLOADS = '/v1/uploads'
const NOT_FOUND = 404
const CONFLICT = 409
const GONE = 410
/** What a line explains that breaks: somebody asks twice, or too early. */
const PASSING = [NOT_FOUND, 408, CONFLICT, 423, 429]

export class Ledger {
  /** Bytes that had been acknowledged, and were not there when somebody asked again. */
  lostBytes = 0
  /** Answers that could have told of a loss: of an upload of which bytes had been acknowledged before it was asked for. */
  comparisons = 0
  /** Answers that no line explains, in a sentence each. */
  readonly complaints: string[] = []
  readonly #accounts = new Map<string, Account>()
  readonly #files: File[] = []
  #returnsToZero = 0

  /** Uploads that are begun from here on are of another file, which takes so many. */
  nextFile(parts = 1): void {
    this.#files.push({ parts, begun: 0 })
  }

  /**
   * Uploads that began anew although bytes of them had been acknowledged: the server said that nothing is there, or the sender
   * went back to its first byte, or made another upload of the same bytes.
   */
  get restartsFromZero(): number {
    const madeAgain = this.#files.reduce((sum, { begun, parts }) => sum + Math.max(0, begun - parts), 0)
    return this.#returnsToZero + madeAgain
  }

  /** A request goes out; what it answers with is to be called with what it is answered, should it be. */
  asks({ method, path, header }: Asked): (told: Told) => void {
    if (path === UPLOADS && method === 'POST') return (told) => this.#made(header('upload-concat'), told)
    const account = this.#accounts.get(path)
    if (account === undefined) return (told) => this.#complain(told)
    const beforeBytes = account.acknowledgedBytes
    if (method === 'DELETE') account.isOver = true
    if (method === 'PATCH' && beforeBytes > 0 && header('upload-offset') === '0') this.#returnsToZero += 1
    return (told) => this.#hold(account, beforeBytes, told)
  }

  #made(concat: string | undefined, told: Told): void {
    this.#complain(told)
    const location = told.header('location')
    if (told.status !== 201 || location === undefined) return
    if (concat?.startsWith('final;')) this.#joined(concat)
    else this.#hold(this.#accountOf(location), 0, told)
  }

  #joined(concat: string): void {
    for (const part of concat.slice('final;'.length).split(' ')) this.#accountOf(part).isOver = true
  }

  #accountOf(location: string): Account {
    const { pathname } = new URL(location, 'http://wire')
    if (this.#files.length === 0) this.nextFile()
    const file = this.#files.at(-1) as File
    const account = this.#accounts.get(pathname) ?? { file, acknowledgedBytes: 0, isOver: false }
    this.#accounts.set(pathname, account)
    return account
  }

  /** `beforeBytes`: what had been acknowledged when this was asked; no answer may tell of less. */
  #hold(account: Account, beforeBytes: number, told: Told): void {
    this.#complain(told)
    const offsetBytes = this.#offsetIn(account, told)
    if (offsetBytes === undefined) return
    const dueBytes = Math.min(beforeBytes, account.acknowledgedBytes)
    if (dueBytes > 0) this.comparisons += 1
    if (offsetBytes >= dueBytes) this.#acknowledge(account, offsetBytes)
    else this.#lose(account, dueBytes, offsetBytes)
  }

  /** How much of it the server says is there; undefined: it says nothing about that. */
  #offsetIn({ isOver }: Account, { status, header }: Told): number | undefined {
    if (status === NOT_FOUND || status === GONE) return isOver ? undefined : 0
    const said = header('upload-offset')
    return said === undefined || (status >= 300 && status !== CONFLICT) ? undefined : Number(said)
  }

  #acknowledge(account: Account, offsetBytes: number): void {
    if (account.acknowledgedBytes === 0 && offsetBytes > 0) account.file.begun += 1
    account.acknowledgedBytes = Math.max(account.acknowledgedBytes, offsetBytes)
  }

  #lose(account: Account, dueBytes: number, offsetBytes: number): void {
    this.lostBytes += dueBytes - offsetBytes
    this.complaints.push(`${dueBytes} bytes had been acknowledged, and ${offsetBytes} are there.`)
    account.acknowledgedBytes = offsetBytes
    if (offsetBytes > 0) return
    this.#returnsToZero += 1
    account.file.begun -= 1 // counted: what is sent of this file from here on is no other upload of it
  }

  #complain({ status }: Told): void {
    const isExplained = status < 400 || status >= 500 || PASSING.includes(status)
    if (!isExplained) this.complaints.push(`A request was refused with ${status}.`)
  }
}
