const restorableFor = 30 * 24 * 60 * 60 * 1000

/** When somebody who was deleted is erased for good. */
export const purgedAt = (deleted: string | null): string | null =>
  deleted === null ? null : new Date(new Date(deleted).getTime() + restorableFor).toISOString()
