/** Earshot's Worker four days later: an upload that was left alone is past its time (UPLOAD_LIFE_MS). For tests alone. */

import earshot from '../../src/worker.ts'

export { Archive, Room, TurnPool, Upload } from '../../src/worker.ts'

const FOUR_DAYS_MS = 4 * 86_400_000

const now = Date.now
Date.now = () => now() + FOUR_DAYS_MS

export default earshot
