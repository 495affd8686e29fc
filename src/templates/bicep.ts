import { environmentKey, parameterKey } from "./keys";
import type { Group, Language, Token } from "./scanner";
import type { DeclaredResource, TemplateFile, TextValue } from "./template";
import {
  armTypeOf,
  characterOf,
  memberValue,
  objectOf,
  placeOf,
  plainText,
  statementsIn,
  textValueOf,
  type Reference,
} from "./tokens";

// learn.microsoft.com/azure/azure-resource-manager/bicep/data-types#strings
const escapes: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  n: "\n",
  r: "\r",
  t: "\t",
  $: "$",
};

const bicepLanguage: Language = {
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

// Parameters and variables share a namespace, so uses don't distinguish them.
const reference: Reference = (words) => {
  const [name] = words;
  return words.length === 1 && name !== undefined && !/^(\d|true$|false$|null$)/.test(name)
    ? parameterKey(name)
    : undefined;
};

/**
 * Reads a `.bicep` or `.bicepparam` file. Resources of modules, nested and existing ones are
 * ignored: they are deployed elsewhere or not at all. Syntax:
 * learn.microsoft.com/azure/azure-resource-manager/bicep/file
 */
export function readBicep(text: string): TemplateFile {
  const resources: DeclaredResource[] = [];
  const values = new Map<string, TextValue>();
  let template: string | undefined;
  for (const [keyword, subject, ...rest] of statementsIn(text, bicepLanguage)) {
    if (keyword?.kind !== "word") {
      continue;
    }
    const name = subject?.kind === "word" ? subject.text : undefined;
    if (keyword.text === "using") {
      template = plainText(subject);
    } else if (name !== undefined && (keyword.text === "param" || keyword.text === "var")) {
      const value = valueOf(assigned(rest));
      if (value !== undefined) {
        values.set(parameterKey(name), value);
      }
    } else if (name !== undefined && keyword.text === "resource") {
      const resource = resourceOf(rest);
      if (resource !== undefined) {
        resources.push(resource);
      }
    }
  }
  return { resources, values, template };
}

/** The tokens after the "=". */
function assigned(tokens: readonly Token[]): readonly Token[] {
  const at = tokens.findIndex((token) => token.kind === "mark" && token.text === "=");
  return at === -1 ? [] : tokens.slice(at + 1);
}

function valueOf(tokens: readonly Token[]): TextValue | undefined {
  const [called, group] = tokens;
  if (called?.kind === "word" && called.text === "readEnvironmentVariable" && tokens.length === 2) {
    const [variable] = group?.kind === "group" ? group.tokens : [];
    const name = plainText(variable);
    return name === undefined || group === undefined
      ? undefined
      : { start: called.start, end: group.end, pieces: [{ key: environmentKey(name) }] };
  }
  return textValueOf(tokens, reference);
}

function resourceOf([type, ...rest]: readonly Token[]): DeclaredResource | undefined {
  const written = plainText(type);
  const [next] = rest;
  const body = bodyOf(assigned(rest));
  const isExisting = next?.kind === "word" && next.text === "existing";
  if (written === undefined || body === undefined || isExisting) {
    return undefined;
  }
  const name = textValueOf(memberValue(body, "name"), reference);
  const properties = objectOf(memberValue(body, "properties"));
  return name === undefined
    ? undefined
    : {
        type: armTypeOf(written),
        isTerraform: false,
        name,
        body: placeOf(body, "bicep", reference),
        properties: properties === undefined ? undefined : placeOf(properties, "bicep", reference),
      };
}

/** The object of "{...}", "if (...) {...}" and "[for x in y: {...}]". */
function bodyOf(tokens: readonly Token[]): Group | undefined {
  const last = tokens.at(-1);
  if (last?.kind !== "group") {
    return undefined;
  }
  if (last.open === "{") {
    return last;
  }
  const inLoop = last.tokens.findLast(
    (token): token is Group => token.kind === "group" && token.open === "{",
  );
  return last.open === "[" ? inLoop : undefined;
}
