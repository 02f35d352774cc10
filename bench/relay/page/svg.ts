/** Drawings as text: legible on light and dark pages, with a title and a description for those who do not see them. */

export interface Drawing {
  title: string
  /** What the picture shows, in words: the figures, not the shapes. */
  description: string
  width: number
  height: number
  body: string
}

const STYLE = `
  .page { fill: #ffffff } .text { fill: #1f2328 } .quiet { fill: #59636e } .line { stroke: #d1d9e0 }
  .ours { fill: #0b66c3 } .ours-line { stroke: #0b66c3 } .theirs { fill: #768390 } .theirs-line { stroke: #768390 }
  .hollow { fill: #ffffff } .limit { stroke: #b35900 }
  @media (prefers-color-scheme: dark) {
    .page { fill: #0d1117 } .text { fill: #e6edf3 } .quiet { fill: #9198a1 } .line { stroke: #30363d }
    .ours { fill: #58a6ff } .ours-line { stroke: #58a6ff } .theirs { fill: #848d97 } .theirs-line { stroke: #848d97 }
    .hollow { fill: #0d1117 } .limit { stroke: #db8b3a }
  }
  text { font: 13px system-ui, sans-serif; font-variant-numeric: tabular-nums }
  .head { font-weight: 600; font-size: 14px }`

export const svg = ({ title, description, width, height, body }: Drawing): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title description">
<title id="title">${escaped(title)}</title>
<desc id="description">${escaped(description)}</desc>
<style>${STYLE}
</style>
<rect class="page" width="${width}" height="${height}" rx="8"/>
${body}
</svg>
`

export type Anchor = 'start' | 'middle' | 'end'

export const text = (x: number, y: number, words: string, kind = 'text', anchor: Anchor = 'start'): string =>
  `<text class="${kind}" x="${at(x)}" y="${at(y)}" text-anchor="${anchor}">${escaped(words)}</text>`

export const rectangle = (x: number, y: number, width: number, height: number, kind: string): string =>
  `<rect class="${kind}" x="${at(x)}" y="${at(y)}" width="${at(Math.max(0, width))}" height="${at(height)}" rx="2"/>`

export const stroke = (x1: number, y1: number, x2: number, y2: number, kind: string, more = ''): string =>
  `<line class="${kind}" x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" ${more}/>`

export const path = (points: readonly (readonly [number, number])[], kind: string, more = ''): string =>
  `<polyline class="${kind}" fill="none" stroke-width="2" points="${points.map(([x, y]) => `${at(x)},${at(y)}`).join(' ')}" ${more}/>`

export const dot = (x: number, y: number, kind: string, more = ''): string =>
  `<circle class="${kind}" cx="${at(x)}" cy="${at(y)}" r="4" ${more}/>`

/** A tenth of a pixel is enough, and keeps the file the same where nothing has changed. */
const at = (value: number): string => String(Number(value.toFixed(1)))

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (words: string): string => words.replace(/[&<>"]/g, (character) => ENTITIES[character] as string)
