import { readFileSync } from "node:fs";
import * as prettier from "prettier";
import { describe, expect, it } from "vitest";
import {
  servicesDocument,
  withServiceNames,
  withServiceChoices,
} from "../../../scripts/catalogueDocuments";
import { extractBundle } from "../../../scripts/extractText";
import { services } from "../../../src/services/index";

const root = new URL("../../../", import.meta.url);

const sources = new URL("src", root).pathname;

describe("what follows from the catalogue and the sources (npm run generate)", () => {
  it.each([
    ["package.json", (text: string) => withServiceChoices(text, services)],
    ["package.nls.json", (text: string) => withServiceNames(text, services)],
    ["docs/services.md", () => servicesDocument(services)],
    ["l10n/bundle.l10n.json", () => JSON.stringify(extractBundle(sources))],
  ])("%s is as it would be written now", async (path, make) => {
    const file = new URL(path, root);
    const text = readFileSync(file, "utf8");
    const options = (await prettier.resolveConfig(file)) ?? {};
    const expected = path.endsWith(".json")
      ? await prettier.format(make(text), { ...options, filepath: file.pathname })
      : make(text);
    expect(text).toBe(expected);
  });
});
