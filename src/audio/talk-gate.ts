/**
 * What leaves the microphone and what does not: one state machine for open microphone, push-to-talk and mute.
 * It is asked once per frame and answers what to do with that frame; the flags of the wire follow from the answers [W18, W19].
 */

export type TalkMode = 'open' | 'push'

/** What happens with a frame: nothing, sent as a spurt's first, sent, or not sent while the talk ends in its place. */
export type Verdict = 'nothing' | 'start' | 'continue' | 'end'

type State =
  | 'closed' // no talk
  | 'talking'
  | 'tail' // push-to-talk: the key is up, the last syllable is not
  | 'pausing' // open microphone: nothing is sent, the talk goes on

/** What the switches and the voice ask for, and `expired` when a state has lasted as long as it may. */
type Event = 'speak' | 'release' | 'pause' | 'stop' | 'expired'

/** People let go of the key while the last syllable still sounds. */
const TAIL_MS = 400
/** A pause this long ends the talk: whoever goes on then begins another. */
const PAUSE_MS = 1500
const LIMITS_MS: Record<State, number> = {
  closed: Number.POSITIVE_INFINITY,
  talking: Number.POSITIVE_INFINITY,
  tail: TAIL_MS,
  pausing: PAUSE_MS,
}

const TABLE: Record<State, Record<Event, readonly [State, Verdict]>> = {
  closed: {
    speak: ['talking', 'start'],
    release: ['closed', 'nothing'],
    pause: ['closed', 'nothing'],
    stop: ['closed', 'nothing'],
    expired: ['closed', 'nothing'],
  },
  talking: {
    speak: ['talking', 'continue'],
    release: ['tail', 'continue'],
    pause: ['pausing', 'nothing'],
    stop: ['closed', 'end'],
    expired: ['talking', 'continue'],
  },
  tail: {
    speak: ['talking', 'continue'],
    release: ['tail', 'continue'],
    pause: ['pausing', 'nothing'],
    stop: ['closed', 'end'],
    expired: ['closed', 'end'],
  },
  pausing: {
    speak: ['talking', 'start'],
    release: ['closed', 'end'],
    pause: ['pausing', 'nothing'],
    stop: ['closed', 'end'],
    expired: ['closed', 'end'],
  },
}

/** The switches that a user has under the fingers. */
export interface TalkSwitches {
  mode: TalkMode
  /** Push-to-talk: the key is down. */
  pressed: boolean
  muted: boolean
}

export class TalkGate {
  switches: Readonly<TalkSwitches> = { mode: 'open', pressed: false, muted: false }
  #state: State = 'closed'
  #sinceMs = 0

  /** The slots count from 0 again: what was open is over, and its time with it. */
  reset(): void {
    this.#state = 'closed'
    this.#sinceMs = 0
  }

  /** Asks about the frame that begins at `nowMs`; `speaking` is whether there is a voice in it. */
  next(speaking: boolean, nowMs: number): Verdict {
    const event = eventOf(this.switches, speaking)
    const expires = (event === 'release' || event === 'pause') && nowMs - this.#sinceMs >= LIMITS_MS[this.#state]
    const [state, verdict] = TABLE[this.#state][expires ? 'expired' : event]
    if (state !== this.#state) this.#sinceMs = nowMs
    this.#state = state
    return verdict
  }
}

function eventOf({ mode, pressed, muted }: TalkSwitches, speaking: boolean): Exclude<Event, 'expired'> {
  if (muted) return 'stop'
  if (mode === 'push') return pressed ? 'speak' : 'release'
  return speaking ? 'speak' : 'pause'
}
