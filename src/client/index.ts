/**
 * The SDK's only door. Make a `VoiceAudio`, join a room with it, listen to the room's events.
 *
 *     const audio = await VoiceAudio.create()
 *     await audio.openMicrophone()
 *     const api = new EarshotApi('https://voice.example')
 *     const getToken = async () => (await api.requestToken({ room, secret })).token
 *     const voice = await joinRoom({ room, name: 'Ada', getToken, audio, server: 'https://voice.example' })
 *     voice.on('participants', () => draw(voice.me, voice.others))
 *
 * What somebody's role lets them do, `mayAct` knows; who may come in, `voice.doors`:
 *
 *     if (mayAct(voice.me.role, { action: 'mute', target: other.role })) await voice.mute(other.member)
 *     const { secret } = await voice.doors.invite({ role: 'listener', maxPeople: 30 })
 */

export type { TalkMode } from '../audio/talk-gate.ts'
export type { Clip, ClipMoment } from '../protocol/clip.ts'
export type { Person } from '../protocol/fields.ts'
export { type Act, type GivenRole, mayAct, type Role } from '../protocol/roles.ts'
export type { Entry, OpenTalk } from '../protocol/room-message.ts'
export {
  type CreatedRoom,
  EarshotApi,
  type GrantedToken,
  type InviteOptions,
  type RoomOptions,
  type SeenLink,
} from './api.ts'
export type {
  ClipDetails,
  ClipLink,
  ClipListener,
  ClipPage,
  Forwarded,
  Outbox,
  OutboxItem,
  Receipt,
  Unread,
} from './clip-details.ts'
export type { Connection, Quality } from './connection-quality.ts'
export { type ConvertOptions, convertToClip } from './convert/convert-to-clip.ts'
export type { ConvertedClip } from './convert/converted-clip.ts'
export type { DeviceChange } from './device-change.ts'
export type { IceServers, Invite, KnownPerson, NewInvite } from './door-details.ts'
export { EARSHOT_ERROR_CODES, EarshotError, type EarshotErrorCode, type Excess } from './errors.ts'
export { type JoinOptions, joinRoom } from './join-room.ts'
export { leftBehindMs, sendLeftBehind } from './left-behind.ts'
export { type DraftOnDevice, draftsOnDevice } from './messages/drafts-on-device.ts'
export type { MessageDraft, WhyEnded } from './messages/message-draft.ts'
export { roomsWithMessages } from './messages/message-files.ts'
export type { SendOptions } from './messages/message-record.ts'
export {
  type MessagesOptions,
  openMessages,
  sendWaitingMessages,
  type WaitingOptions,
} from './messages/open-messages.ts'
export type { OutgoingMessage, OutgoingState, OutgoingWarning } from './messages/outgoing-message.ts'
export type { RecorderEvents, RecorderState, RecordingWarning } from './messages/recorder-words.ts'
export type { VoiceMessages } from './messages/voice-messages.ts'
export type { VoiceRecorder } from './messages/voice-recorder.ts'
export type { MicrophoneOptions } from './microphone.ts'
export type { MicrophoneFault } from './microphone-health.ts'
export type { LeftReason, Participant } from './participant.ts'
export type { AudioDevice, AudioDevices } from './plugged-devices.ts'
export { randomId } from './random-id.ts'
export type { Interruption } from './recovery.ts'
export type { Room } from './room.ts'
export type { RoomClips } from './room-clips.ts'
export type { RoomDoors } from './room-doors.ts'
export type { RoomEvents, RoomState, Warning } from './room-events.ts'
export type { TalkLoss } from './session-messages.ts'
export type { SoundOptions } from './sound-treatment.ts'
export { type ConnectionStatistics, QUALITY_BOUNDS, type RoomStatistics, type SpeakerStatistics } from './statistics.ts'
export type { Trouble } from './trouble.ts'
export { VoiceAudio } from './voice-audio.ts'
export type { VoiceAudioEvents } from './voice-audio-events.ts'
