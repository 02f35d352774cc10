/** How loud somebody is who never pauses: syllables by the tenth of a second, a mood by the second. */

/** In packets of 20 ms. */
const SYLLABLE_LASTS = 10
const MOOD_LASTS = 100
const SYLLABLE_DB = 6

/** Answers the level of one packet after another, −dBov; moods lie between the two given. */
export function livelyVoice(random: () => number, [loudest, quietest]: readonly [number, number]): () => number {
  let packets = 0
  let mood = loudest
  let level = loudest
  return () => {
    if (packets % MOOD_LASTS === 0) mood = loudest + random() * (quietest - loudest)
    if (packets % SYLLABLE_LASTS === 0) level = Math.round(mood + random() * SYLLABLE_DB)
    packets += 1
    return level
  }
}
