import { readFileSync, writeFileSync } from "node:fs";
import * as prettier from "prettier";
import { services } from "../src/services/index";
import { servicesDocument, withServiceNames, withServiceSetting } from "./catalogueDocuments";

/** Writes what follows from the catalogue: the setting's choices and docs/services.md. */
async function write(path: string, make: (before: string) => string): Promise<void> {
  const file = new URL(`../${path}`, import.meta.url);
  const text = make(readFileSync(file, "utf8"));
  const options = (await prettier.resolveConfig(file)) ?? {};
  writeFileSync(file, await prettier.format(text, { ...options, filepath: file.pathname }));
}

await write("package.json", (text) => withServiceSetting(text, services));
await write("package.nls.json", (text) => withServiceNames(text, services));
await write("docs/services.md", () => servicesDocument(services));
