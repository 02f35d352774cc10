/** Who is heard when more talk than there are places: a stage under a virtual clock, talkers with steady or lively levels. */

import { beforeEach, describe, expect, it } from 'vitest'
import { LEAST_STAY_MS, SpeakerSelection } from '../../src/relay/speaker-selection.ts'

const FRAME_MS = 20
const PLACES = 4

/** −dBov of the talker at a time. */
type Voice = (atMs: number) => number

const steady =
  (level: number): Voice =>
  () =>
    level
/** Speech: syllables 4 a second that swing over 20 dB below the given peak. */
const speech =
  (peak: number, phaseMs = 0): Voice =>
  (atMs) =>
    peak + Math.round(10 - 10 * Math.cos((2 * Math.PI * (atMs + phaseMs)) / 250))

class Stage {
  nowMs = 0
  readonly selection: SpeakerSelection<string>
  readonly voices = new Map<string, Voice>()
  /** Every stay on the floor that has ended by another's taking the place. */
  readonly staysMs: { speaker: string; ms: number }[] = []
  readonly heardMs = new Map<string, number>()
  readonly #since = new Map<string, number>()

  constructor(places = PLACES) {
    this.selection = new SpeakerSelection(places)
  }

  talk(forMs: number): void {
    for (const untilMs = this.nowMs + forMs; this.nowMs < untilMs; this.nowMs += FRAME_MS) {
      for (const [speaker, voice] of this.voices) this.say(speaker, voice(this.nowMs))
      this.selection.tick(this.nowMs)
      expect(this.selection.heardCount).toBeLessThanOrEqual(PLACES)
    }
  }

  say(speaker: string, level: number, person = speaker): boolean {
    const wasHeard = this.selection.isHeard(speaker)
    const heard = this.selection.take(speaker, person, level, this.nowMs, (loser) => this.#lost(loser))
    if (heard && !wasHeard) this.#since.set(speaker, this.nowMs)
    if (heard) this.heardMs.set(speaker, (this.heardMs.get(speaker) ?? 0) + FRAME_MS)
    return heard
  }

  end(speaker: string): void {
    this.voices.delete(speaker)
    this.selection.endTalk(speaker, this.nowMs)
  }

  #lost(speaker: string): void {
    this.staysMs.push({ speaker, ms: this.nowMs - (this.#since.get(speaker) ?? 0) })
  }
}

let stage: Stage
beforeEach(() => {
  stage = new Stage()
})

const fillPlaces = (level: number) => {
  for (let place = 0; place < PLACES; place += 1) stage.voices.set(`p${place}`, steady(level))
}

describe('[W23] a talk', () => {
  it('takes a free place with its first packet, however quiet it is', () => {
    expect(stage.say('a', 90)).toBe(true)
  })

  it('that finds no place is not heard, and takes the place of whoever ends', () => {
    fillPlaces(30)
    stage.talk(100)
    expect(stage.say('late', 30)).toBe(false)
    stage.end('p2')
    expect(stage.say('late', 30)).toBe(true)
  })

  it('that is clearly louder takes the weakest place, once that has lasted its 3 s', () => {
    fillPlaces(40)
    stage.voices.set('p3', steady(60))
    stage.voices.set('loud', steady(20))
    stage.talk(LEAST_STAY_MS - FRAME_MS)
    expect(stage.selection.isHeard('loud')).toBe(false)
    stage.talk(200)
    expect(stage.selection.isHeard('loud')).toBe(true)
    expect(stage.staysMs).toEqual([{ speaker: 'p3', ms: LEAST_STAY_MS }])
  })

  it('that is hardly louder takes nobody’s', () => {
    fillPlaces(40)
    stage.voices.set('other', steady(36))
    stage.talk(10_000)
    expect(stage.staysMs).toEqual([])
  })

  it('whose end was lost gives its place up after 2 s', () => {
    fillPlaces(30)
    stage.talk(1_000)
    stage.voices.delete('p0')
    stage.voices.set('next', steady(50))
    stage.talk(1_900)
    expect(stage.selection.isHeard('next')).toBe(false)
    stage.talk(200)
    expect(stage.selection.isHeard('next')).toBe(true)
  })

  it('keeps its place through the pauses of speech', () => {
    fillPlaces(30)
    stage.talk(4_000)
    stage.voices.delete('p0')
    stage.voices.set('fan', steady(80))
    stage.talk(1_400)
    expect(stage.say('p0', 30)).toBe(true)
  })
})

describe('[W23] fifty open microphones', () => {
  it('each stay at least 3 s, and the floor changes hands', () => {
    for (let index = 0; index < 50; index += 1) stage.voices.set(`m${index}`, speech(15 + (index % 7), index * 37))
    stage.talk(240_000)
    expect(stage.staysMs.length).toBeGreaterThan(20)
    for (const { ms } of stage.staysMs) expect(ms).toBeGreaterThanOrEqual(LEAST_STAY_MS)
    expect(stage.heardMs.size).toBeGreaterThan(12)
  })
})

describe('[W23] a client that always claims 0 dBov', () => {
  it('holds one place at most, and not for ever', () => {
    fillPlaces(30)
    stage.voices.set('liar', steady(0))
    stage.voices.set('waiting', speech(25))
    stage.talk(120_000)
    const share = (stage.heardMs.get('liar') ?? 0) / 120_000
    expect(share).toBeGreaterThan(0.1)
    expect(share).toBeLessThan(0.8)
    expect(stage.staysMs.filter(({ speaker }) => speaker === 'liar').length).toBeGreaterThan(1)
  })

  /** What share of two minutes the liar is heard when it does `trick` each frame, against one voice and one place. */
  function shareWith(trick: () => string): number {
    stage = new Stage(1)
    stage.voices.set('voice', speech(25))
    let heard = 0
    const frames = 120_000 / FRAME_MS
    for (let frame = 0; frame < frames; frame += 1) {
      stage.talk(FRAME_MS)
      if (stage.say(trick(), 0, 'liar')) heard += 1
    }
    return heard / frames
  }

  it('does not rest by being muted, or lost, and coming back', () => {
    const share = shareWith(() => {
      if (stage.nowMs % 14_000 < FRAME_MS) stage.selection.forget('liar', stage.nowMs)
      return 'liar'
    })
    expect(share).toBeLessThan(0.85)
    expect(stage.heardMs.get('voice')).toBeGreaterThan(15_000)
  })

  it('does not rest by changing to another device', () => {
    const share = shareWith(() => (stage.nowMs % 28_000 < 14_000 ? 'liar-1' : 'liar-2'))
    expect(share).toBeLessThan(0.85)
    expect(stage.heardMs.get('voice')).toBeGreaterThan(15_000)
  })

  it('does not do better as several devices of one person', () => {
    for (let index = 0; index < 4; index += 1) expect(stage.say(`liar-${index}`, 0, 'liar')).toBe(true)
    stage.nowMs += LEAST_STAY_MS
    for (let index = 0; index < 4; index += 1) stage.say(`liar-${index}`, 0, 'liar')
    const voices = ['ann', 'bob', 'cem'].map((name) => stage.say(name, 50))
    expect(voices).toEqual([true, true, true])
    expect(stage.say('dan', 50)).toBe(false)
    expect(stage.say('liar-0', 0, 'liar')).toBe(false)
  })

  it('does not drive a lecturer off for the sake of a fan', () => {
    stage = new Stage(1)
    stage.voices.set('lecturer', speech(20))
    stage.voices.set('fan', steady(65))
    stage.talk(300_000)
    expect(stage.staysMs).toEqual([])
  })
})
