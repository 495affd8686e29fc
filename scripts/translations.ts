/** What a bundle or a package.nls file holds: texts by their keys. */
export type Texts = Readonly<Record<string, string>>;

export interface TranslationProblem {
  readonly key: string;
  readonly problem: string;
}

/**
 * What is wrong with a translation, text by text: it is missing, has no original any more, is
 * empty, still in English, or has other placeholders, links, commands or line breaks.
 *
 * @param alike the texts that are the same in both languages, as names of products are.
 */
export function translationProblems(
  english: Texts,
  translated: Texts,
  alike: ReadonlySet<string>,
): readonly TranslationProblem[] {
  const problems: TranslationProblem[] = [];
  for (const [key, original] of Object.entries(english)) {
    const text = translated[key];
    if (text === undefined) {
      problems.push({ key, problem: "is missing" });
    } else if (text.trim() === "") {
      problems.push({ key, problem: "is empty" });
    } else if (text === original && !alike.has(original) && /\p{L}{2}/u.test(withoutMarks(text))) {
      problems.push({ key, problem: "is still in English" });
    } else if (marks(text).join(" ") !== marks(original).join(" ")) {
      problems.push({
        key,
        problem: `has ${marks(text).join(" ") || "none"} for ${marks(original).join(" ") || "none"}`,
      });
    }
  }
  for (const key of Object.keys(translated)) {
    if (english[key] === undefined) {
      problems.push({ key, problem: "is not in English any more" });
    }
  }
  return problems;
}

/** What a translation must take over as it is; in any order, as languages differ in theirs. */
const mark = /\{\w+\}|\(command:[\w.]+\)|https?:\/\/[^\s)]+|`[^`]*`|\n/gu;

function marks(text: string): readonly string[] {
  return (text.match(mark) ?? []).map((found) => (found === "\n" ? "\\n" : found)).sort();
}

function withoutMarks(text: string): string {
  return text.replaceAll(mark, "");
}

const plain = "abcdefghijklmnopqrstuvwxyz";
const accented = "áƀćďéƒǧĥíĵķĺḿńóṕʠŕśţúṽŵẋýź";

/**
 * A text as the pseudo language has it: each line in brackets, and an accent on each letter, so that
 * it can still be read. What a translation takes over as it is stays; so does the form of a line that
 * is a link, which a view draws as a button.
 */
export function pseudo(original: string): string {
  return original
    .split("\n")
    .map((line) => {
      const link = /^\[(.+)\](\(command:[\w.]+\))$/.exec(line);
      return link === null ? marked(line) : `[${marked(link[1] ?? "")}]${link[2] ?? ""}`;
    })
    .join("\n");
}

function marked(line: string): string {
  const kept = line.match(mark) ?? [];
  const accents = line.split(mark).map((part, index) => accent(part) + (kept[index] ?? ""));
  return line === "" ? "" : ["⟦", ...accents, "⟧"].join("");
}

function accent(text: string): string {
  return text.replaceAll(/[a-z]/gi, (letter) => {
    const other = accented.charAt(plain.indexOf(letter.toLowerCase()));
    return letter === letter.toLowerCase() ? other : other.toUpperCase();
  });
}

/** All texts in the pseudo language. */
export function pseudoTexts(english: Texts): Texts {
  return Object.fromEntries(Object.entries(english).map(([key, text]) => [key, pseudo(text)]));
}
