/**
 * Where the Worker asks for ICE servers: remembers the scoreboard for a while, and stops asking a provider that keeps
 * failing. One for each Worker; time is an argument.
 */

import { Breaker } from '../breaker/breaker.ts'
import { BREAKER_FAILURES, BREAKER_OPEN_MS } from '../protocol/limits.ts'
import { type CloudflareCredential, mintCloudflareCredential, TurnProviderError } from './cloudflare-credential.ts'
import { gatherIceServers, type IceServers, type Minted } from './ice-servers.ts'
import { knownState, type Scoreboard, type ServerState } from './scoreboard.ts'
import { ScoreboardCache } from './scoreboard-cache.ts'
import { type CloudflareTurn, type TurnVariables, turnSettings } from './settings.ts'

export type LoadBoard = () => Promise<Scoreboard>

/** How all that is configured does together, for whoever looks after it. */
export const TURN_STANDINGS = ['none', 'unknown', 'up', 'degraded', 'down'] as const
export type TurnStanding = (typeof TURN_STANDINGS)[number]

export class TurnDesk {
  readonly #cloudflare = new Breaker({ failures: BREAKER_FAILURES, openMs: BREAKER_OPEN_MS })
  readonly #boards = new ScoreboardCache()

  /** What a session is given, and what was made for it. `name` is opaque. */
  gather(
    variables: TurnVariables,
    load: LoadBoard,
    name: string,
    nowMs: number,
  ): Promise<{ answer: IceServers; minted: Minted[] }> {
    const settings = turnSettings(variables)
    return gatherIceServers(settings, name, nowMs, {
      board: () => this.#board(load, nowMs),
      mintCloudflare: async (lifetimeMs) =>
        settings.cloudflare && this.#mintCloudflare(settings.cloudflare, lifetimeMs, nowMs),
    })
  }

  /** How the servers and the provider do. Cloudflare is not asked for it: what it last answered tells. */
  async standing(variables: TurnVariables, load: LoadBoard, nowMs: number): Promise<TurnStanding> {
    const { own, cloudflare } = turnSettings(variables)
    const board = own === null ? {} : await this.#board(load, nowMs)
    const states = (own?.servers ?? []).map(({ name }) => knownState(board, name, nowMs))
    if (cloudflare !== null) states.push(this.#cloudflare.is === 'closed' ? 'up' : 'down')
    return together(states)
  }

  /** A scoreboard that is out of reach keeps nobody from the servers that it last said were well. */
  async #board(load: LoadBoard, nowMs: number): Promise<Scoreboard> {
    try {
      return await this.#boards.read(nowMs, load)
    } catch (error) {
      tell(`The scoreboard could not be read: ${String(error)}`)
      return this.#boards.latest
    }
  }

  async #mintCloudflare(turn: CloudflareTurn, lifetimeMs: number, nowMs: number): Promise<CloudflareCredential | null> {
    if (!this.#cloudflare.ask(nowMs).granted) return null
    try {
      const credential = await mintCloudflareCredential(turn, lifetimeMs)
      this.#cloudflare.succeeded()
      return credential
    } catch (error) {
      this.#cloudflare.failed(nowMs)
      if (!(error instanceof TurnProviderError)) throw error
      tell(error.message)
      return null
    }
  }
}

/** A server of which nothing is known is given to clients: it keeps the rest from being down, and makes nothing worse. */
function together(states: readonly (ServerState | undefined)[]): TurnStanding {
  if (states.length === 0) return 'none'
  if (states.every((state) => state === undefined)) return 'unknown'
  if (states.every((state) => state === 'down')) return 'down'
  return states.includes('down') || states.includes('slow') ? 'degraded' : 'up'
}

const tell = (what: string): void => console.error(JSON.stringify({ level: 'error', turn: what }))

export const turnDesk = new TurnDesk()
