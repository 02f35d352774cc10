/** What the person at the terminal can do something about; its message says what, in a sentence. */
export class HttpLoadError extends Error {}
