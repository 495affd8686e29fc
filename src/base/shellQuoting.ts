import * as l10n from "@vscode/l10n";

/** A text that can't be quoted on a command line. */
export class UnquotableTextError extends Error {
  constructor() {
    super(
      l10n.t(
        "A name contains a character that can't be used on a command line. Use this extension or the portal instead.",
      ),
    );
    this.name = "UnquotableTextError";
  }
}

// Control characters, and characters that hide or reverse their neighbors: a terminal would run the
// first, and the others could deceive a person who checks the command.
const unseen = /[\p{Cc}\p{Cf}\u115f\u1160\u2028\u2029\u3164\uffa0]/u;

/**
 * A single-quoted word for bash and zsh, in which nothing is expanded.
 * Source: gnu.org/software/bash/manual/bash.html#Quoting
 *
 * @throws UnquotableTextError for what no argument can contain: a NUL, half a surrogate pair.
 */
export function bashWord(text: string): string {
  if (text.includes("\0") || !text.isWellFormed()) {
    throw new UnquotableTextError();
  }
  if (!unseen.test(text)) {
    return `'${text.replaceAll("'", "'\\''")}'`;
  }
  const escaped = text.replace(/[^]/gu, (character) =>
    unseen.test(character) || "'\\!".includes(character) ? inBytes(character) : character,
  );
  return `$'${escaped}'`;
}

/** In UTF-8 bytes, because "\u" needs a newer bash than macOS has and depends on the locale. */
function inBytes(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`)
    .join("");
}

/**
 * One argument for PowerShell, including Windows PowerShell 5.1. It treats U+2018 to U+201B as
 * single quotes too, each doubled as an escape.
 * Source: learn.microsoft.com/powershell/scripting/lang-spec/chapter-02#2352-string-literals
 */
export function powershellWord(text: string): string {
  const parts = text.match(new RegExp(`${unseen.source}|(?:(?!${unseen.source})[^])+`, "gu")) ?? [];
  const quoted = parts.flatMap((part) =>
    unseen.test(part) ? inUnits(part) : powershellString(part),
  );
  const [only] = quoted;
  if (quoted.length <= 1 && parts.every((part) => !unseen.test(part))) {
    return only ?? "''";
  }
  // The left operand decides the type: a leading string makes the result a string, a char doesn't.
  return `('' + ${quoted.join(" + ")})`;
}

function powershellString(text: string): string {
  return `'${text.replace(/['\u2018-\u201b]/g, "$&$&")}'`;
}

function inUnits(character: string): readonly string[] {
  return character
    .split("")
    .map((unit) => `[char]0x${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/**
 * A double-quoted word that bash, PowerShell, and cmd read the same; undefined where that isn't
 * possible: inside double quotes, the shells still interpret $, `, ", \ and bash !, and no Azure
 * name has these.
 */
export function wordForBoth(text: string): string | undefined {
  return /^[\p{L}\p{N} @.+_\-/():,#]+$/u.test(text) ? `"${text}"` : undefined;
}

/** Whether {@link bashWord} and {@link powershellWord} quote the text the same way. */
export function isWordAlike(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0") && bashWord(text) === powershellWord(text);
}
