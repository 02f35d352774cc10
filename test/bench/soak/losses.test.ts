/** What a soak says of losses: enough to begin looking. */

import { expect, it } from 'vitest'
import { lossesIn } from '../../../bench/soak/losses.ts'
import { opusPayload } from '../../../bench/soak/opus-payload.ts'
import { Spoken } from '../../../bench/soak/spoken.ts'
import { seededRandom } from '../../support/tone.ts'

it('names the first lost packet of each session and the clips on either side', () => {
  const spoken = new Spoken()
  const random = seededRandom(1)
  const said = [0, 2, 4, 6, 8].map((slot) => {
    const payload = opusPayload(20, random)
    const head = { speaker: 0, talkStart: slot === 0, talkEnd: false, durationMs: 20, level: 30 } as const
    return { payload, record: spoken.add('s', { ...head, slot, payload }, 0) }
  })
  const clipOf = (id: string, from: number, to: number) => ({
    ...{ id, startedAtMs: 0, faults: [] },
    packets: said.slice(from, to).map(({ payload }, index) => ({ atMs: 20 * index, payload })),
  })
  const lost = said.slice(2, 4).map(({ record }) => record)
  for (const packet of lost) packet.acknowledgedAtMs = 5
  expect(lossesIn(lost, spoken, [clipOf('tail', 4, 5), clipOf('head', 0, 2)])).toEqual([
    'Session s has lost 2 packets, the first at slot 4 (acknowledged); the clip before it is head (slots 0 to 2), the one behind it tail (slots 8 to 8).',
  ])
  expect(lossesIn([], spoken, [clipOf('head', 0, 5)])).toEqual([])
})
