import { attributes, html } from './html.ts'
import { page, type RenderedPage } from './layout.ts'

/** The page's one script: constant, so that its hash is too. */
const submit = 'document.forms[0].submit()'

/**
 * `response_mode=form_post`: hands the answer over to the app by a form that sends itself, or by the button where
 * scripts are off.
 */
export function postFormPage(address: string, formTarget: string | null, fields: Record<string, string>): RenderedPage {
  const rendered = page({
    title: 'Working…',
    csp: { formTargets: formTarget ? [formTarget] : [], script: submit },
    body: html`<h1>Almost done</h1>
<p>You are being sent back to the app.</p>
<form method="post" action="${address}">
${Object.entries(fields).map(([name, value]) => html`<input${attributes({ type: 'hidden', name, value })}>`)}
<div class="actions"><button type="submit">Continue</button></div>
</form>`,
  })
  // The app may check where the form comes from; it learns this server's origin and nothing more.
  return { ...rendered, headers: { ...rendered.headers, 'referrer-policy': 'origin' } }
}
