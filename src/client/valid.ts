/** Checks what an application hands in by the schema that the room checks it with. */

import * as v from 'valibot'
import { EarshotError } from './errors.ts'

/**
 * The value as the wire carries it: a name without the spaces around it, for example.
 * @throws {EarshotError} `invalid`, with a sentence that says what is wrong with it
 */
export function valid<Input, Value>(schema: v.GenericSchema<Input, Value>, value: Input): Value {
  const result = v.safeParse(schema, value)
  if (result.success) return result.output
  throw new EarshotError('invalid', { message: result.issues[0].message })
}
