/** Files that are no longer what they were: one of the honest ones, changed once or several times, as a seed says. */

import { joinBytes } from '../../src/protocol/join-bytes.ts'
import type { Dice } from '../trials/hostile/dice.ts'
import { PAGE_FAULTS, pagesOf } from './page-faults.ts'

export interface MutatedFile {
  /** What was done to it, in order. */
  faults: string[]
  bytes: Uint8Array
}

type ByteFault = (dice: Dice, bytes: Uint8Array) => Uint8Array

/** An ID3 tag, a RIFF header, an Ogg page's beginning: what other files begin and end with. */
const STRAY = [
  'ID3\u0003\u0000',
  'RIFF',
  'TAG',
  'OggS',
  'OggS\u0000\u0002',
  'fLaC',
  '<!doctype html>',
  '\u0000'.repeat(99),
]

/** Without a look at what the bytes are: checksums stay as they were. */
const BYTE_FAULTS: Record<string, ByteFault> = {
  'flipped bits': (dice, bytes) => {
    const changed = bytes.slice()
    for (let left = dice.pick([1, 1, 1, 2, 8, 64]); left > 0 && changed.length > 0; left -= 1) {
      const at = dice.between(0, changed.length - 1)
      changed[at] = (changed[at] as number) ^ (1 << dice.between(0, 7))
    }
    return changed
  },
  'an end too soon': (dice, bytes) => bytes.slice(0, dice.between(0, bytes.length)),
  'a beginning too late': (dice, bytes) => bytes.slice(dice.between(0, Math.min(bytes.length, 400))),
  'a piece left out': (dice, bytes) => {
    const at = dice.between(0, bytes.length)
    return joinBytes([bytes.subarray(0, at), bytes.subarray(at + dice.between(1, 500))])
  },
  'something put in': (dice, bytes) => {
    const at = dice.pick([0, bytes.length, dice.between(0, bytes.length)])
    const stray = dice.chance(0.5) ? dice.bytes(dice.between(1, 300)) : new TextEncoder().encode(dice.pick(STRAY))
    return joinBytes([bytes.subarray(0, at), stray, bytes.subarray(at)])
  },
  'a stretch of one byte': (dice, bytes) => {
    const at = dice.between(0, bytes.length)
    return bytes.slice().fill(dice.pick([0, 255]), at, at + dice.between(1, 2_000))
  },
}

/** Of every ten changes, so many keep the checksums right: the others are found at once. */
const RIGHT_CHECKSUMS = 0.8

export function mutatedFile(dice: Dice, seeds: readonly Uint8Array[]): MutatedFile {
  let bytes = dice.pick(seeds)
  const faults: string[] = []
  for (let left = dice.pick([1, 1, 1, 2, 3]); left > 0; left -= 1) {
    const [name, changed] = dice.chance(RIGHT_CHECKSUMS)
      ? withPageFault(dice, bytes, seeds)
      : withByteFault(dice, bytes)
    faults.push(name)
    bytes = changed
  }
  return { faults, bytes }
}

function withByteFault(dice: Dice, bytes: Uint8Array): [string, Uint8Array] {
  const name = dice.pick(Object.keys(BYTE_FAULTS))
  return [name, (BYTE_FAULTS[name] as ByteFault)(dice, bytes)]
}

/** What no longer has pages is changed as bytes. */
function withPageFault(dice: Dice, bytes: Uint8Array, seeds: readonly Uint8Array[]): [string, Uint8Array] {
  const pages = pagesOf(bytes)
  if (pages.length === 0) return withByteFault(dice, bytes)
  const name = dice.pick(Object.keys(PAGE_FAULTS))
  const changed = (PAGE_FAULTS[name] as (typeof PAGE_FAULTS)[string])(dice, pages, seeds)
  const rest = bytes.subarray(pages.reduce((sum, { length }) => sum + length, 0))
  return [name, joinBytes([...changed, rest])]
}
