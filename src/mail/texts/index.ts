import type { Language } from '../language.ts'
import { de } from './de.ts'
import { en } from './en.ts'
import { es } from './es.ts'
import { fr } from './fr.ts'
import type { Texts } from './text.ts'

export const texts: Record<Language, Texts> = { en, de, fr, es }
