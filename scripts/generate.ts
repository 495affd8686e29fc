import { readFileSync, writeFileSync } from "node:fs";
import * as prettier from "prettier";
import { services } from "../src/services/index";
import { servicesDocument, withServiceNames, withServiceSetting } from "./catalogueDocuments";

/** Writes what follows from the catalogue: the setting's choices and docs/services.md. */
async function write(path: string, make: (before: string) => string): Promise<void> {
  const file = new URL(`../${path}`, import.meta.url);
  const text = make(readFileSync(file, "utf8"));
  writeFileSync(file, path.endsWith(".json") ? await formatted(text, file) : text);
}

async function formatted(text: string, file: URL): Promise<string> {
  const options = (await prettier.resolveConfig(file)) ?? {};
  return prettier.format(text, { ...options, filepath: file.pathname });
}

await write("package.json", (text) => withServiceSetting(text, services));
await write("package.nls.json", (text) => withServiceNames(text, services));
await write("docs/services.md", () => servicesDocument(services));
