/** Notices that somebody speaks into a microphone that lets nothing through. Pure: it counts frames of 20 ms. */

/** 0.5 s of voice is talk; a cough and a key are less. */
const TALK_FRAMES = 25
/** What is said in pieces adds up while the silence between them is shorter than they are. */
const FORGIVEN_PER_FRAME = 0.5
/** After 5 s without a voice, whoever speaks into it again is told again. */
const QUIET_FRAMES = 250

export class MutedTalk {
  #voiced = 0
  #quiet = 0
  #isTold = false

  /** Takes `frames` frames, of which `voiced` held a voice. True once, when it has become talk while `shut`. */
  push(frames: number, voiced: number, shut: boolean): boolean {
    this.#quiet = voiced > 0 ? 0 : this.#quiet + frames
    if (!shut || this.#quiet >= QUIET_FRAMES) this.#isTold = false
    this.#voiced = shut ? Math.max(0, this.#voiced + voiced - FORGIVEN_PER_FRAME * (frames - voiced)) : 0
    if (this.#voiced < TALK_FRAMES || this.#isTold) return false
    this.#voiced = 0
    this.#isTold = true
    return true
  }
}
