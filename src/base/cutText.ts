/** Truncates a text to so many characters, with "…" at the end. */
export function cutText(text: string, longest: number): string {
  // A cut through a surrogate pair would leave half a character.
  return text.length <= longest
    ? text
    : `${text.slice(0, longest - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}

/** The first line of a text, without the white space around it. */
export function firstLine(text: string): string {
  return text.trim().split(/[\r\n]/, 1)[0] ?? "";
}
