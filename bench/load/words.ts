/** Figures of a load as people read them. */

const NONE = '–'
const COUNT = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const BYTES = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

export const count = (value: number): string => (Number.isFinite(value) ? COUNT.format(value) : NONE)

/** What 0.57 × 10,000 falls short of 5,700 in floating point, and far less than one delivery in any load. */
const ROUNDING_ERROR = 1e-9

/** Never rounded up: 100 % means that nothing is missing. */
export const share = (value: number): string =>
  Number.isFinite(value) ? `${(Math.floor(value * 10_000 + ROUNDING_ERROR) / 100).toFixed(2)} %` : NONE

export const milliseconds = (value: number): string =>
  Number.isFinite(value) ? `${value < 100 ? value.toFixed(1) : COUNT.format(value)} ms` : NONE

export const bytes = (value: number): string =>
  value < 1e6 ? `${BYTES.format(value / 1e3)} kB` : `${BYTES.format(value / 1e6)} MB`
