/**
 * Trials side by side: each in a process of its own, for they only reckon, and no more at a time than leave the machine
 * usable. A trial's result comes back as a message.
 */

import { fork } from 'node:child_process'

const AT_A_TIME = 2
const TRIAL_PROCESS = new URL('./trial-process.ts', import.meta.url)

/** What a process is asked to do. */
export type Order =
  | { kind: 'trace'; trace: string; buffers: readonly string[]; minutes: number }
  | { kind: 'special'; name: string; minutes: number }

/** Carries out `orders`; `done` is called as each is, in no order of its own. Rejects when one fails. */
export async function carryOut(orders: readonly Order[], done: (order: Order, result: unknown) => void): Promise<void> {
  const waiting = [...orders]
  const work = async () => {
    for (let order = waiting.shift(); order !== undefined; order = waiting.shift()) done(order, await resultOf(order))
  }
  await Promise.all(Array.from({ length: AT_A_TIME }, work))
}

function resultOf(order: Order): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const child = fork(TRIAL_PROCESS, { execArgv: ['--expose-gc'], serialization: 'advanced' })
    let result: unknown
    child.once('message', (message) => {
      result = message
    })
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) resolve(result)
      else reject(new Error(`The trial ${JSON.stringify(order)} ended with ${code}.`))
    })
    child.send(order)
  })
}
