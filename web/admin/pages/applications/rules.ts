import { atMost, required } from '../../../kit/ui/form.tsx'
import { texts } from '../../../texts/en/applications.ts'
import { texts as kit } from '../../../texts/en/kit.ts'

/** What fields of these forms ask for. */

/** A text that is more than spaces. */
export const filled = (length: number) => ({
  ...required,
  ...atMost(length),
  validate: (text: unknown) => String(text).trim() !== '' || kit.required,
})

/** A word of a token's `scp` or `roles`. */
export const word = {
  ...required,
  ...atMost(120),
  validate: (text: unknown) => !/\s/.test(String(text).trim()) || texts.noSpaces,
}
