import { cutText } from "../base/cutText";
import { partsOf } from "./embeddedJson";
import { errorInBody } from "./errorBody";
import { stringAt, type JsonValue } from "../base/json";

/** Of a longer text nobody reads the rest. */
const mostRead = 5000;
const mostNested = 3;

// Lines of a stack, of .NET and of JavaScript, which services let out in their messages, their line
// breaks escaped or not. An indent is counted up to 200: without a bound each place of a long run of
// spaces would be tried up to the run's end.
const frames = [
  /(?:\s|\\[rn]){1,200}at\s+[\w$<>`.,[\]]+\.[\w$<>`.,[\]]+\([^)]{0,500}\)(?:\s+in\s+\S+:line\s+\d+)?/g,
  /(?:\s|\\[rn]){1,200}at\s+(?:async\s+|new\s+)?[^\s(]{1,200}(?:\s+\[as [^\]]{1,100}\])?\s+\([^)\s]{1,500}:\d+:\d+\)/g,
  /(?:\s|\\[rn]){1,200}at\s+[^\s()]{1,500}:\d+:\d+/g,
  /\r?\n\s{1,200}at\s[^\r\n]*/g,
];

/**
 * What a person can read of a text from Azure, in one line and cut where it is longer: of JSON in
 * it the sentence that it holds, if any; no stack, and nothing that a program printed for nobody.
 * Empty where nothing is left.
 */
export function readable(text: string, longest: number): string {
  return cutText(inWords(text.slice(0, mostRead), mostNested), longest);
}

/** Whether a text says what it says to its end, so that another sentence can come after it. */
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

/** Without what announced the JSON that is gone from between: "... Policy identifiers: ''." */
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
  const found =
    errorInBody(json)?.message ?? stringAt(json, "message") ?? stringAt(json, "Message");
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
      // What a cut has left of JSON.
      .replace(/(?<![{\s])[{\s]+(?="|$)/g, (run) => (run.includes("{") ? " " : run))
      .replace(/ {2,}/g, " ")
      .trim()
  );
}
