/**
 * What comes in at the microphone, and so how it is treated: a voice is gated, mono and cheap; music is left alone, in two
 * channels, and sent without a pause.
 */

export type SoundProfile = 'voice' | 'music'

export const CHANNELS = { voice: 1, music: 2 } as const satisfies Record<SoundProfile, 1 | 2>
