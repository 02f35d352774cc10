/** Why a file cannot be sent, in a sentence for whoever sends it. */

export class Unsent extends Error {}
