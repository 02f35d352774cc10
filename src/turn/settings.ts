/**
 * Which TURN providers this deployment has, from its settings (wrangler.toml and secrets; docs/turn.md). What is wrong
 * with them is said in the log once, and left out.
 */

import { type OwnServer, readOwnServers } from './own-servers.ts'

export interface TurnVariables {
  TURN_SERVERS?: string
  TURN_SECRETS?: string
  TURN_KEY_ID?: string
  TURN_KEY_API_TOKEN?: string
}

export interface OwnTurn {
  servers: OwnServer[]
  /** Signs. The servers may know others beside it, so that it can be changed. */
  secret: string
}

export interface CloudflareTurn {
  keyId: string
  apiToken: string
}

export interface TurnSettings {
  own: OwnTurn | null
  cloudflare: CloudflareTurn | null
  /** Full sentences. They hold nothing of the settings themselves. */
  faults: string[]
}

export function readTurnSettings(variables: TurnVariables): TurnSettings {
  const { servers, faults } = readOwnServers(variables.TURN_SERVERS ?? '')
  const [secret] = (variables.TURN_SECRETS ?? '').split(/\s+/).filter(Boolean)
  if (servers.length > 0 && secret === undefined)
    faults.push('TURN_SERVERS is set and TURN_SECRETS is not: nobody can be given a credential for these servers.')
  const { TURN_KEY_ID: keyId, TURN_KEY_API_TOKEN: apiToken } = variables
  if (Boolean(keyId) !== Boolean(apiToken))
    faults.push('Of TURN_KEY_ID and TURN_KEY_API_TOKEN one is missing: Cloudflare’s TURN needs both.')
  return {
    own: servers.length > 0 && secret !== undefined ? { servers, secret } : null,
    cloudflare: keyId && apiToken ? { keyId, apiToken } : null,
    faults,
  }
}

const told = new Set<string>()

/** The settings, with their faults in the log once for as long as this Worker lives. */
export function turnSettings(variables: TurnVariables): TurnSettings {
  const settings = readTurnSettings(variables)
  for (const fault of settings.faults) {
    if (told.has(fault)) continue
    told.add(fault)
    console.error(JSON.stringify({ level: 'error', turn: fault }))
  }
  return settings
}
