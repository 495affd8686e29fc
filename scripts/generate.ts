import { existsSync, readFileSync, writeFileSync } from "node:fs";
import * as prettier from "prettier";
import { services } from "../src/services/index";
import { reliabilityDocument } from "../test/faults/document";
import { servicesDocument, withServiceNames, withServiceChoices } from "./catalogueDocuments";
import { extractBundle } from "./extractText";

/**
 * Writes what follows from the catalogue (the setting's choices, docs/services.md), from the sources
 * (the texts to translate) and from the matrix of faults (docs/reliability.md).
 */
async function write(path: string, make: (before: string) => string): Promise<void> {
  const file = new URL(`../${path}`, import.meta.url);
  const text = make(existsSync(file) ? readFileSync(file, "utf8") : "");
  writeFileSync(file, path.endsWith(".json") ? await formatted(text, file) : text);
}

async function formatted(text: string, file: URL): Promise<string> {
  const options = (await prettier.resolveConfig(file)) ?? {};
  return prettier.format(text, { ...options, filepath: file.pathname });
}

await write("package.json", (text) => withServiceChoices(text, services));
await write("package.nls.json", (text) => withServiceNames(text, services));
await write("docs/services.md", () => servicesDocument(services));
await write("l10n/bundle.l10n.json", () =>
  JSON.stringify(extractBundle(new URL("../src", import.meta.url).pathname)),
);

const reliability = new URL("../docs/reliability.md", import.meta.url);
writeFileSync(reliability, await reliabilityDocument(reliability));
