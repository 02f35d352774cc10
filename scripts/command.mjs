/**
 * Runs the commands that the scripts are made of, quietly: one line when a long step begins, one when it is done,
 * and the command's own output only when it fails.
 * Everything under scripts/ is plain JavaScript that runs on Node 20 with nothing installed.
 */

import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))

/** A step that cannot be done. Its message says what happened and what to do; it is printed without a stack. */
export class SetUpError extends Error {}

/**
 * Runs `command` to its end, showing `label`; throws a SetUpError with the command's output when it fails.
 * @param {string} label
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, advice?: string }} [options]
 */
export async function step(label, command, args, options = {}) {
  const startedAtMs = Date.now()
  const seconds = () => Math.round((Date.now() - startedAtMs) / 1000)
  process.stdout.write(`${label} …`)
  const ticker = process.stdout.isTTY
    ? setInterval(() => process.stdout.write(`\r${label} … ${seconds()} s`), 1000)
    : undefined
  const { code, output } = await capture(command, args, options.env)
  clearInterval(ticker)
  process.stdout.write(
    `${process.stdout.isTTY ? `\r${label} …` : ''} ${code === 0 ? `done (${seconds()} s)` : 'failed'}\n`,
  )
  if (code !== 0) throw new SetUpError([output.trim(), options.advice].filter(Boolean).join('\n\n'))
}

/**
 * Runs `command` on this terminal and answers its exit code.
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<number>}
 */
export function passThrough(command, args, env) {
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: 'inherit' })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/**
 * Runs a script's main function; a SetUpError becomes its message and exit code 1.
 * @param {() => Promise<number>} main
 */
export async function runMain(main) {
  try {
    process.exitCode = await main()
  } catch (error) {
    if (!(error instanceof SetUpError)) throw error
    console.error(`\n${error.message}`)
    process.exitCode = 1
  }
}

/**
 * @param {string} command
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 * @returns {Promise<{ code: number, output: string }>}
 */
export function capture(command, args, env) {
  const child = spawn(command, args, { cwd: ROOT, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] })
  let output = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8')
    stream.on('data', (text) => {
      output += text
    })
  }
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ code: 1, output: String(error) }))
    child.once('close', (code) => resolve({ code: code ?? 1, output }))
  })
}
