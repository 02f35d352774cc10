/** A question to somebody else that is not waited for without an end. What comes of it later, nobody hears. */

/** R2 and other objects answer within seconds, or it is their failure. */
const ANSWER_WITHIN_MS = 60_000

export async function inTime<T>(answer: Promise<T>, withinMs = ANSWER_WITHIN_MS): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time.')), withinMs)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
