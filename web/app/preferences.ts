/**
 * What a person chose once and finds again: name, theme, language, how they talk, devices, sounds.
 * Signals that write themselves to storage. They hold choices, never what follows from them.
 */

import { effect, type Signal, signal } from '@preact/signals'
import { readStored, writeStored } from './storage.ts'

export type Theme = 'system' | 'light' | 'dark'
export type LanguageChoice = 'system' | 'en' | 'zh'
export type Talk = 'open' | 'push'

/** A signal that starts from storage, when what is stored is acceptable, and stores each new value. */
export function remembered<T>(key: string, initial: T, accepts: (value: unknown) => boolean): Signal<T> {
  const stored = readStored(key)
  const kept = signal(accepts(stored) ? (stored as T) : initial)
  let current = kept.peek()
  effect(() => {
    if (kept.value === current) return
    current = kept.value
    writeStored(key, current)
  })
  return kept
}

const isString = (value: unknown) => typeof value === 'string'
const isBoolean = (value: unknown) => typeof value === 'boolean'
const isOneOf =
  (...options: string[]) =>
  (value: unknown) =>
    options.includes(value as string)

export const ownName = remembered('name', '', isString)
export const theme = remembered<Theme>('theme', 'system', isOneOf('system', 'light', 'dark'))
export const languageChoice = remembered<LanguageChoice>('language', 'system', isOneOf('system', 'en', 'zh'))
export const talk = remembered<Talk>('talk', 'open', isOneOf('open', 'push'))
/** Empty: the system's own choice. */
export const microphoneId = remembered('microphone', '', isString)
export const speakerId = remembered('speaker', '', isString)
export const soundsOn = remembered('sounds', true, isBoolean)
/** A voice message begins with the first word and ends with the last. */
export const trimsSilence = remembered('trim-silence', true, isBoolean)
/** Single-letter keys can be switched off, for people who dictate or hit keys by accident (WCAG 2.1.4). */
export const keysOn = remembered('keys', true, isBoolean)
/** The signed credential that makes this browser the same guest in every visit. */
export const guestCredential = remembered('guest', '', isString)
