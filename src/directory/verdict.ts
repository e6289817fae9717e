/** The answer of a rule about directory objects, always with the rule that spoke. */
export type Verdict = { result: 'allow'; rule: string } | { result: 'deny'; rule: string }

export const allow = (rule: string): Verdict => ({ result: 'allow', rule })
export const deny = (rule: string): Verdict => ({ result: 'deny', rule })
