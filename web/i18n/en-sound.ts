/** The words of how it sounds, in English: figures, curves, and what is wrong with a line or a microphone. */

import { isolate } from './isolate.ts'

const seconds = (ms: number) => (ms / 1_000).toFixed(1)

export const sound = {
  sound: {
    title: 'How it sounds',
    open: 'Show figures',
    none: 'Nothing has been measured yet. Figures come every second while the sound runs.',
    late: (ms: number) => `You hear the others ${seconds(ms)} s late.`,
    lateText: 'You may talk over each other. A nearer Wi-Fi or a cable often helps.',
    somebody: 'somebody',
    why: {
      good: 'Every figure is good.',
      lost: 'The line dropped. These are the figures from before.',
      stalled: 'The room is not answering at the moment.',
      rttMs: (ms: number, bound: number) =>
        `The way to the room and back takes ${ms} ms. Up to ${bound} ms would be better.`,
      jitterMs: (name: string, ms: number, bound: number) =>
        `The voice of ${isolate(name)} arrives unevenly, by ${ms} ms. Up to ${bound} ms would be better.`,
      concealedShare: (name: string, percent: number, bound: number) =>
        `${percent} % of what ${isolate(name)} said just now did not arrive in time and was made up. Up to ${bound} % would be better.`,
    },
    connection: 'Connection',
    roundTrip: 'Round trip',
    notMeasured: 'not measured yet',
    path: 'Way of the voices',
    paths: { relay: 'through the server' },
    sending: 'You send',
    rate: (kilobits: number, packets: number) =>
      `${kilobits} kb/s, ${packets === 1 ? '1 packet' : `${packets} packets`} in a message`,
    steppedDown: 'Your line does not carry more at the moment, so your voice is sent with fewer bits.',
    lag: 'You hear the others',
    lagBy: (ms: number) => `${ms} ms late`,
    nobody: 'nobody speaks',
    plots: 'The last two minutes',
    plotsFailed: 'The curves could not be loaded. The figures below are complete.',
    plot: {
      rttMs: 'Round trip, ms',
      delayMs: 'Delay, ms',
      delayNote: 'Dashed: the delay aimed for.',
      concealed: 'Made up, %',
    },
    ago: (minutes: number) => (minutes === 0 ? 'now' : `${minutes} min ago`),
    voices: 'Voices as played here',
    noVoices: 'Nobody else has been heard yet.',
    moreVoices: (voices: number) =>
      voices === 1 ? '1 more voice is in what you copy.' : `${voices} more voices are in what you copy.`,
    figure: 'Figure',
    delay: 'Delay',
    target: 'Delay aimed for',
    jitter: 'Jitter',
    concealed: 'Made up',
    concealedHint: 'of the last 10 s',
    recovered: 'Recovered',
    tooLate: 'Too late',
    dropped: 'Left out',
    stretched: 'Stretched',
    sinceHint: 'in all',
    drift: 'Clock',
    driftHint: 'faster than here',
    copy: 'Copy as JSON',
    copied: 'Figures copied',
    copyFailed: 'The browser did not allow copying. Save them instead.',
    save: 'Save as JSON',
    fileHint: 'The last five minutes. Neither the room nor anybody in it is named.',
    noise: 'Noise reduction',
    noises: { off: 'Off', browser: 'Standard', stronger: 'Strong' },
    noiseHints: {
      off: 'Everything around you is heard.',
      browser: 'Takes out steady noise.',
      stronger: 'Takes out much more, and sends your voice a moment later.',
    },
    music: 'Music mode',
    musicHint: 'Your sound in stereo and as it is: no noise reduction, no echo cancellation. Wear headphones.',
    noSound: 'No sound from your microphone.',
    noSoundText: 'Is the switch on it, or on its cable, off? If not, choose another one.',
    tooLoud: 'You are too loud: your voice is distorted.',
    tooLoudText: 'Move away from the microphone, or turn it down in your system’s sound settings.',
  },
}
