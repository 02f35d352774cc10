/** Which files can become voice messages, by their type and name, and how their size is told. Pure. */

/** What browsers do not always call by the type of a sound; WebM and MP4 say "video" even when they hold sound alone. */
const SOUND_NAMES = /\.(wav|mp3|m4a|aac|flac|ogg|oga|opus|webm|mp4|weba)$/i

export interface NamedFile {
  name: string
  type: string
  size: number
}

export const isSound = ({ name, type }: NamedFile): boolean => type.startsWith('audio/') || SOUND_NAMES.test(name)

/** For the file picker: types, and the names beside them for systems that know no types. */
export const SOUND_FILES = 'audio/*,.wav,.mp3,.m4a,.aac,.flac,.ogg,.oga,.opus,.webm,.weba'

/** At one time: each becomes a message of its own. */
export const MOST_FILES = 10

export interface Chosen<F extends NamedFile> {
  /** What can be sent, and not more than go at one time. */
  sounds: readonly F[]
  /** The names of what is no sound. */
  others: readonly string[]
  /** There were more sounds than go at one time. */
  isMore: boolean
}

export function chosenOf<F extends NamedFile>(files: readonly F[]): Chosen<F> {
  const sounds = files.filter(isSound)
  const others = files.filter((file) => !isSound(file)).map(({ name }) => name)
  return { sounds: sounds.slice(0, MOST_FILES), others, isMore: sounds.length > MOST_FILES }
}

const KIB = 1024

/** ".mp3": what a name promises, or nothing. */
export const endingOf = (name: string): string => /\.[^.\s]{1,5}$/.exec(name)?.[0] ?? ''

/** "3.2 MB", as file managers say it. */
export function sizeOf(bytes: number): string {
  if (bytes < KIB * KIB) return `${Math.max(Math.min(1, bytes), Math.round(bytes / KIB))} kB`
  const mib = bytes / (KIB * KIB)
  return `${mib < 10 ? mib.toFixed(1) : Math.round(mib)} MB`
}
