/**
 * What went wrong, in English: for each code of the SDK a title (what happened) and a text (what to do).
 */

import type { EarshotErrorCode } from '../../src/client/index.ts'

export interface Failure {
  title: string
  text: string
}

export const failures: Record<EarshotErrorCode, Failure> = {
  'microphone-refused': {
    title: 'The microphone is blocked',
    text: 'Allow it for this site in the settings beside the address, then try again.',
  },
  'microphone-none': { title: 'No microphone found', text: 'Plug one in or switch it on, then try again.' },
  'microphone-busy': {
    title: 'The microphone is busy',
    text: 'Another app is using it. Close that app or choose another microphone, then try again.',
  },
  'microphone-failed': { title: 'The microphone does not work', text: 'Try again, or choose another one.' },
  'page-insecure': {
    title: 'This page is not secure',
    text: 'Browsers allow voice only on secure pages. Open the same link with https:// at its start.',
  },
  'browser-unsupported': {
    title: 'This browser cannot do this',
    text: 'Open the link in a current Chrome, Edge, Firefox or Safari.',
  },
  'audio-failed': {
    title: 'The sound did not start',
    text: 'Reload the page. If that does not help, restart the browser.',
  },
  unreachable: { title: 'Earshot cannot be reached', text: 'Check your connection, then try again.' },
  'wrong-link': {
    title: 'This link does not open the room',
    text: 'Part of it is wrong. Ask for the invite again and open the whole link.',
  },
  'room-unknown': { title: 'There is no such room', text: 'The link may be mistyped. Ask for the invite again.' },
  'rooms-closed': {
    title: 'Rooms cannot be made here',
    text: 'Whoever runs this Earshot has switched it off. You can still join by an invite.',
  },
  'room-locked': {
    title: 'The room is locked',
    text: 'Nobody new is let in at the moment. Ask its owner or a moderator to unlock it, then try again.',
  },
  'room-full': { title: 'The room is full', text: 'Wait until somebody leaves, then try again.' },
  removed: {
    title: 'You were removed',
    text: 'You cannot come back into this room unless its owner or a moderator lets you in again.',
  },
  ended: { title: 'The gathering has ended', text: 'It was ended for everybody. The room is still there.' },
  'room-deleted': {
    title: 'The room was deleted',
    text: 'Its messages, clips and links are gone. Ask for an invite to another one.',
  },
  'too-many-devices': {
    title: 'You are here on too many devices',
    text: 'Leave the room on one of them, then try again here.',
  },
  'invite-expired': { title: 'This invite has expired', text: 'It was good for a limited time. Ask for a new one.' },
  'invite-used-up': {
    title: 'This invite is used up',
    text: 'As many people as it was for have come by it. Ask for a new one.',
  },
  'invite-revoked': { title: 'This invite was switched off', text: 'Whoever sent it took it back. Ask for a new one.' },
  'too-many-invites': {
    title: 'There are too many invites',
    text: 'Switch off one that is not needed, then try again.',
  },
  'unknown-person': { title: 'The room does not know them', text: 'Open the list again to see who is kept out.' },
  replaced: {
    title: 'You are in this room in another tab',
    text: 'It took over your place here. Go on there, or take the place back.',
  },
  'not-allowed': { title: 'That is not yours to do', text: 'Your role in this room does not allow it. Ask its owner.' },
  'token-refused': {
    title: 'The room did not let you in',
    text: 'Your pass was not accepted. Reload the page, then join again.',
  },
  'no-such-member': { title: 'They are gone', text: 'That person is no longer in the room.' },
  invalid: { title: 'This cannot be sent', text: 'The room does not take it as it is. Change it, then try again.' },
  'too-fast': { title: 'That was too much at once', text: 'Wait a few seconds, then try again.' },
  protocol: {
    title: 'The page and the room did not understand each other',
    text: 'The page may be out of date. Reload it, then join again.',
  },
  aborted: { title: 'Stopped', text: 'You stopped this yourself. Try again when you like.' },
  'clip-unknown': {
    title: 'There is no such recording',
    text: 'It may never have been stored. Reload the page to see what is there.',
  },
  'clip-deleted': { title: 'The recording was deleted', text: 'It is gone for everybody.' },
  'clip-burnt': {
    title: 'You have heard this message',
    text: 'It was for hearing once. Ask its sender to say it again.',
  },
  'clip-burns': { title: 'This message stays here', text: 'It burns when it has been heard, and cannot be passed on.' },
  'no-sound': {
    title: 'Nothing was heard',
    text: 'The recording is silent. Check the microphone, then record it again.',
  },
  'message-refused': {
    title: 'The message was not taken',
    text: 'It is still on this device. Listen to it, and record it again if something is wrong with it.',
  },
  'message-ended': {
    title: 'This message cannot be gone on with',
    text: 'Send it as it is, and go on in a new one.',
  },
  'message-elsewhere': {
    title: 'This message is not here any more',
    text: 'It is open in another tab, or was sent or discarded there. Look there for it.',
  },
  'file-unreadable': {
    title: 'This file cannot be read',
    text: 'It is damaged, or no sound that this browser knows. Save the sound as MP3 or WAV, or try another browser.',
  },
  'file-gone': {
    title: 'This file is not there any more',
    text: 'It was moved, changed or deleted after you chose it. Choose it again.',
  },
  'file-lost': {
    title: 'The page was closed too soon',
    text: 'This device has not kept the file. Choose it again.',
  },
  'file-empty': { title: 'This file is empty', text: 'Copy it again from where it was recorded, then send that.' },
  'file-not-audio': {
    title: 'This is no audio file',
    text: 'Choose the recording itself.',
  },
  'film-no-sound': { title: 'There is no sound in this film', text: 'Choose one that was taken with sound.' },
  'file-no-sound': {
    title: 'There is no sound in this file',
    text: 'Listen to it on your device, or choose another one.',
  },
  'file-too-large': {
    title: 'This file is too large',
    text: 'As a message it would have more than 100 MB. Cut it into parts, then send them one by one.',
  },
  'file-too-long': {
    title: 'This file is too long',
    text: 'It is longer than a message may be. Cut it into parts, then send them one by one.',
  },
  'not-stored': { title: 'The message was not stored', text: 'The room could not keep it. Try again.' },
}
