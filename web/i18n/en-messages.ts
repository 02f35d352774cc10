/** The words of voice messages, in English: recording, sending, drafts, files, answering, passing on, burning. */

import { isolate } from './isolate.ts'

const daysOf = (days: number) => (days === 1 ? '1 day' : `${days} days`)

export const messages = {
  messages: {
    of: (name: string, time: string) => `Voice message by ${isolate(name)}, ${time}`,
    kind: 'Voice message',
    deleteTitle: 'Delete this message?',
    deleteText: (name: string, time: string) =>
      `The message by ${isolate(name)} of ${time} will be gone for ever and for everybody.`,
    deletedNow: 'The message is deleted.',
    deleted: 'This message was deleted',
    deletedByOther: (name: string) => `${isolate(name)} deleted this message`,
    dayOver: 'The days of this message were over',
    record: 'Record a voice message',
    recordHint: 'Tap to record, or hold and let go to send',
    panel: 'Voice message',
    slide: 'Slide to cancel',
    lock: 'Slide up to lock',
    tooShort: 'Hold to record, let go to send.',
    opening: 'Opening the microphone…',
    recording: 'Recording',
    paused: 'Not sent yet',
    deaf: 'The room does not hear you while you record.',
    /** While it records, by what comes after. */
    deafNow: {
      live: 'The room does not hear you until you send or discard it.',
      'off-air': 'The room does not hear you until you send or discard it.',
      push: 'The room does not hear you while you record.',
      muted: 'The room does not hear you. You stay muted there.',
      none: 'The room does not hear you.',
    },
    /** While it stands still. */
    pausedAir: {
      live: 'The room hears you now.',
      'off-air': 'You are muted in the room until you send or discard it.',
      push: 'The room hears you while you hold to talk.',
      muted: 'You are muted in the room.',
      none: 'The room does not hear you.',
    },
    hearsAgain: 'The room hears you again.',
    deafDock: 'The room does not hear you',
    bar: 'Voice message being recorded',
    waitingBar: (length: string) => `A voice message of ${length} is not sent yet.`,
    show: 'Show',
    pause: 'Pause recording',
    resume: 'Go on recording',
    pauseShort: 'Pause',
    resumeShort: 'Go on',
    listen: 'Listen',
    pauseListening: 'Pause',
    preview: (length: string) => `Your message, ${length}`,
    position: 'Position in your message',
    send: 'Send',
    sendMessage: 'Send voice message',
    discardMessage: 'Discard voice message',
    discard: 'Discard',
    keysHint: 'Space pauses, Enter sends, Escape discards.',
    keysHintPaused: 'Space goes on, Enter sends, Escape discards.',
    recordingNow: 'Recording. The room does not hear you.',
    handsFree: 'It goes on recording by itself.',
    pausedNow: 'Recording paused.',
    sendingNow: 'The message is being sent.',
    discardedNow: 'Message discarded.',
    undo: 'Undo',
    unplayable: 'This device cannot play it before it is sent. It can be sent all the same.',
    warnings: {
      'no-sound': {
        title: 'We heard nothing.',
        text: 'Check that the right microphone is chosen and not switched off, then go on recording.',
      },
      'storage-low': {
        title: 'This device is out of space, or nearly.',
        text: 'Leave this page open, and send what you have now, or make room and go on.',
      },
      'too-long': {
        title: 'This is nearly as long as a message may be.',
        text: 'Send it, and go on in the next one.',
      },
    },
    chooseMicrophone: 'Choose a microphone',
    draft: (length: string) => `A message of ${length} was not sent.`,
    draftHint: (when: string) => `Recorded ${when}. Nobody hears it until you send it.`,
    /** Why it cannot be gone on with. */
    draftEnded: {
      'too-long': 'It is as long as a message may be. Send it, and go on in a new one.',
      sent: 'All of it may have been sent already. Send it again to make sure; nobody gets it twice.',
    },
    draftsMore: (more: number) => `and ${more} more`,
    drafts: 'Messages that were not sent',
    draftsIn: (drafts: number, length: string, room: string) =>
      drafts === 1
        ? `A voice message of ${length} was not sent. It waits in ${isolate(room)}.`
        : `${drafts} voice messages, ${length} in all, were not sent. They wait in ${isolate(room)}.`,
    /** On the start page, which sends what waited on this device. */
    goingOut: {
      sending: (messages: number, room: string) =>
        messages === 1
          ? `A voice message is being sent to ${isolate(room)}.`
          : `${messages} voice messages are being sent to ${isolate(room)}.`,
      waiting: (messages: number, room: string) =>
        messages === 1
          ? `A voice message to ${isolate(room)} waits for the line. It is sent by itself.`
          : `${messages} voice messages to ${isolate(room)} wait for the line. They are sent by themselves.`,
      failed: (messages: number, room: string) =>
        messages === 1
          ? `A voice message to ${isolate(room)} was not sent. Open the room to see why.`
          : `${messages} voice messages to ${isolate(room)} were not sent. Open the room to see why.`,
      sent: (messages: number, room: string) =>
        messages === 1
          ? `The voice message that waited has been sent to ${isolate(room)}.`
          : `The ${messages} voice messages that waited have been sent to ${isolate(room)}.`,
    },
    onTheirWay: 'Messages on their way',
    stuck: 'Messages that cannot be sent',
    /** `why`: of `shut`. Of a room that is forgotten there is no name. */
    cannotBeSent: (messages: number, room: string | undefined, why: string) => {
      const where = room === undefined ? '' : ` to ${isolate(room)}`
      return messages === 1
        ? `A voice message cannot be sent${where}: ${why}.`
        : `${messages} voice messages cannot be sent${where}: ${why}.`
    },
    shut: {
      'room-deleted': { why: 'the room was deleted', todo: 'Save what you want to keep.' },
      'room-locked': { why: 'the room is locked', todo: 'Ask its owner or a moderator to unlock it.' },
      removed: { why: 'you are kept out of the room', todo: 'Ask its owner or a moderator to let you in.' },
      'invite-expired': { why: 'your invite has expired', todo: 'Ask for a new one and open it.' },
      'invite-used-up': { why: 'your invite is used up', todo: 'Ask for a new one and open it.' },
      'invite-revoked': { why: 'your invite was switched off', todo: 'Ask for a new one and open it.' },
      'wrong-link': { why: 'your link does not open the room', todo: 'Ask for the invite again and open it.' },
      forgotten: { why: 'this browser has forgotten the room', todo: 'Open the room’s link again.' },
    },
    takeBack: 'Take back',
    takeBackHint: 'Take a message back to listen to it, save it or discard it.',
    unplayableHere: 'This device cannot play it. Save it, and play it elsewhere.',
    outgoing: {
      converting: (percent: number) => `Converting… ${percent} %`,
      sending: (percent: number) => `Sending… ${percent} %`,
      waiting: 'Waiting for the line. It is sent by itself.',
      sent: 'Sent',
      failed: 'Not sent.',
      keepOpen: 'This device cannot keep a copy. Leave this page open until it is sent.',
    },
    /** `what`: how long it is, or the file that it is made of. */
    mine: (what: string) => `Your voice message, ${isolate(what)}`,
    cancel: 'Cancel',
    heardTo: (time: string) => `heard to ${time}`,
    sent: 'Sent',
    attach: 'Send a sound file',
    drop: 'Drop a sound file to send it',
    files: 'Sound files to send',
    filesText: 'Each becomes a voice message.',
    fileText: 'It becomes a voice message.',
    ofFile: (name: string) => `${isolate(name)}: `,
    tooLarge: (size: string, most: string) =>
      `The file has ${size}, and a message ${most} at the most. Cut it into parts, then send them one by one.`,
    tooLong: (length: string, most: string) =>
      `The file is ${length} long, and a message ${most} at the most. Cut it into parts, then send them one by one.`,
    notAudioNamed: (ending: string) => `This is no audio file, though it is named ${ending}`,
    noSoundFile: 'That is no sound file. WAV, MP3, M4A, FLAC, WebM and Ogg can be sent.',
    leftOut: (files: string) => `Left out, since that is no sound: ${files}.`,
    filesOf: (files: number) => `${files} files`,
    beyond: (most: number) => `Left out, too: what is more than ${most} files. Send it afterwards.`,
    removeFile: (name: string) => `Leave out ${isolate(name)}`,
    reply: 'Reply',
    replyAt: (time: string) => `Reply at ${time}`,
    replyHint: 'Write or record an answer to this moment.',
    replyTo: (name: string, time: string) => `Reply to ${isolate(name)} at ${time}`,
    playQuoted: (quoted: string) => `${quoted}: play from there`,
    quoted: (name: string, time: string) => `${isolate(name)}, ${time}`,
    quotedGone: 'A recording that is gone',
    quotedEarlier: (time: string) => `An earlier recording, ${time}`,
    noReply: 'Do not reply',
    forward: 'Forward…',
    forwardTitle: 'Forward to another room',
    forwardText: 'Everybody there can play it. It is passed on under your name.',
    forwardNowhere: 'This browser knows no other room. Paste the invite of one.',
    forwardLink: 'Another room, by its invite',
    forwardFind: 'Find the room',
    forwardFinding: 'Looking for it…',
    forwardHere: 'This is the room that you are in. Paste the invite of another one.',
    forwardListening: 'This invite lets you only listen there. Ask for one that lets you speak.',
    forwardTo: (room: string) => `Forward to ${isolate(room)}`,
    forwardIt: 'Forward',
    forwarding: 'Forwarding…',
    forwardedTo: 'Forwarded',
    forwardedNow: (room: string) => `Forwarded to ${isolate(room)}.`,
    forwarded: 'Forwarded',
    burn: 'Burns after listening',
    burnHint: 'Each listener hears it once. It is gone when all have heard it.',
    burnOptions: 'How to send it',
    burnDays: 'Gone even unheard after',
    burnFor: daysOf,
    burnChosen: (days: number) => `Burns after listening, or after ${daysOf(days)}`,
    burnsUntil: (when: string) => `Burns after listening · until ${when}`,
    burntForMe: 'Burnt: you have heard this message',
    burnt: 'This message has burnt',
    burntAway: (messages: number) => (messages === 1 ? '1 message has burnt' : `${messages} messages have burnt`),
    burning: 'Burns as you listen. It cannot be played again.',
    trim: 'Leave out silence at the ends',
    trimHint: 'A voice message begins with your first word and ends with your last.',
    said: (name: string, length: string) => `${isolate(name)} sent a voice message of ${length}.`,
    unread: (count: number) => (count === 1 ? '1 new message' : `${count} new messages`),
    unreadMost: (count: number) => `${count} or more new messages`,
  },
}
