import { showText } from '../../../kit/format.ts'
import type { Column } from '../../../kit/ui/list.tsx'

/** A column of a log: as it looks, and as it is exported. */
export type LogColumn<T> = Column<T> & { text(item: T): string }

export const textColumn =
  <T>() =>
  (id: string, label: string, text: (item: T) => unknown): LogColumn<T> => ({
    id,
    label,
    text: (item) => String(text(item) ?? ''),
    show: (item) => showText(text(item)),
  })
