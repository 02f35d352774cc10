/**
 * What the object of an upload is called. Its room is in the name, so that a token of another room, of the same person
 * even, finds nothing under the same id. Neither id holds a dot. Pure.
 */

export const uploadName = (room: string, upload: string): string => `${room}.${upload}`
