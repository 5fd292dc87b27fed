type Cell = string | number | boolean | null

/**
 * Rows as CSV (RFC 4180) with a byte order mark, which Excel needs to read accents. A text that a spreadsheet would take for a
 * formula gets an apostrophe: names of customers are not commands.
 */
export function toCsv(columns: string[], rows: Cell[][]): string {
  return `\uFEFF${[columns, ...rows].map(row => row.map(cellText).join(',')).join('\r\n')}\r\n`
}

function cellText(cell: Cell): string {
  const text = typeof cell === 'string' && /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : String(cell ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
