/** The words of kept talk, in English: agreeing to it, clips, and what still waits to be stored. */

import { isolate } from './isolate.ts'

const daysOf = (days: number) => (days === 1 ? '1 day' : `${days} days`)
const clipsOf = (clips: number) => (clips === 1 ? '1 clip' : `${clips} clips`)
/** Of what is gone the log does not say whether it was talk or a message. */
const recordingsOf = (clips: number) => (clips === 1 ? '1 recording' : `${clips} recordings`)

export const clips = {
  keeping: {
    title: 'Keep what is said',
    hint: 'What those who agree say becomes clips that everybody in the room can play again. Each person is asked.',
    howLong: 'For how long',
    days: daysOf,
    untilDeleted: 'Until deleted',
    mark: (days: number | null) => (days === null ? 'Kept until deleted' : `Kept · ${daysOf(days)}`),
    ask: (days: number | null) =>
      days === null
        ? 'This room keeps what is said as clips, until somebody deletes them.'
        : `This room keeps what is said as clips for ${daysOf(days)}.`,
    askText: 'Everybody in the room can play them. Keep what you say?',
    yes: 'Keep mine',
    no: 'Don’t keep my voice',
    mine: 'Keep what I say',
    mineHint: 'You can change this at any time. It holds for what you say from then on.',
    mineKept: 'Yours is kept',
    notKept: 'Not kept',
    menu: 'Keep what is said…',
    menuOn: 'Keeping what is said…',
    start: 'Keep from now on',
    change: 'Change the time',
    stop: 'Stop keeping',
    messagesToo: 'Voice messages stay for as long, too. Where no time is set, until somebody deletes them.',
    changeHint:
      'The time holds for the clips that there are, too: a longer one keeps them longer, a shorter one deletes them sooner.',
    stopHint: 'Clips that are there stay until their days are over or somebody deletes them.',
    started: 'What is said here is kept from now on, of those who agree.',
    stopped: 'What is said here is no longer kept.',
    nowKept: 'What you say is kept from now on.',
    nowNotKept: 'What you say is not kept.',
    unkept: (seconds: number) =>
      seconds === 1
        ? '1 s of what you said waits here until the connection is back.'
        : `${seconds} s of what you said wait here until the connection is back.`,
    unkeptSlow: (seconds: number) => `${seconds} s of what you said are on their way to be stored.`,
    lostRefused: 'Some of what you said will not be kept.',
    lostRefusedText: 'The room did not take it. Say it again if it matters.',
    lostFull: 'Not all of what you say is kept now.',
    lostFullText: 'This device has no more space for it until the connection is back.',
    leftBehind: (seconds: number) =>
      seconds === 1
        ? '1 s of what you said here earlier was not stored yet.'
        : `${seconds} s of what you said here earlier were not stored yet.`,
    leftBehindSending: 'Sending now.',
    leftBehindSent: 'Now all of it is stored.',
    leftBehindRefused: 'The room did not take it. Say it again if it matters.',
    leftBehindFailed: 'Sending failed; it waits on this device until you come back.',
    stuck: (clips: number) => `${clipsOf(clips)} could not be stored.`,
    stuckText: 'Nothing is lost: the room goes on holding what was said.',
    retrying: 'Trying again…',
  },
  clip: {
    of: (name: string, time: string) => `Clip by ${isolate(name)}, ${time}`,
    play: 'Play',
    pause: 'Pause',
    loading: 'Loading',
    position: 'Position',
    at: (position: string, duration: string) => `${position} of ${duration}`,
    speed: (speed: string) => `Speed ${speed}`,
    more: 'More options',
    download: 'Download',
    downloadHint: 'As it was stored (Ogg Opus).',
    downloadMp4: 'Download as MP4',
    downloadMp4Hint: 'The same Opus sound, for newer players that do not open Ogg.',
    heardBy: (names: string) => `Heard by ${names}`,
    heardByCount: (people: number) => `Heard by ${people}`,
    heardByTitle: 'Heard by',
    heardInPartBy: (names: string) => `Heard in part by ${names}`,
    heardByNobody: 'Nobody has listened to it yet',
    recorded: (when: string) => `Recorded ${when}`,
    new: 'New',
    continues: 'Goes on from the clip before',
    delete: 'Delete…',
    deleteTitle: 'Delete this clip?',
    deleteText: (name: string, time: string) =>
      `The clip by ${isolate(name)} of ${time} will be gone for ever and for everybody.`,
    deleteIt: 'Delete for ever',
    deleted: 'This recording was deleted',
    deletedByOther: (name: string) => `${isolate(name)} deleted this recording`,
    dayOver: 'The days of this recording were over',
    deletedBy: (name: string, clips: number) => `${isolate(name)} deleted ${recordingsOf(clips)}`,
    daysOver: (clips: number) => `The days of ${recordingsOf(clips)} were over`,
    deletedNow: 'The clip is deleted.',
    empty: 'No clips and no messages yet',
    emptyText: 'What those who agree say becomes clips here.',
    emptyTextRecord: (days: number | null) =>
      days === null
        ? 'You can record a voice message, too. All of it stays until somebody deletes it.'
        : `You can record a voice message, too. All of it stays for ${daysOf(days)}.`,
    live: 'Speaking · kept',
    storing: 'Being stored',
    liveOf: (name: string) => `${isolate(name)} is speaking, kept`,
    fromStart: 'Listen from the start',
    behind: (seconds: number) => `${seconds} s behind`,
    toNow: 'Jump to now',
    laterOnly: 'It can be played when it is finished.',
    nowPlaying: (name: string) => `Playing ${isolate(name)}`,
    nowPaused: (name: string) => `${isolate(name)}, paused`,
    notPlayed: (name: string) => `${isolate(name)} did not play`,
    offline: 'It can be played when the connection is back.',
    gone: 'It is no longer there.',
    unplayable: 'It did not play. Try again, or download it.',
    hours: (hours: number) => (hours === 1 ? '1 hour' : `${hours} hours`),
    minutes: (minutes: number) => (minutes === 1 ? '1 minute' : `${minutes} minutes`),
    seconds: (seconds: number) => (seconds === 1 ? '1 second' : `${seconds} seconds`),
  },
}
