/**
 * What the Worker tells an object in a header of a request. A header holds bytes: what is beyond ASCII is written as JSON's
 * escapes, which whoever parses it reads as ever.
 */

export const asciiJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
