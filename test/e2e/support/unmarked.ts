import { readFileSync } from "node:fs";

import type { Locator } from "playwright-core";

import type { DrawnElement } from "../../host/waiting";

const bundle = new URL("../../../l10n/bundle.l10n.json", import.meta.url);
const english = Object.keys(JSON.parse(readFileSync(bundle, "utf8")) as object).join("\n");

/** As Azure's names are: "kv-dev-old", "gal_platform/ubuntu-22.04-lts/1.0.0". */
const name = /(?<![\p{L}\d])[a-z][a-z\d]*(?:[-_][a-z\d.]+)+(?:\/[\w.-]+)*/gu;

/** What has no language wherever it stands: ids, addresses, requests, codes, dates. */
const languageless = [
  /https?:\/\/[^\s)]+/g,
  /\/(?:subscriptions|providers)\/\S+/g,
  /\b(?:GET|PUT|POST|PATCH|DELETE)\b/g,
  // The members of a request's body.
  /"[\w.]+": (?:"[^"]*"|[\w.[{]+)/g,
  /\b[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\b/g,
  /\bMicrosoft\.\w+(?:[./]\w+)*/g,
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d+, \d{4}, \d+:\d\d\s[AP]M/g,
];

/**
 * The words of a text that are not in the pseudo language: letters without accents, where they are
 * not data. Inside of brackets, too, where a hard-coded word was put into a sentence.
 *
 * @param data what Azure and the person named, and what VS Code says itself.
 */
export function unmarkedWords(text: string, data: readonly string[]): readonly string[] {
  const bare = languageless
    .reduce((left, pattern) => left.replaceAll(pattern, " "), text)
    .replaceAll(name, (found) => (english.includes(found) ? found : " "));
  const words = [...data]
    .sort((one, other) => other.length - one.length)
    .reduce((left, known) => left.replaceAll(known, " "), bare);
  return words.match(/(?<![\p{L}\p{N}])[A-Za-z]{2,}(?![\p{L}])/gu) ?? [];
}

/** Every string value in a piece of data, of two letters and more. */
export function stringsIn(value: unknown): readonly string[] {
  if (typeof value === "string") {
    return /[A-Za-z]{2}/.test(value) ? [value] : [];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(stringsIn) : [];
}

/** What is read of a part of the window: its text, and the labels that only a reader speaks. */
export async function textsIn(part: Locator): Promise<readonly string[]> {
  await part.first().waitFor();
  const labelled = part.locator(
    "xpath=descendant-or-self::*[@aria-label or @title or @placeholder]",
  );
  const labels = await labelled.evaluateAll((all: DrawnElement[]) =>
    all.flatMap((one) =>
      ["aria-label", "title", "placeholder"].map((name) => one.getAttribute(name) ?? ""),
    ),
  );
  return [...(await part.allInnerTexts()), ...labels]
    .map((text) => text.replaceAll("\u00a0", " ").trim())
    .filter((text) => text !== "");
}
