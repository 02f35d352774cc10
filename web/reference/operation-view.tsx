/** One operation: what it does, who may, what it takes, what it answers. */

import { curlOf } from './curl.ts'
import type { Answer, Media, Operation, Parameter, Route } from './document.ts'
import { Fields, Shape } from './fields.tsx'
import { inline, Prose } from './prose.tsx'

export function OperationView({ route }: { route: Route }) {
  const { method, path, operation } = route
  return (
    <article id={operation.operationId} class="operation">
      <details>
        <summary>
          <h3>
            <span class={`method method-${method.toLowerCase()}`}>{method}</span> <code>{path}</code>
          </h3>
          <span class="operation-summary">{operation.summary}</span>
        </summary>
        <div class="operation-body">
          {operation.description !== undefined && <Prose text={operation.description} />}
          <p class="who">{whoMay(operation)}</p>
          <Parameters parameters={operation.parameters ?? []} />
          <Body content={operation.requestBody?.content ?? {}} />
          <Code title="For example" text={curlOf(route, location.origin)} />
          <h4>Answers</h4>
          {Object.entries(operation.responses).map(([status, answer]) => (
            <AnswerView key={status} status={status} answer={answer} />
          ))}
        </div>
      </details>
    </article>
  )
}

const WORDS: Record<string, string> = {
  token: 'a participant’s token',
  key: 'an API key',
  link: 'a signed link',
}

function whoMay({ security }: Operation): string {
  const ways = security.flatMap((way) => Object.keys(way)).map((name) => WORDS[name] ?? name)
  if (ways.length === 0) return 'Anybody may ask.'
  const needed = security.every((way) => Object.keys(way).length > 0)
  return `${needed ? 'Asks for' : 'Takes'} ${ways.join(' or ')}${needed ? '' : ', where the operator has closed it to the rest'}.`
}

function Parameters({ parameters }: { parameters: readonly Parameter[] }) {
  if (parameters.length === 0) return null
  return (
    <>
      <h4>Takes</h4>
      <dl class="fields">
        {parameters.map(({ name, in: place, required, description, schema = {} }) => (
          <div key={`${place} ${name}`}>
            <dt>
              <code>{name}</code>{' '}
              <span class="shape">
                in the {place}: <Shape schema={schema} />
                {required !== true && ' · may be left out'}
              </span>
            </dt>
            {description !== undefined && (
              <dd>
                <p>{inline(description)}</p>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </>
  )
}

function Body({ content }: { content: Record<string, Media> }) {
  return (
    <>
      {Object.entries(content).map(([type, { schema = {} }]) => (
        <section key={type}>
          <h4>
            Body <span class="shape">{type}</span>
          </h4>
          <Fields schema={schema} />
        </section>
      ))}
    </>
  )
}

function AnswerView({ status, answer }: { status: string; answer: Answer }) {
  const isError = Number(status) >= 400
  const json = answer.content?.['application/json']
  const headers = Object.keys(answer.headers ?? {})
  return (
    <section class="answer">
      <h5 class={isError ? 'status status-error' : 'status'}>{status}</h5>
      <div>
        <Prose text={answer.description} />
        {headers.length > 0 && <p class="shape">With {headers.join(', ')}.</p>}
        {!isError && json?.schema !== undefined && <Fields schema={json.schema} />}
        {!isError && json === undefined && answer.content !== undefined && (
          <p class="shape">{Object.keys(answer.content).join(', ')}</p>
        )}
        {json?.example !== undefined && <Code title="Like this" text={JSON.stringify(json.example, null, 2)} />}
      </div>
    </section>
  )
}

/** Scrolled with the arrow keys too, so it takes the focus. */
function Code({ title, text }: { title: string; text: string }) {
  return (
    <figure class="code">
      <figcaption>{title}</figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard (WCAG 2.1.1) */}
      <pre tabIndex={0}>
        <code>{text}</code>
      </pre>
    </figure>
  )
}
