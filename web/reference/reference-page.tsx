/** The whole page: where one is, what there is, and every operation under what it is about. */

import { DOCUMENT, type OpenapiDocument, placeOfSchema, routesOf } from './document.ts'
import { Fields } from './fields.tsx'
import { OperationView } from './operation-view.tsx'
import { Prose } from './prose.tsx'

const placeOf = (tag: string): string => tag.toLowerCase().replaceAll(' ', '-')

export function ReferencePage({ document }: { document: OpenapiDocument }) {
  const sections = document.tags
    .map((tag) => ({ ...tag, routes: routesOf(document, tag.name) }))
    .filter(({ routes }) => routes.length > 0)
  const schemas = Object.entries(document.components.schemas).toSorted(([a], [b]) => a.localeCompare(b))
  return (
    <div class="reference">
      <header class="reference-head">
        <a class="reference-brand" href="/">
          Earshot
        </a>
        <a href={DOCUMENT}>openapi.json</a>
      </header>
      <Contents names={[...sections.map(({ name }) => name), 'Schemas']} />
      <main>
        <h1>The HTTP API</h1>
        <div class="about">
          <Prose text={document.info.description} />
        </div>
        {sections.map(({ name, description, routes }) => (
          <section key={name} id={placeOf(name)} class="topic" aria-labelledby={`${placeOf(name)}-title`}>
            <h2 id={`${placeOf(name)}-title`}>{name}</h2>
            <p class="lead">{description}</p>
            {routes.map((route) => (
              <OperationView key={route.operation.operationId} route={route} />
            ))}
          </section>
        ))}
        <section id="schemas" class="topic" aria-labelledby="schemas-title">
          <h2 id="schemas-title">Schemas</h2>
          <p class="lead">What answers hold more than once.</p>
          {schemas.map(([name, schema]) => (
            <article key={name} id={placeOfSchema(name)} class="operation">
              <details>
                <summary>
                  <h3>
                    <code>{name}</code>
                  </h3>
                </summary>
                <div class="operation-body">
                  <Fields schema={schema} />
                </div>
              </details>
            </article>
          ))}
        </section>
      </main>
    </div>
  )
}

function Contents({ names }: { names: readonly string[] }) {
  return (
    <nav class="contents" aria-label="Contents">
      <ul>
        {names.map((name) => (
          <li key={name}>
            <a href={`#${placeOf(name)}`}>{name}</a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
