/** One line that tells how far a file is, written over itself; nothing where nobody watches. */

const CLEAR = '\r\u001b[K'

export class Progress {
  readonly #stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>
  #shown = ''

  constructor(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr) {
    this.#stream = stream
  }

  /** `share` is 0…1. */
  show(what: string, share: number): void {
    const text = `${what} … ${Math.floor(100 * share)} %`
    if (!this.#stream.isTTY || text === this.#shown) return
    this.#stream.write(CLEAR + text)
    this.#shown = text
  }

  clear(): void {
    if (this.#shown !== '') this.#stream.write(CLEAR)
    this.#shown = ''
  }
}
