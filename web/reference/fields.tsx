/** The fields of an object, each with what it may be and what it means; objects within objects are shown within. */

import { nameOfRef, placeOfSchema, type Schema } from './document.ts'
import { inline } from './prose.tsx'
import { shapeOf } from './shape.ts'

export function Fields({ schema }: { schema: Schema }) {
  const kinds = (schema.oneOf ?? schema.anyOf ?? []).filter(({ properties }) => properties !== undefined)
  if (kinds.length > 1) return <Kinds kinds={kinds} />
  const fields = Object.entries(schema.properties ?? {})
  if (fields.length === 0) return <p class="shape">{<Shape schema={schema} />}</p>
  return (
    <dl class="fields">
      {fields.map(([name, field]) => (
        <div key={name}>
          <dt>
            <code>{name}</code> <span class="shape">{<Shape schema={field} />}</span>
            {schema.required?.includes(name) !== true && <span class="shape"> · may be left out</span>}
          </dt>
          <dd>
            <Meaning field={field} />
            {innerOf(field) !== undefined && <Fields schema={innerOf(field) as Schema} />}
          </dd>
        </div>
      ))}
    </dl>
  )
}

/** Where a field may be null, what it means is said of what it is otherwise. */
function Meaning({ field }: { field: Schema }) {
  const said = [field, ...(field.anyOf ?? [])].find(({ description }) => description !== undefined)?.description
  return said === undefined ? null : <p>{inline(said)}</p>
}

function Kinds({ kinds }: { kinds: readonly Schema[] }) {
  return (
    <ul class="kinds">
      {kinds.map((kind, index) => (
        <li key={index}>
          <p class="shape">{index === 0 ? 'Either' : 'or'}</p>
          <Fields schema={kind} />
        </li>
      ))}
    </ul>
  )
}

/** What a schema is, and a way to it when it has a name. */
export function Shape({ schema }: { schema: Schema }) {
  const ref = schema.$ref ?? schema.items?.$ref
  if (ref === undefined) return <>{shapeOf(schema)}</>
  const name = nameOfRef(ref)
  return (
    <>
      {schema.items !== undefined && 'list of '}
      <a href={`#${placeOfSchema(name)}`}>{name}</a>
    </>
  )
}

/** The object within a field: itself, or what its list holds, or what it is when it is not null. */
function innerOf(field: Schema): Schema | undefined {
  const found = field.items ?? field.anyOf?.find(({ properties }) => properties !== undefined) ?? field
  return found.properties === undefined ? undefined : found
}
