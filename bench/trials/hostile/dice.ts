/** Choices that follow from a seed: everything hostile here is made of these, so that a run can be made again. */

import { seededRandom } from '../../../test/support/tone.ts'

export class Dice {
  readonly #random: () => number

  constructor(seed: number) {
    this.#random = seededRandom(seed)
  }

  /** An integer from `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + Math.floor(this.#random() * (most - least + 1))
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.between(0, choices.length - 1)] as T
  }

  chance(share: number): boolean {
    return this.#random() < share
  }

  bytes(count: number): Uint8Array<ArrayBuffer> {
    return Uint8Array.from({ length: count }, () => this.between(0, 255))
  }

  /** Well-formed text of any script: ASCII, controls, right-to-left, combining marks, beyond the basic plane. */
  text(characters: number): string {
    return Array.from({ length: characters }, () => String.fromCodePoint(this.#codePoint())).join('')
  }

  /** 128 bits in base64url, as ids are; known to nobody else only as far as the seed is. */
  id(): string {
    return Buffer.from(this.bytes(16)).toString('base64url')
  }

  #codePoint(): number {
    const [from, to] = this.pick([
      [0x20, 0x7e],
      [0x00, 0x1f],
      [0x5d0, 0x5ea],
      [0x300, 0x36f],
      [0x2000, 0x206f],
      [0x1f300, 0x1f5ff],
    ] as const)
    return this.between(from, to)
  }
}
