import { parsedJson } from "../evaluation/functions/json";
import { memberOf } from "../evaluation/members";
import { known, plainText, unknown, unknownFor, type Value } from "../evaluation/values";
import type { Instance } from "./instance";

const simplePath = /^\$?((?:\.[A-Za-z_]\w*)+)$/;

/** loadJsonContent(path, jsonPath) and loadTextContent(path). */
export function loadedValue(
  name: string,
  [path, query]: readonly Value[],
  { run, template }: Instance,
): Value {
  const written = plainText(path);
  if (written === undefined) {
    return unknownFor(name, path);
  }
  const text = run.program.loaded(written, template.path);
  if (text === undefined) {
    return unknown("missingFile", written);
  }
  if (name === "loadtextcontent") {
    return known(text);
  }
  const value =
    name === "loadjsoncontent"
      ? parsedJson(text.replace(/^\uFEFF/, ""))
      : unknown("unsupported", name);
  return query === undefined ? value : selected(value, plainText(query));
}

/** The part of a JSON value at a path of member names; other paths aren't evaluated. */
function selected(value: Value, query: string | undefined): Value {
  const path = simplePath.exec(query ?? "")?.[1];
  return path === undefined
    ? unknown("unsupported", "JSONPath")
    : path
        .split(".")
        .slice(1)
        .reduce((of, name) => memberOf(of, known(name), false), value);
}
