/**
 * Draws a voice trace on a canvas, whenever a level comes and never in between. The colours are the canvas's own
 * `color` and `accent-color`, so that the theme decides them.
 */

import { loudness } from './loudness.ts'

const BAR = 3
const GAP = 2
const STEP = BAR + GAP
/** Silence is a dotted line, not nothing: the instrument is on. */
const LEAST_HEIGHT = 2

interface Bar {
  height: number
  sent: boolean
}

const stillness = matchMedia('(prefers-reduced-motion: reduce)')

export class Trace {
  readonly #canvas: HTMLCanvasElement
  readonly #bars: Bar[] = []
  #width = 0
  #height = 0

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
    this.fit()
  }

  /** Takes the size that the style gives the canvas. */
  fit(): void {
    const { clientWidth, clientHeight } = this.#canvas
    const scale = devicePixelRatio
    this.#width = clientWidth
    this.#height = clientHeight
    this.#canvas.width = Math.round(clientWidth * scale)
    this.#canvas.height = Math.round(clientHeight * scale)
    this.#canvas.getContext('2d')?.scale(scale, scale)
    this.#draw()
  }

  push(level: number, sent: boolean): void {
    this.#bars.push({ height: loudness(level), sent })
    const most = Math.ceil(this.#width / STEP) + 1
    if (this.#bars.length > most) this.#bars.splice(0, this.#bars.length - most)
    this.#draw()
  }

  #draw(): void {
    const context = this.#canvas.getContext('2d')
    if (context === null || this.#width === 0) return
    const { color, accentColor } = getComputedStyle(this.#canvas)
    const paint = { heard: color, sent: accentColor === 'auto' ? color : accentColor }
    context.clearRect(0, 0, this.#width, this.#height)
    if (stillness.matches) this.#drawLevel(context, paint)
    else this.#drawBars(context, paint)
  }

  #drawBars(context: CanvasRenderingContext2D, paint: { heard: string; sent: string }): void {
    const places = Math.ceil(this.#width / STEP)
    for (let place = 0; place < places; place += 1) {
      const bar = this.#bars[this.#bars.length - 1 - place]
      const height = Math.max(LEAST_HEIGHT, (bar?.height ?? 0) * this.#height)
      const x = this.#width - place * STEP - BAR
      context.fillStyle = bar?.sent ? paint.sent : paint.heard
      // Older talk fades: the eye belongs to the newest.
      context.globalAlpha = 1 - 0.75 * (place / places)
      context.beginPath()
      context.roundRect(x, (this.#height - height) / 2, BAR, height, BAR / 2)
      context.fill()
    }
    context.globalAlpha = 1
  }

  #drawLevel(context: CanvasRenderingContext2D, paint: { heard: string; sent: string }): void {
    const bar = this.#bars.at(-1)
    const height = 6
    const top = (this.#height - height) / 2
    context.fillStyle = paint.heard
    context.globalAlpha = 0.35
    context.beginPath()
    context.roundRect(0, top, this.#width, height, height / 2)
    context.fill()
    context.globalAlpha = 1
    if (bar === undefined || bar.height === 0) return
    context.fillStyle = bar.sent ? paint.sent : paint.heard
    context.beginPath()
    context.roundRect(0, top, Math.max(height, bar.height * this.#width), height, height / 2)
    context.fill()
  }
}
