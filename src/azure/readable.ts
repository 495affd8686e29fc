import { cutText } from "../base/cutText";
import { partsOf } from "./embeddedJson";
import { errorInBody } from "./errorBody";
import type { JsonValue } from "../base/json";

/** Limit in characters. */
const mostRead = 5000;
const mostNested = 3;

// Stack frames of .NET and JavaScript, which services leak into their messages, with line breaks
// escaped or not. An indent is limited to 200, which keeps long runs of spaces from being
// quadratic.
const frames = [
  /(?:\s|\\[rn]){1,200}at\s+[\w$<>`.,[\]]+\.[\w$<>`.,[\]]+\([^)]{0,500}\)(?:\s+in\s+\S+:line\s+\d+)?/g,
  /(?:\s|\\[rn]){1,200}at\s+(?:async\s+|new\s+)?[^\s(]{1,200}(?:\s+\[as [^\]]{1,100}\])?\s+\([^)\s]{1,500}:\d+:\d+\)/g,
  /(?:\s|\\[rn]){1,200}at\s+[^\s()]{1,500}:\d+:\d+/g,
  /\r?\n\s{1,200}at\s[^\r\n]*/g,
];

/**
 * The readable part of a text from Azure, on one line and truncated: embedded JSON is replaced by
 * its message, and stack traces and other program output are removed. Empty where nothing is left.
 */
export function readable(text: string, longest: number): string {
  return cutText(inWords(text.slice(0, mostRead), mostNested), longest);
}

/** Whether a text ends as a sentence, so that another can follow. */
export function isSentence(text: string): boolean {
  return /[.!?…。！？]$/.test(text);
}

function inWords(text: string, nested: number): string {
  let result = "";
  let leftOut = false;
  for (const part of partsOf(withoutFrames(text))) {
    const words = "words" in part ? part.words : sentenceIn(part.json, nested);
    if (leftOut) {
      result = joined(result, words);
    } else {
      result += words;
    }
    leftOut = "json" in part && words === "";
  }
  return tidy(leftOut ? joined(result, "") : result);
}

/** Removes the words that introduced removed JSON: "... Policy identifiers: ''." */
function joined(before: string, after: string): string {
  const unquoted = /^['"`]/.test(after) && /['"`]$/.test(before);
  const [start, end] = unquoted ? [before.slice(0, -1), after.slice(1)] : [before, after];
  if (!start.trimEnd().endsWith(":")) {
    return start + end;
  }
  const announced = /^([^]*[.!?])\s+[^.!?]*:\s*$/.exec(start)?.[1];
  if (announced !== undefined) {
    return announced + end.replace(/^\s*\.+/, "");
  }
  return start.trimEnd().slice(0, -1).trimEnd() + end;
}

function sentenceIn(json: JsonValue | undefined, nested: number): string {
  const found = typeof json === "string" ? undefined : errorInBody(json)?.message;
  return found === undefined || nested === 0 ? "" : inWords(found, nested - 1);
}

function withoutFrames(text: string): string {
  return frames.reduce((left, frame) => left.replace(frame, " "), text);
}

function tidy(text: string): string {
  return (
    text
      .replace(/[\s\p{Cc}]+/gu, " ")
      .replace(/\[object \w+\]/g, "…")
      // Remains of truncated JSON.
      .replace(/(?<![{\s])[{\s]+(?="|$)/g, (run) => (run.includes("{") ? " " : run))
      .replace(/ {2,}/g, " ")
      .trim()
  );
}
