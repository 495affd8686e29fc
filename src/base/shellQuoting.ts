import * as l10n from "@vscode/l10n";

/** A text that no word of a command line can hold. */
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

// Control characters, and those that hide or reverse what stands beside them: a terminal would act
// on the first, and a person who looks at the command before running it be deceived by the others.
const unseen = /[\p{Cc}\p{Cf}\u115f\u1160\u2028\u2029\u3164\uffa0]/u;

/**
 * One word for bash, and for zsh: in single quotes, in which nothing is read.
 * Source: gnu.org/software/bash/manual/bash.html#Quoting
 *
 * @throws UnquotableTextError for what no argument of a program can be: a NUL, half a character.
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

/** In UTF-8, since "\u" needs a newer bash than macOS has and depends on the locale. */
function inBytes(character: string): string {
  return [...new TextEncoder().encode(character)]
    .map((byte) => `\\x${byte.toString(16).padStart(2, "0")}`)
    .join("");
}

/**
 * One argument for PowerShell, as Windows PowerShell 5.1 reads it too. Besides ' it takes U+2018 to
 * U+201B for single quotes, and each doubled for itself.
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
  // What is added to a string becomes one; a character that comes first does not.
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
 * One word in double quotes that bash and PowerShell read alike, and cmd too where it is handed on;
 * undefined where that cannot be: in double quotes, both still read $, `, ", \ and bash !, and no
 * name of Azure's has them.
 */
export function wordForBoth(text: string): string | undefined {
  return /^[\p{L}\p{N} @.+_\-/():,#]+$/u.test(text) ? `"${text}"` : undefined;
}

/** Whether {@link bashWord} and {@link powershellWord} write the text alike. */
export function isWordAlike(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0") && bashWord(text) === powershellWord(text);
}
