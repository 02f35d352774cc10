/** What a soak takes for lost, doubled and misplaced. */

import { describe, expect, it } from 'vitest'
import { type FetchedClip, judge } from '../../../bench/soak/judgement.ts'
import { opusPayload } from '../../../bench/soak/opus-payload.ts'
import { Spoken } from '../../../bench/soak/spoken.ts'
import type { Packet } from '../../../src/protocol/packet.ts'
import { seededRandom } from '../../support/tone.ts'

const random = seededRandom(1)
const FIRST_SLOT = 100

/** A talk of 20 ms packets, one behind the other. */
function said(session: string, packets: number, spoken: Spoken): Packet[] {
  return Array.from({ length: packets }, (_, index) => {
    const packet: Packet = {
      ...{ speaker: 0, talkStart: index === 0, talkEnd: false, level: 30, durationMs: 20 },
      slot: FIRST_SLOT + 2 * index,
      payload: opusPayload(20, random),
    }
    spoken.add(session, packet, 0)
    return packet
  })
}

const clipOf = (id: string, packets: readonly Packet[], changes: Partial<FetchedClip> = {}): FetchedClip => ({
  id,
  startedAtMs: 5_000 + 10 * (packets[0]?.slot ?? 0),
  faults: [],
  packets: packets.map(({ slot, payload }) => ({ atMs: 10 * (slot - (packets[0]?.slot ?? 0)), payload })),
  ...changes,
})

describe('judgement', () => {
  it('finds nothing wrong with a talk in one clip, or in a clip and its continuation', () => {
    const spoken = new Spoken()
    const packets = said('a', 10, spoken)
    const clean = { lost: [], duplicates: 0, faults: new Map(), startSpreadMs: 0 }
    expect(judge(spoken, [clipOf('whole', packets)])).toEqual(clean)
    expect(judge(spoken, [clipOf('head', packets.slice(0, 4)), clipOf('tail', packets.slice(4))])).toEqual(clean)
  })

  it('knows fillers from what was said', () => {
    const spoken = new Spoken()
    const clip = clipOf('filled', said('a', 2, spoken))
    clip.packets.push({ atMs: 40, payload: Uint8Array.of(0xf8) })
    expect(judge(spoken, [clip]).faults.size).toBe(0)
  })

  it('misses what is in no clip', () => {
    const spoken = new Spoken()
    const packets = said('a', 10, spoken)
    const clip = clipOf('gap', packets)
    clip.packets.splice(3, 2)
    expect(judge(spoken, [clip]).lost.map(({ slot }) => slot)).toEqual([106, 108])
  })

  it('counts what is there twice, in one clip or in two', () => {
    const spoken = new Spoken()
    const packets = said('a', 3, spoken)
    expect(judge(spoken, [clipOf('one', packets), clipOf('other', packets.slice(0, 2))]).duplicates).toBe(2)
  })

  it('sees packets at the wrong time, of nobody, and of two sessions', () => {
    const spoken = new Spoken()
    const [first, second] = [said('a', 3, spoken), said('b', 3, spoken)]
    const late = clipOf('late', first)
    late.packets.splice(2, 1, { atMs: 60, payload: first[2]?.payload ?? new Uint8Array() })
    const strange = clipOf('strange', second)
    strange.packets.push({ atMs: 60, payload: opusPayload(20, random) })
    const mixed = clipOf('mixed', first)
    mixed.packets.push({ atMs: 60, payload: second[0]?.payload ?? new Uint8Array() })
    const { faults } = judge(spoken, [late, strange, mixed])
    expect(faults.get('late')).toEqual(['slot 104 is at 60 ms of a clip from 100 on'])
    expect(faults.get('strange')).toEqual(['nobody has said what is at 60 ms'])
    expect(faults.get('mixed')).toContain('holds 2 sessions')
  })

  it('compares when the clips of one session say that it began', () => {
    const spoken = new Spoken()
    const packets = said('a', 10, spoken)
    const [head, tail] = [clipOf('head', packets.slice(0, 4)), clipOf('tail', packets.slice(4))]
    const near = { ...tail, startedAtMs: tail.startedAtMs + 300 }
    expect(judge(spoken, [head, near])).toMatchObject({ startSpreadMs: 300, faults: new Map() })
    const far = { ...tail, startedAtMs: tail.startedAtMs + 60_000 }
    expect(judge(spoken, [head, far]).faults.size).toBe(1)
  })

  it('passes on what was found wrong with a file', () => {
    const spoken = new Spoken()
    const clip = clipOf('bad', said('a', 1, spoken), { faults: ['has another checksum'] })
    expect(judge(spoken, [clip]).faults.get('bad')).toEqual(['has another checksum'])
  })
})
