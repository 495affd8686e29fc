import type { Language } from "./scanner";
import { characterOf } from "./tokens";

// developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  '"': '"',
  n: "\n",
  r: "\r",
  t: "\t",
};

export const hclLanguage: Language = {
  quote: '"',
  interpolation: "$%",
  hasDashedWords: true,
  lineComments: ["#", "//"],
  longString: (text, at) => {
    if (!text.startsWith("<<", at)) {
      return undefined;
    }
    const lineEnd = text.indexOf("\n", at);
    const opening = /^<<-?([\w-]+)\s*$/.exec(text.slice(at, Math.min(lineEnd, at + 200)));
    if (lineEnd === -1 || opening === null) {
      return "unclosed";
    }
    const [, marker] = opening;
    for (let from = lineEnd + 1; from < text.length;) {
      const end = text.indexOf("\n", from);
      const line = text.slice(from, end === -1 ? text.length : end);
      if (line.trim() === marker) {
        return { text: undefined, end: from + line.length };
      }
      from = end === -1 ? text.length : end + 1;
    }
    return "unclosed";
  },
  escape: (text, at) => {
    const character = text.charAt(at);
    if ((character === "$" || character === "%") && text.startsWith(`${character}{`, at + 1)) {
      return { text: `${character}{`, end: at + 3 };
    }
    if (character !== "\\") {
      return undefined;
    }
    const next = text.charAt(at + 1);
    const plain = escapes[next];
    if (plain !== undefined) {
      return { text: plain, end: at + 2 };
    }
    const digits = next === "u" ? 4 : next === "U" ? 8 : 0;
    const code = text.slice(at + 2, at + 2 + digits);
    return digits > 0 && /^[\da-f]+$/i.test(code) && code.length === digits
      ? { text: characterOf(code), end: at + 2 + digits }
      : undefined;
  },
};
