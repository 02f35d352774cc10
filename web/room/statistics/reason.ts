/** Which figure makes the quality what it is: the one that a person should be told of. Pure. */

import { QUALITY_BOUNDS, type RoomStatistics, type SpeakerStatistics } from '../../../src/client/index.ts'

export type Reason =
  | { is: 'good' }
  /** The room does not answer, however short the way to it was. */
  | { is: 'stalled' }
  | { is: 'rttMs'; figure: number }
  | { is: 'jitterMs' | 'concealedShare'; figure: number; member: number }

type Bound = 'good' | 'fair'

/** Where the connection is to blame, it is to blame for what the speakers' figures are, too: it comes first. */
export function reasonOf({ connection, speakers, quality }: RoomStatistics): Reason {
  if (quality === 'good') return { is: 'good' }
  const passed: Bound = quality === 'fair' ? 'good' : 'fair'
  if (connection.quality === quality) return ofConnection(connection.rttMs, passed)
  const blamed = speakers.filter((speaker) => speaker.isPlaying && speaker.quality === quality)
  const worstFirst = blamed.map((speaker) => ofSpeaker(speaker, passed)).sort((a, b) => b.times - a.times)
  return worstFirst[0]?.reason ?? { is: 'good' }
}

function ofConnection(rttMs: number | undefined, passed: Bound): Reason {
  const isQuick = rttMs === undefined || rttMs <= QUALITY_BOUNDS.rttMs[passed]
  return isQuick ? { is: 'stalled' } : { is: 'rttMs', figure: rttMs }
}

interface Blame {
  reason: Reason
  /** How many times as much as the bound that was passed. */
  times: number
}

function ofSpeaker({ member, jitterMs, concealedShare }: SpeakerStatistics, passed: Bound): Blame {
  const uneven = jitterMs / QUALITY_BOUNDS.jitterMs[passed]
  const missing = concealedShare / QUALITY_BOUNDS.concealedShare[passed]
  return missing >= uneven
    ? { reason: { is: 'concealedShare', figure: concealedShare, member }, times: missing }
    : { reason: { is: 'jitterMs', figure: jitterMs, member }, times: uneven }
}
