/**
 * What this machine remembers of a room that it has sent to: who it is there, which clip each message became, and of which
 * copy the server may have bytes. Without it a second run would be somebody new, whose messages are new.
 */

import { appendFileSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { SetUpError } from '../command.mjs'
import { shortHash } from './message-id.ts'
import type { RoomLink } from './options.ts'

/** Whoever has the credential and the room's link can speak as this person: for the eyes of this user alone. */
const OWN_FILE = { mode: 0o600 }
const OWN_FOLDER = { recursive: true, mode: 0o700 } as const
/** A message and what is known of it, each of 22 characters; a line that a crash has cut off is none. */
const LINE = /^([\w-]{22}) ([\w-]{22})$/gm

export class Memory {
  readonly #folder: string
  readonly #sent: Pairs
  readonly #begun: Pairs

  /** @throws {SetUpError} nothing can be remembered here */
  constructor({ origin, room }: RoomLink, name: string | undefined) {
    this.#folder = join(stateFolder(), 'earshot', 'import', shortHash(['person', origin, room, name ?? null]))
    try {
      mkdirSync(this.#folder, OWN_FOLDER)
      this.#sent = new Pairs(this.#path('sent'))
      this.#begun = new Pairs(this.#path('begun'))
    } catch (cause) {
      throw new SetUpError(
        `What is sent cannot be remembered in ${this.#folder}. Say in XDG_STATE_HOME where it can, so that nothing is sent twice.`,
        { cause },
      )
    }
  }

  /** The credential by which this machine is the same person in the room. */
  get guest(): string | undefined {
    return read(this.#path('guest'))
  }

  set guest(credential: string) {
    writeFileSync(this.#path('guest.new'), credential, OWN_FILE)
    renameSync(this.#path('guest.new'), this.#path('guest'))
  }

  /** What a message of an earlier run, or of this one, became. */
  clipOf(message: string): string | undefined {
    return this.#sent.get(message)
  }

  remember(message: string, clip: string): void {
    this.#sent.set(message, clip)
  }

  /** Digest of the copy of which the server has bytes, if of any. */
  copyBegun(message: string): string | undefined {
    return this.#begun.get(message)
  }

  /** Before the first byte goes. */
  rememberBegun(message: string, copy: string): void {
    this.#begun.set(message, copy)
  }

  #path(name: string): string {
    return join(this.#folder, name)
  }
}

/** A file to whose end pairs are written; of several with the same key the last one counts. */
class Pairs {
  readonly #path: string
  readonly #pairs: Map<string, string>

  constructor(path: string) {
    this.#path = path
    appendFileSync(path, '\n', OWN_FILE) // so that what follows never stands behind half a line
    const lines = read(path)?.matchAll(LINE) ?? []
    this.#pairs = new Map([...lines].map(([, key = '', value = '']) => [key, value]))
  }

  get(key: string): string | undefined {
    return this.#pairs.get(key)
  }

  set(key: string, value: string): void {
    if (this.#pairs.get(key) === value) return
    appendFileSync(this.#path, `${key} ${value}\n`, OWN_FILE)
    this.#pairs.set(key, value)
  }
}

/** XDG Base Directory Specification, “state”: what lasts over restarts, and is no use on another machine. */
function stateFolder(): string {
  const { XDG_STATE_HOME, LOCALAPPDATA } = process.env
  return XDG_STATE_HOME || LOCALAPPDATA || join(homedir(), '.local', 'state')
}

function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined // nothing was kept yet
  }
}
