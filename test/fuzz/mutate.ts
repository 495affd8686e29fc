import type { JsonObject, JsonValue } from "../../src/base/json";
import type { Random } from "./random";

/** Texts that are meant for somebody else: a path, a page, a shell, a regular expression, a stack. */
const hostileTexts: readonly string[] = [
  "",
  " ",
  ".",
  "..",
  "../../../etc/passwd",
  "a/b",
  "a%2Fb",
  "%2e%2e",
  "%",
  "a?b=c#d",
  "\\\\server\\share",
  "\u0000",
  "a\r\nSet-Cookie: b=c",
  "\ud800",
  "\u202Egnp.exe",
  "x".repeat(10_000),
  "((((((((((((((((a)))))))))))))))+$",
  `"><img src=x onerror=alert(1)>`,
  "</script><script>alert(1)</script>",
  "[x](command:workbench.action.quit)",
  "$(zap)",
  "${7*7}",
  "__proto__",
  "constructor",
  "[object Object]",
  "undefined",
  "2026-13-45T99:99:99Z",
  "9999-12-31T23:59:59.9999999Z",
  "-271821-04-20T00:00:00Z",
  "/subscriptions//resourceGroups//providers/",
  "/subscriptions/a/resourceGroups/b/providers/c/d/e/../../f",
  "https://evil.example/",
  '{"error":{"code":"x","message":"y"}}',
  "[{".repeat(500),
];

const hostileValues: readonly JsonValue[] = [
  null,
  true,
  false,
  0,
  -1,
  1e308,
  2 ** 53,
  [],
  {},
  [[]],
  [null],
  ...hostileTexts,
];

/** The same with a few things wrong somewhere in it. */
export function mutated(value: JsonValue, random: Random): JsonValue {
  let result = value;
  for (let changes = 1 + random.below(3); changes > 0; changes -= 1) {
    result = changed(result, random);
  }
  return result;
}

function changed(value: JsonValue, random: Random): JsonValue {
  const isLeaf = typeof value !== "object" || value === null;
  if (isLeaf || random.next() < 0.06) {
    return typeof value === "string" && random.next() < 0.6
      ? mutatedText(value, random)
      : random.of(hostileValues);
  }
  return Array.isArray(value)
    ? changedArray(value as readonly JsonValue[], random)
    : changedObject(value as JsonObject, random);
}

function changedArray(items: readonly JsonValue[], random: Random): JsonValue {
  if (items.length === 0 || random.next() < 0.1) {
    return [...items, random.of(hostileValues)];
  }
  const index = random.below(items.length);
  const item = items[index] ?? null;
  switch (random.below(4)) {
    case 0:
      return items.toSpliced(index, 1);
    case 1:
      return [...items, item];
    default:
      return items.with(index, changed(item, random));
  }
}

function changedObject(members: JsonObject, random: Random): JsonValue {
  const names = Object.keys(members);
  if (names.length === 0 || random.next() < 0.05) {
    return { ...members, [random.of(hostileTexts)]: random.of(hostileValues) };
  }
  const name = random.of(names);
  const { [name]: member = null, ...others } = members;
  switch (random.below(6)) {
    case 0:
      return others;
    case 1:
      return { ...others, [name.toUpperCase()]: member };
    default:
      return { ...members, [name]: changed(member, random) };
  }
}

/** A text with something cut, doubled or put in. */
export function mutatedText(text: string, random: Random): string {
  const at = random.below(text.length + 1);
  const to = at + random.below(text.length - at + 1);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return text.slice(0, at) + text.slice(to);
    case 2:
      return text.slice(0, to) + text.slice(at);
    case 3:
      return text.slice(0, at) + random.of(hostileTexts) + text.slice(to);
    case 4:
      return text.slice(0, at) + String.fromCharCode(random.below(0x10000)) + text.slice(to);
    default:
      return random.next() < 0.5 ? text.toUpperCase() : text.replaceAll("/", "//");
  }
}
