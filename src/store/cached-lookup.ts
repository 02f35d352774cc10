/**
 * Look-ups that are asked for again and again, near at hand: in this isolate's memory, else in the data centre's cache,
 * else in D1. Whatever layer answers, it is never older than five seconds, counted from when D1 was asked; so what is
 * revoked stops everywhere within that. What is not there is not remembered, and what is kept holds no secret.
 */

/** How long a revoked key or invite may still open a door elsewhere: short enough to wait for, long enough to spare D1. */
export const GOOD_FOR_MS = 5_000

/** No zone has this name (RFC 2606 §2): what is kept under it is reached through the cache alone, by this Worker. */
const ORIGIN = 'https://lookups.invalid'

interface Kept<Value> {
  value: Value
  /** When D1 was asked, by the clock of whoever asked. */
  readAtMs: number
}

interface LookupOptions<Value> {
  /** Names it in the cache. */
  name: string
  /** How many values stay in memory; the one that was asked for longest ago goes first. */
  capacity: number
  read(index: D1Database, id: string): Promise<Value | null>
  /** The data centre’s; whatever it throws, it is as if it had nothing. */
  cache?: () => Pick<Cache, 'match' | 'put' | 'delete'>
  now?: () => number
}

/** Where answers came from. */
export interface LookupCounts {
  memory: number
  cache: number
  index: number
}

export class CachedLookup<Value> {
  readonly counts: LookupCounts = { memory: 0, cache: 0, index: 0 }
  readonly #options: Required<LookupOptions<Value>>
  readonly #memory = new Map<string, Kept<Value>>()
  /** Changes with every `forget`: what was read before that is not kept after it. */
  #epoch = 0

  constructor(options: LookupOptions<Value>) {
    this.#options = { cache: () => caches.default, now: () => Date.now(), ...options }
  }

  /** The value, or null where there is none. `later` takes work that the answer need not wait for. */
  async find(index: D1Database, id: string, later: (work: Promise<unknown>) => void): Promise<Value | null> {
    const near = this.#remembered(id)
    if (near !== undefined) return this.#answered('memory', near)
    const epoch = this.#epoch
    const cached = await this.#cached(id)
    if (cached !== undefined) {
      this.#remember(id, cached, epoch)
      return this.#answered('cache', cached)
    }
    return this.#read(index, id, epoch, later)
  }

  /** To be called after every write: this isolate and this data centre know the new value at once, others in time. */
  async forget(id: string): Promise<void> {
    this.#epoch += 1
    this.#memory.delete(id)
    await this.#quietly((cache) => cache.delete(this.#url(id)))
  }

  async #read(
    index: D1Database,
    id: string,
    epoch: number,
    later: (work: Promise<unknown>) => void,
  ): Promise<Value | null> {
    this.counts.index += 1
    const readAtMs = this.#options.now()
    const value = await this.#options.read(index, id)
    if (value === null) return null
    this.#remember(id, { value, readAtMs }, epoch)
    if (epoch === this.#epoch) later(this.#quietly((cache) => cache.put(this.#url(id), answerOf({ value, readAtMs }))))
    return value
  }

  #answered(from: 'memory' | 'cache', { value }: Kept<Value>): Value {
    this.counts[from] += 1
    return value
  }

  /** Puts what was found last to the end: the first of a Map is then what nobody has asked for longest. */
  #remembered(id: string): Kept<Value> | undefined {
    const kept = this.#memory.get(id)
    if (kept === undefined) return undefined
    this.#memory.delete(id)
    if (!this.#isGood(kept)) return undefined
    this.#memory.set(id, kept)
    return kept
  }

  #remember(id: string, kept: Kept<Value>, epoch: number): void {
    if (epoch !== this.#epoch) return
    this.#memory.delete(id)
    this.#memory.set(id, kept)
    if (this.#memory.size <= this.#options.capacity) return
    const [oldest] = this.#memory.keys()
    if (oldest !== undefined) this.#memory.delete(oldest)
  }

  async #cached(id: string): Promise<Kept<Value> | undefined> {
    const answer = await this.#quietly((cache) => cache.match(this.#url(id)))
    const kept = await answer?.json<Kept<Value>>().catch(() => undefined) // a body that breaks off is no answer
    return kept !== undefined && this.#isGood(kept) ? kept : undefined
  }

  /** Without the cache, D1 answers as well: whatever it throws is no reason to fail. */
  async #quietly<T>(use: (cache: Pick<Cache, 'match' | 'put' | 'delete'>) => Promise<T>): Promise<T | undefined> {
    try {
      return await use(this.#options.cache())
    } catch {
      return undefined
    }
  }

  #isGood = ({ readAtMs }: Kept<Value>): boolean => this.#options.now() - readAtMs < GOOD_FOR_MS

  #url = (id: string): string => `${ORIGIN}/${this.#options.name}/${encodeURIComponent(id)}`
}

const answerOf = (kept: Kept<unknown>): Response =>
  Response.json(kept, { headers: { 'cache-control': `max-age=${GOOD_FOR_MS / 1_000}` } })
