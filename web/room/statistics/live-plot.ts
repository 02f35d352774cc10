/**
 * One plot of the last two minutes, drawn by uPlot whenever its figures come. The colours are those of the page's style,
 * so that the theme decides them. Loaded only when somebody looks (use-plotter.ts).
 */

import 'uplot/dist/uPlot.min.css'
import uPlot from 'uplot'
import { lonePoints, PLOTTED_MS, type Values } from './curves.ts'

export interface Curve {
  values: Values
  /** Which of the inks of web/style/figures.css. */
  ink: number | 'line'
  isDashed: boolean
}

const HEIGHT = 104
const AXIS_LEFT = 44
const AXIS_BELOW = 24
/** So that the words below the ends of the axis are not cut off. */
const PADDING: uPlot.Padding = [8, 22, 0, 4]
const DASH = [4, 4]
const FONT_PX = 12
/** Headroom above the highest value. */
const HEADROOM = 1.1

export class LivePlot {
  readonly #place: HTMLElement
  readonly #least: number
  readonly #probe = document.createElement('span')
  readonly #sizes: ResizeObserver
  #plot: uPlot | undefined
  #curves: readonly Curve[] = []
  #ago: (minutes: number) => string = String

  /** `least`: as high as the axis is at least. */
  constructor(place: HTMLElement, least: number) {
    this.#place = place
    this.#least = least
    this.#probe.hidden = true
    place.append(this.#probe)
    this.#sizes = new ResizeObserver(() => this.#plot?.setSize(this.#size))
    this.#sizes.observe(place)
  }

  show(atS: readonly number[], curves: readonly Curve[], ago: (minutes: number) => string): void {
    const isOther = curves.length !== this.#curves.length
    this.#curves = curves
    this.#ago = ago
    if (isOther || this.#plot === undefined) this.#make()
    this.#plot?.setData([[...atS], ...curves.map(({ values }) => values)])
  }

  dispose(): void {
    this.#sizes.disconnect()
    this.#plot?.destroy()
    this.#probe.remove()
  }

  get #size() {
    return { width: this.#place.clientWidth, height: HEIGHT }
  }

  #make(): void {
    this.#plot?.destroy()
    this.#plot = new uPlot(
      {
        ...this.#size,
        padding: PADDING,
        cursor: { show: false },
        legend: { show: false },
        scales: {
          x: { time: false, range: [-PLOTTED_MS / 1_000, 0] },
          y: { range: (_, __, highest) => [0, Math.max(this.#least, (highest ?? 0) * HEADROOM)] },
        },
        axes: [this.#timeAxis(), this.#axis({ size: AXIS_LEFT, space: HEIGHT / 3 })],
        series: [{}, ...this.#curves.map((_, at) => this.#series(at))],
      },
      undefined,
      this.#place,
    )
  }

  #timeAxis(): uPlot.Axis {
    return this.#axis({
      size: AXIS_BELOW,
      splits: [-PLOTTED_MS / 1_000, -PLOTTED_MS / 2_000, 0],
      values: (_, splits) => splits.map((atS) => this.#ago(-atS / 60)),
    } as uPlot.Axis)
  }

  #axis(axis: uPlot.Axis): uPlot.Axis {
    const lines = { stroke: () => this.#ink('grid'), width: 1 }
    const { fontFamily } = getComputedStyle(this.#place)
    return {
      font: `${FONT_PX}px ${fontFamily}`,
      stroke: () => this.#ink('words'),
      grid: lines,
      ticks: { show: false },
      gap: 6,
      ...axis,
    }
  }

  #series(at: number): uPlot.Series {
    const isDashed = this.#curves[at]?.isDashed === true
    const colour = () => this.#ink(this.#curves[at]?.ink ?? 'line')
    return {
      stroke: colour,
      width: isDashed ? 1 : 2,
      ...(isDashed ? { dash: DASH } : {}),
      points: { show: true, size: 4, fill: colour, filter: () => lonePoints(this.#curves[at]?.values ?? []) },
    }
  }

  /** What the page's style makes of an ink now. */
  #ink(ink: Curve['ink'] | 'grid' | 'words'): string {
    this.#probe.dataset.ink = String(ink)
    return getComputedStyle(this.#probe).color
  }
}
