import { readFileSync } from 'node:fs'
import { CommandFailure, exitCodes } from './failure.ts'

/** The JSON of `--world`. What it holds is read where worlds are made. */
export function readWorldFile(file: string): unknown {
  let text: string
  try {
    text = readFileSync(file, 'utf8')
  } catch (error) {
    throw new CommandFailure(
      `--world names ${file}, which cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      {
        fix: 'Give the path of a JSON file, such as world.json.',
        exitCode: exitCodes.usage,
      },
    )
  }
  try {
    return JSON.parse(text)
  } catch (error) {
    throw new CommandFailure(`${file} is not JSON: ${(error as Error).message}.`, {
      fix: 'A comma after the last entry, a missing quote and comments are the usual causes.',
      exitCode: exitCodes.usage,
    })
  }
}
