import type { Language } from "./scanner";
import { characterOf } from "./tokens";

// learn.microsoft.com/azure/azure-resource-manager/bicep/data-types#strings
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  n: "\n",
  r: "\r",
  t: "\t",
  $: "$",
};

export const bicepLanguage: Language = {
  quote: "'",
  interpolation: "$",
  hasDashedWords: false,
  lineComments: ["//"],
  longString: (text, at) => {
    const isInterpolated = text.startsWith("$'''", at);
    if (!isInterpolated && !text.startsWith("'''", at)) {
      return undefined;
    }
    const start = at + (isInterpolated ? 4 : 3);
    let end = text.indexOf("'''", start);
    // Of more than three quotes in a row, the last three close it.
    while (end !== -1 && text.startsWith("''''", end)) {
      end += 1;
    }
    return end === -1
      ? "unclosed"
      : {
          // A line break right after the opening quotes isn't part of the text.
          text: isInterpolated ? undefined : text.slice(start, end).replace(/^\r?\n/, ""),
          end: end + 3,
        };
  },
  escape: (text, at) => {
    if (text.charAt(at) !== "\\") {
      return undefined;
    }
    const character = text.charAt(at + 1);
    const plain = escapes[character];
    if (plain !== undefined) {
      return { text: plain, end: at + 2 };
    }
    // "\u{1F600}"
    const code =
      character === "u" ? /^\{([\da-f]{1,6})\}/i.exec(text.slice(at + 2, at + 10)) : null;
    return code === null ? undefined : { text: characterOf(code[1]), end: at + 2 + code[0].length };
  },
};
