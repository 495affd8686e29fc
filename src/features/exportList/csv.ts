/**
 * A CSV file's text as in rfc-editor.org/rfc/rfc4180, each cell in quotes: a spreadsheet set to another
 * separator would otherwise begin a cell in the middle of one.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

/**
 * Spreadsheets take a cell that begins so for a formula, which can send what else is in the sheet
 * away: owasp.org/www-community/attacks/CSV_Injection. The last four are the full-width letters.
 */
const formula = /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

function csvCell(text: string): string {
  const plain = formula.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
