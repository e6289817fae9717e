import { readFileSync } from 'node:fs'

export type Block = { language: string; text: string }

/**
 * The code blocks of one section of a guide, in order: what stands below its `## ` heading, or above the first one where
 * `section` is empty. What a reader would copy is what is tested.
 */
export function blocksOf(guide: string, section: string): Block[] {
  const whole = readFileSync(new URL(`../../docs/guides/${guide}`, import.meta.url), 'utf8')
  const parts = whole.split(/^## /m).map((part, index) => (index === 0 ? `\n${part}` : part))
  const part = parts.find((one) => one.startsWith(`${section}\n`))
  if (part === undefined) throw new Error(`docs/guides/${guide} has no section '${section}'.`)
  return [...part.matchAll(/^( *)```(\w*)\n([\s\S]*?)^\1```$/gm)].map(([, indent = '', language = '', text = '']) => ({
    language,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
  }))
}

/** The only block of that language in the section. */
export function blockOf(guide: string, section: string, language: string): string {
  const [found, ...more] = blocksOf(guide, section).filter((one) => one.language === language)
  if (found === undefined || more.length > 0)
    throw new Error(`docs/guides/${guide}, '${section}': ${more.length + (found ? 1 : 0)} blocks of ${language}`)
  return found.text
}
