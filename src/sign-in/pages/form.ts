import { csrfField } from '../csrf.ts'
import { flowField } from '../flow.ts'
import { attributes, type Html, html } from './html.ts'

/** What every page of a flow needs to be a form of that flow. */
export type FormContext = {
  /** Path that the forms post to. */
  action: string
  handle: string
  csrf: string
  /** `form-action` beside this server. */
  formTargets: string[]
  /** Whose page it is. */
  tenantName: string | null
  /** Where the person is going. */
  appName: string | null
  cancellable: boolean
}

export const stepForm = ({ action, handle, csrf }: FormContext, body: Html): Html =>
  html`<form method="post" action="${action}">
<input type="hidden" name="${flowField}" value="${handle}"><input type="hidden" name="${csrfField}" value="${csrf}">
${body}
</form>`

/** A labelled text field that tells screen readers about its problem. */
export function field(input: {
  name: string
  label: string
  type: 'text' | 'password'
  value?: string | null | undefined
  autocomplete: string
  inputmode?: 'email' | 'numeric' | undefined
  className?: string | undefined
  hint?: string | undefined
  problem?: string | null | undefined
}): Html {
  const described = [input.problem ? 'problem' : null, input.hint ? `${input.name}-hint` : null].filter(Boolean)
  return html`<label for="${input.name}">${input.label}</label>
<input${attributes({
    id: input.name,
    name: input.name,
    type: input.type,
    value: input.value,
    autocomplete: input.autocomplete,
    inputmode: input.inputmode,
    class: input.className,
    autocapitalize: 'none',
    spellcheck: 'false',
    required: true,
    autofocus: true,
    'aria-invalid': input.problem ? 'true' : null,
    'aria-describedby': described.length > 0 ? described.join(' ') : null,
  })}>
${input.hint && html`<p class="soft" id="${input.name}-hint">${input.hint}</p>`}`
}

/** What went wrong with the last try, announced when the page opens. */
export const problemLine = (problem: string | null | undefined): Html | null =>
  problem ? html`<p class="alert" role="alert" id="problem">${problem}</p>` : null

/** The first button is the one that Enter presses. */
export const button = (action: string, label: string, className?: 'second' | 'link'): Html =>
  html`<button${attributes({
    type: 'submit',
    name: 'action',
    value: action,
    class: className,
    formnovalidate: className !== undefined,
  })}>${label}</button>`

export const cancelButton = ({ cancellable }: FormContext): Html | null =>
  cancellable ? button('cancel', 'Cancel', 'second') : null
