/** How my sound is wanted, chosen once and found again: what becomes of the noise around me, and whether I make music. */

import { computed } from '@preact/signals'
import type { MicrophoneOptions } from '../../src/client/index.ts'
import { remembered } from '../app/preferences.ts'

export const NOISE_CHOICES = ['off', 'browser', 'stronger'] as const
export type NoiseChoice = (typeof NOISE_CHOICES)[number]

export const noise = remembered<NoiseChoice>('noise', 'browser', (value) =>
  (NOISE_CHOICES as readonly unknown[]).includes(value),
)
export const music = remembered('music', false, (value) => typeof value === 'boolean')

const SUPPRESSION = { off: false, browser: true, stronger: 'stronger' } as const

/** What the SDK is asked for. */
export const soundOptions = computed<Pick<MicrophoneOptions, 'noiseSuppression' | 'music'>>(() => ({
  noiseSuppression: SUPPRESSION[noise.value],
  music: music.value,
}))
