/**
 * Cells that a spreadsheet would take for a formula: papaparse's `escapeFormulae` marks them as text. Only how they begin
 * counts; papaparse's own expression lets a cell of two lines pass.
 */
export const formulae = /^[=+\-@\t\r]/
