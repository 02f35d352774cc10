/** A question to somebody else that is not waited for longer than this. What comes of it later, nobody hears. */

export async function inTime<T>(answer: Promise<T>, withinMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | null = null
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('No answer in time.')), withinMs)
  })
  return Promise.race([answer, late]).finally(() => clearTimeout(timer))
}
