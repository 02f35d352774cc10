/** From the level of the wire to the height of what is drawn. */

/** −dBov of the faintest talk drawn, and of talk drawn full: conversation lies between −50 and −20. */
const FAINT = 58
const FULL = 16

/** 0 for silence … 1 for full voice, of a level in −dBov. */
export const loudness = (level: number): number => Math.min(1, Math.max(0, (FAINT - level) / (FAINT - FULL)))
