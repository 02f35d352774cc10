/**
 * What a file holds, as ffprobe says. What is no sound becomes a sentence that says what is wrong and what to do next.
 */

import { statSync } from 'node:fs'
import { extname } from 'node:path'
import { type Call, run } from './ffmpeg.ts'
import { Unsent } from './unsent.ts'

export interface Sound {
  codec: string
  channels: number
  /** Undefined: the file does not tell, and there is not even a guess. */
  durationMs: number | undefined
  /** It is only as long as its bytes and its first frames make one think: silence takes fewer bytes. */
  isGuessed: boolean
  /** When it was recorded, where the file tells. */
  recordedAtMs: number | undefined
}

const OF_STREAMS = 'stream=codec_name,codec_type,channels,duration:stream_disposition=attached_pic'
const OF_FILE = 'format=format_name,duration:format_tags=creation_time'

/** What ffmpeg makes of the file’s first sound. @throws {Unsent} where there is none */
export async function probe(file: string): Promise<Sound> {
  if (statSync(file).size === 0) throw new Unsent('This file is empty. Copy it again from where it was recorded.')
  const call = ffprobe('warning', ['-show_entries', `${OF_STREAMS}:${OF_FILE}`, '-of', 'json', `file:${file}`])
  let output = ''
  const { code, complaints } = await run(call, (text) => {
    output += text
  })
  if (code !== 0) throw new Unsent(unreadable(file))
  const found: Found = JSON.parse(output)
  const { streams = [], format = {} } = found
  const stream = streams.find(({ codec_type }) => codec_type === 'audio')
  if (stream === undefined) throw new Unsent(noSound(file, found))
  const { codec_name: codec, channels = 0 } = stream
  if (codec === undefined || channels === 0) throw new Unsent(unreadable(file))
  const seconds = Number(stream.duration ?? format.duration)
  const recordedAtMs = Date.parse(format.tags?.creation_time ?? '')
  return {
    codec,
    channels,
    durationMs: seconds > 0 ? 1000 * seconds : undefined,
    isGuessed: /Estimating duration from bitrate/.test(complaints),
    recordedAtMs: recordedAtMs > 0 ? recordedAtMs : undefined,
  }
}

/** Where the first sound’s last frame ends, whether a decoder makes anything of it or not. Reads the whole file. */
export async function lastFrameEndsAtMs(file: string): Promise<number> {
  const entries = ['-show_entries', 'packet=pts_time,duration_time', '-of', 'compact=p=0:nk=1']
  let rest = ''
  let [startsAtS, endsAtS] = [Number.POSITIVE_INFINITY, 0]
  await run(ffprobe('quiet', ['-select_streams', 'a:0', ...entries, `file:${file}`]), (text) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) {
      const [at = Number.NaN, lasts = Number.NaN] = line.split('|').map(Number)
      if (!(at + lasts >= 0)) continue
      startsAtS = Math.min(startsAtS, at)
      endsAtS = Math.max(endsAtS, at + lasts)
    }
  })
  return 1000 * Math.max(0, endsAtS - startsAtS)
}

/** Of ffprobe's JSON, what is asked for. */
interface Found {
  streams?: {
    codec_type?: string
    codec_name?: string
    channels?: number
    duration?: string
    disposition?: { attached_pic?: number }
  }[]
  format?: { format_name?: string; duration?: string; tags?: { creation_time?: string } }
}

const ffprobe = (level: string, args: readonly string[]): Call => ({ tool: 'ffprobe', args: ['-v', level, ...args] })

function unreadable(file: string): string {
  const ending = extname(file)
  const what = SOUND.test(ending) ? `This is no audio file, though it is named ${ending}` : 'This is no audio file'
  return `${what}, or it is damaged: ffmpeg cannot read it. Copy it again from where it was recorded.`
}

function noSound(file: string, { streams = [], format }: Found): string {
  const pictures = streams.filter(({ codec_type }) => codec_type === 'video')
  // Words that are drawn on a terminal are a film to ffmpeg.
  if (format?.format_name === 'tty') return unreadable(file)
  if (PICTURE.test(format?.format_name ?? '')) return 'This is a picture. Send a recording.'
  return pictures.some(({ disposition }) => disposition?.attached_pic !== 1)
    ? 'There is no sound in this film. Send one that was taken with sound.'
    : 'There is no sound in this file. Send one that holds a recording.'
}

/** Names that promise sound. */
const SOUND = /^\.(wav|mp3|m4a|m4b|aac|flac|og[gav]|opus|webm|weba|mk[av]|mp4|mov|3gp|amr|awb|wma|aiff?|caf)$/i
/** As ffmpeg calls the formats of single pictures. */
const PICTURE = /^image2$|_pipe$/
