import { button, cancelButton, type FormContext, field, problemLine, stepForm } from './form.ts'
import { html } from './html.ts'
import { continueTo } from './identify.ts'
import { page, type RenderedPage } from './layout.ts'

/** Pages on which people prove who they are. */

export type PasswordProblem = 'wrong' | 'locked' | null

// Numbers are shown beside the words so that whoever helps the person can look them up.
const passwordProblems: Record<Exclude<PasswordProblem, null>, string> = {
  wrong: 'This name and password do not match. Try again. (AADSTS50126)',
  locked: 'Too many wrong passwords: the account is locked for a while. Wait a minute and try again. (AADSTS50053)',
}

export function passwordPage(context: FormContext, name: string, problem: PasswordProblem = null): RenderedPage {
  const says = problem && passwordProblems[problem]
  return page({
    title: 'Enter password',
    tenantName: context.tenantName,
    status: problem ? 400 : 200,
    csp: { formTargets: context.formTargets },
    body: html`${whoLine(context, name)}
<h1>Enter password</h1>
${continueTo(context)}
${problemLine(says)}
${stepForm(
  context,
  html`<input type="text" name="username" value="${name}" autocomplete="username" readonly hidden>
${field({
  name: 'password',
  label: 'Password',
  type: 'password',
  autocomplete: 'current-password',
  problem: says,
})}
<div class="actions">${button('password', 'Sign in')}${cancelButton(context)}</div>`,
)}
<p class="soft">Forgot the password? An administrator${context.tenantName && html` of ${context.tenantName}`} can give you a new one.</p>`,
  })
}

export type NewPasswordProblem = 'weak' | 'different' | 'same' | null

const newPasswordProblems: Record<Exclude<NewPasswordProblem, null>, string> = {
  weak: 'The new password does not follow the rule below.',
  different: 'The two new passwords are not the same.',
  same: 'The new password must differ from the one you have just used.',
}

export function newPasswordPage(context: FormContext, name: string, problem: NewPasswordProblem = null): RenderedPage {
  const says = problem && newPasswordProblems[problem]
  return page({
    title: 'Choose a new password',
    tenantName: context.tenantName,
    status: problem ? 400 : 200,
    csp: { formTargets: context.formTargets },
    body: html`${whoLine(context, name)}
<h1>Choose a new password</h1>
<p>Your administrator wants you to choose a password of your own before you go on.</p>
${problemLine(says)}
${stepForm(
  context,
  html`<input type="text" name="username" value="${name}" autocomplete="username" readonly hidden>
${field({ name: 'password', label: 'New password', type: 'password', autocomplete: 'new-password', problem: says, hint: 'At least 8 characters of three kinds (small letters, capital letters, digits, signs), without your name.' })}
<label for="repeated">New password, again</label>
<input id="repeated" name="repeated" type="password" autocomplete="new-password" required>
<div class="actions">${button('new-password', 'Save and go on')}${cancelButton(context)}</div>`,
)}`,
  })
}

export type CodeProblem = { kind: 'wrong' | 'void' | 'tooMany' } | { kind: 'tooSoon'; seconds: number } | null

export type CodeView = { address: string; sent: boolean; mayRename: boolean; problem?: CodeProblem }

export function codePage(context: FormContext, { address, sent, mayRename, problem = null }: CodeView): RenderedPage {
  const says = problem && codeProblem(problem)
  return page({
    title: sent ? 'Enter code' : 'Send a code',
    tenantName: context.tenantName,
    status: problem ? (problem.kind === 'tooMany' ? 429 : 400) : 200,
    csp: { formTargets: context.formTargets },
    body: html`${mayRename && whoLine(context, address)}
<h1>${sent ? 'Enter code' : 'Prove your mailbox'}</h1>
${continueTo(context)}
${problemLine(says)}
${
  sent
    ? html`<p>We have sent a code to <b>${address}</b>, if that address can sign in here. It works for 30 minutes.</p>
${stepForm(
  context,
  html`${field({
    name: 'code',
    label: 'Code',
    type: 'text',
    autocomplete: 'one-time-code',
    inputmode: 'numeric',
    className: 'code',
    problem: says,
  })}
<div class="actions">${button('code', 'Sign in')}${cancelButton(context)}</div>`,
)}
${stepForm(context, html`<p class="soft">Nothing in your mailbox? ${button('send', 'Send a new code', 'link')}</p>`)}`
    : html`<p>We will send a code to <b>${address}</b>. Type it on the next page to sign in.</p>
${stepForm(context, html`<div class="actions">${button('send', 'Send code')}${cancelButton(context)}</div>`)}`
}`,
  })
}

function codeProblem(problem: Exclude<CodeProblem, null>): string {
  switch (problem.kind) {
    case 'wrong':
      return 'This is not the code that we sent last. Check the newest mail and try again. (AADSTS50181)'
    case 'void':
      return 'This code does not work any more. Ask for a new one. (AADSTS50181)'
    case 'tooSoon':
      return `A code was sent a moment ago. You can ask for another one in ${problem.seconds} seconds.`
    case 'tooMany':
      return 'Too many codes were asked for. Wait an hour and try again.'
  }
}

const whoLine = (context: FormContext, name: string) =>
  stepForm(context, html`<p class="who"><b>${name}</b> ${button('rename', 'Not you?', 'link')}</p>`)
