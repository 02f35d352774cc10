/** What follows from a change of what I am in a room: what is said, what becomes of my microphone, what I may do. */

import { beforeEach, describe, expect, it } from 'vitest'
import type { Participant } from '../../src/client/index.ts'
import { spoken } from '../../web/app/announce.ts'
import type { MicrophoneState } from '../../web/devices/desk.ts'
import { en } from '../../web/i18n/en.ts'
import { Company } from '../../web/room/people/company.ts'
import { Standing } from '../../web/room/standing.ts'
import { view } from '../support/room-words.ts'

const ON: MicrophoneState = { is: 'on', label: 'Built in', deviceId: 'a' }

/** As much of the SDK's room and of the desk as knows me and my microphone. */
class Fakes {
  me: Participant = { ...view(1), isMe: true }
  others: ReadonlyMap<number, Participant> = new Map()
  headcount = 1
  muted = false
  microphone: MicrophoneState = ON
  readonly asked: string[] = []
  readonly #listeners: { event: string; listener: () => void }[] = []

  readonly on = (event: string, listener: () => void) => {
    this.#listeners.push({ event, listener })
    return () => undefined
  }

  setMuted(muted: boolean): void {
    this.muted = muted
  }

  raiseHand(raised: boolean): void {
    this.asked.push(raised ? 'raise' : 'lower')
  }

  talkHere(): void {
    this.asked.push('talk here')
  }

  readonly desk = {
    microphone: { peek: () => this.microphone },
    closeMicrophone: () => {
      this.microphone = { is: 'off' }
    },
    openMicrophone: async () => {
      this.microphone = ON
      return true
    },
  }

  becomes(changes: Partial<Participant>): void {
    this.me = { ...this.me, ...changes }
    this.#tell('me')
  }

  meets(...others: Participant[]): void {
    this.others = new Map(others.map((other) => [other.member, other]))
    this.headcount = others.length + 1
    this.#tell('participants')
  }

  #tell(told: string): void {
    for (const { event, listener } of this.#listeners) if (event === told) listener()
  }
}

let fakes: Fakes
let company: Company
let standing: Standing

function stand(me: Partial<Participant> = {}): void {
  fakes = new Fakes()
  fakes.becomes(me)
  // The fakes are as much of either as is used, which their types do not say.
  company = new Company(fakes as never)
  standing = new Standing(fakes, company, fakes.desk as never)
}

beforeEach(() => stand())

describe('my role', () => {
  it('[C42] is told when it changes, until it has been read', () => {
    expect(standing.news.value).toBeUndefined()
    fakes.becomes({ role: 'moderator' })
    expect(standing.news.value).toBe('moderator')
    expect(spoken.value.text).toContain(en.roles.news.moderator.title)
  })

  it('[C42] makes a listener of me, whose microphone is shut and stays so', () => {
    fakes.becomes({ role: 'listener' })
    expect(fakes.microphone.is).toBe('off')
    expect(fakes.muted).toBe(true)
    expect(standing.maySpeak.value).toBe(false)
    fakes.becomes({ role: 'speaker' })
    expect(fakes.microphone.is).toBe('off')
    expect(standing.maySpeak.value).toBe(true)
  })

  it('[C42] shuts the microphone of somebody who came in as a listener', () => {
    stand({ role: 'listener' })
    expect(fakes.microphone.is).toBe('off')
    expect(standing.news.value).toBeUndefined()
  })

  it('[C42] says what I may do', () => {
    expect(standing.may({ action: 'lock' })).toBe(false)
    fakes.becomes({ role: 'moderator' })
    expect(standing.may({ action: 'lock' })).toBe(true)
    expect(standing.may({ action: 'role', target: 'speaker', role: 'moderator' })).toBe(false)
  })
})

describe('my hand', () => {
  it('[C39] goes up and down by the same button', () => {
    standing.toggleHand()
    fakes.becomes({ handRaisedAtMs: 1 })
    standing.toggleHand()
    expect(fakes.asked).toEqual(['raise', 'lower'])
  })

  it('[C39] is told of when somebody else lowers it, and not when I do', () => {
    fakes.becomes({ handRaisedAtMs: 1 })
    standing.toggleHand()
    fakes.becomes({ handRaisedAtMs: null })
    expect(spoken.value.text).toBe(en.hand.down)
    fakes.becomes({ handRaisedAtMs: 2 })
    fakes.becomes({ handRaisedAtMs: null })
    expect(spoken.value.text).toBe(en.hand.lowered)
  })
})

describe('another device of mine', () => {
  const other = { ...view(2, { person: view(1).person }), isMe: false }

  it('[C41] takes the microphone from this one, which has it back when I talk here', async () => {
    fakes.meets(other)
    fakes.becomes({ aside: true })
    expect(fakes.microphone.is).toBe('off')
    expect(standing.elsewhere.value).toBe('talking')
    expect(standing.maySpeak.value).toBe(false)
    await standing.talkHere()
    expect(fakes.asked).toEqual(['talk here'])
    expect(fakes.microphone.is).toBe('on')
  })

  it('[C41] gives nothing back by itself when it leaves', () => {
    fakes.meets(other)
    fakes.becomes({ aside: true })
    fakes.meets()
    expect(standing.elsewhere.value).toBe('gone')
  })

  it('[C41] is not somebody else: neither in the list nor in the count, and nobody who comes or goes', () => {
    fakes.meets(other, { ...view(3), isMe: false })
    expect(company.everyone.value.map(({ member }) => member)).toEqual([1, 3])
    expect(company.headcount.value).toBe(2)
    expect(company.isHereOtherwise(other)).toBe(true)
    expect(company.isHereOtherwise({ ...view(3), isMe: false })).toBe(false)
  })

  it('opens no microphone that was not open', async () => {
    fakes.microphone = { is: 'off' }
    fakes.becomes({ aside: true })
    await standing.talkHere()
    expect(fakes.microphone.is).toBe('off')
  })
})
