/**
 * ffmpeg's programs as they are on this machine: runs them, one behind the other where there are two, and hears what they say.
 */

import { type ChildProcess, spawn } from 'node:child_process'
import { SetUpError } from '../command.mjs'
import { howToInstallHere } from './install-ffmpeg.ts'

/** Of what ffmpeg complains of, the beginning says it. */
const MOST_COMPLAINTS = 4_000

export interface Call {
  tool: 'ffmpeg' | 'ffprobe'
  args: readonly string[]
}

export interface Ran {
  code: number
  complaints: string
}

/** `onOutput` hears what it writes, bit by bit. @throws {SetUpError} it is not here */
export async function run(call: Call, onOutput: (text: string) => void): Promise<Ran> {
  const child = started(call, 'ignore')
  child.stdout?.setEncoding('utf8').on('data', onOutput)
  return ended(child, call)
}

/** What the first writes is what the second reads. What came of each. @throws {SetUpError} they are not here */
export async function runBoth(first: Call, second: Call, onOutput: (text: string) => void): Promise<[Ran, Ran]> {
  const [source, sink] = [started(first, 'ignore'), started(second, 'pipe')]
  sink.stdin?.on('error', () => {}) // it left before the sound was over, and its code says why
  if (sink.stdin) source.stdout?.pipe(sink.stdin)
  sink.stdout?.setEncoding('utf8').on('data', onOutput)
  sink.once('close', () => source.kill())
  return Promise.all([ended(source, first), ended(sink, second)])
}

/** The last line says what came of it; who says it, and of which file, is known. */
export const reasonIn = (complaints: string): string =>
  (complaints.trim().split('\n').at(-1) ?? '').replace(/^\[[^\]]*\] /, '').replace(/^.*: (?=\S[^:]*$)/, '') ||
  'no reason'

const started = ({ tool, args }: Call, input: 'ignore' | 'pipe'): ChildProcess =>
  spawn(tool, args, { stdio: [input, 'pipe', 'pipe'] })

function ended(child: ChildProcess, { tool }: Call): Promise<Ran> {
  let complaints = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    if (complaints.length < MOST_COMPLAINTS) complaints += text
  })
  return new Promise((resolve, reject) => {
    child.once('error', (cause) => reject(missing(tool, cause)))
    // Killed: who read it had enough.
    child.once('close', (code) => resolve({ code: child.killed ? 0 : (code ?? 1), complaints }))
  })
}

const missing = (tool: string, cause: Error): SetUpError =>
  new SetUpError(
    `This file has to be converted, and ${tool} does not run here (${cause.message}). ${howToInstallHere()}`,
    { cause },
  )
