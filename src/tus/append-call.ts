/**
 * How bytes for an upload go from the Worker to its object: as a request over HTTP, whose body the object reads in as large
 * pieces as the line brings. As an argument of a call a body comes in pieces of 8 KiB, whatever the line does, and to read
 * it so took two fifths longer in all (measured: 64 MiB, 96 against 136 MB/s). A body whose line
 * breaks ends there as any other: its bytes count all the same, and nobody is left to read the answer. Pure.
 *
 * Next: durable-objects/upload.ts
 */

/** Request header that carries an `AppendRequest` as JSON from the Worker to the upload. */
export const APPEND_HEADER = 'earshot-append'
