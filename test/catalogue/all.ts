import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { CatalogueCase } from "./case";

const folder = dirname(fileURLToPath(import.meta.url));

/** Every case in this folder: a file that exports its `entry`. */
export const cases: readonly CatalogueCase[] = await Promise.all(
  readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && file !== "all.ts" && file !== "case.ts")
    .sort()
    .map(async (file) => {
      const module = (await import(pathToFileURL(join(folder, file)).href)) as {
        readonly entry: CatalogueCase;
      };
      return module.entry;
    }),
);
