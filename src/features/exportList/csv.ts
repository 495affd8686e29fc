/**
 * A CSV file as in rfc-editor.org/rfc/rfc4180. Each cell is quoted, because spreadsheets may use
 * another separator.
 */
export function csvText(rows: readonly (readonly string[])[]): string {
  return rows.map((cells) => `${cells.map(csvCell).join(",")}\r\n`).join("");
}

/**
 * Spreadsheets treat a cell that begins like this as a formula, which can leak the sheet's content:
 * owasp.org/www-community/attacks/CSV_Injection. The last four are the full-width characters.
 */
const formula = /^\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/;

function csvCell(text: string): string {
  const plain = formula.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
