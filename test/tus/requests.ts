/** Requests of tus as tests write them: headers by their names, values of metadata in Base64. */

import type { HeaderOf } from '../../src/tus/protocol.ts'

export const ID = 'Qm7c0vT3Rk2s9xYw1LdPzA'
export const OTHER = 'x9WvAYyQqEqMh0fVvJw3Kg'

/** Whatever case they are written in. */
export function asked(headers: Record<string, string> = {}): HeaderOf {
  const byName = new Map(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]))
  return (name) => byName.get(name)
}

export const base64 = (text: string): string => Buffer.from(text).toString('base64')

export const metadataOf = (values: Record<string, string>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key} ${base64(value)}`)
    .join(',')
