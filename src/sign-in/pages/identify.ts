import { button, cancelButton, type FormContext, field, problemLine, stepForm } from './form.ts'
import { attributes, html } from './html.ts'
import { page, type RenderedPage } from './layout.ts'

/** Pages that find out who somebody says they are. */

export type Tile = { sid: string; displayName: string; name: string; organization: string }

export function pickPage(context: FormContext, tiles: readonly Tile[]): RenderedPage {
  return page({
    title: 'Pick an account',
    tenantName: context.tenantName,
    csp: { formTargets: context.formTargets },
    body: html`<h1>Pick an account</h1>
${continueTo(context)}
<ul class="tiles">${tiles.map(
      (tile) =>
        html`<li>${stepForm(
          context,
          html`<input type="hidden" name="action" value="choose"><button${attributes({ type: 'submit', name: 'account', value: tile.sid })}><b>${tile.displayName}</b><span>${tile.name}</span><span class="soft">${tile.organization}</span></button>`,
        )}</li>`,
    )}<li>${stepForm(context, button('other', 'Use another account'))}</li></ul>
${context.cancellable && stepForm(context, html`<div class="actions">${cancelButton(context)}</div>`)}`,
  })
}

export type NameProblem = 'malformed' | 'unknown' | null

export function namePage(context: FormContext, name: string | null, problem: NameProblem = null): RenderedPage {
  const says = problem && nameProblems[problem]
  return page({
    title: 'Sign in',
    tenantName: context.tenantName,
    status: problem ? 400 : 200,
    csp: { formTargets: context.formTargets },
    body: html`<h1>Sign in</h1>
${continueTo(context)}
${problemLine(says)}
${stepForm(
  context,
  html`${field({
    name: 'username',
    label: 'Email or sign-in name',
    type: 'text',
    value: name,
    autocomplete: 'username',
    inputmode: 'email',
    problem: says,
  })}
<div class="actions">${button('name', 'Next')}${cancelButton(context)}</div>`,
)}`,
  })
}

const nameProblems: Record<Exclude<NameProblem, null>, string> = {
  malformed: 'Type a name of the form name@example.com.',
  // Domains are no secret (home realm discovery answers for all of them); accounts are, and no page tells about those.
  unknown: 'No organization here has this domain. Check the spelling, or use the name that your organization gave you.',
}

export const continueTo = ({ appName }: FormContext) => appName && html`<p>to continue to <b>${appName}</b></p>`
