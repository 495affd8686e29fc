import type { CatalogueCase } from "./case";

interface WithGlob {
  glob<Module>(pattern: readonly string[], options: { eager: true }): Record<string, Module>;
}

/** Every case in this folder: a file that exports its `entry`. */
export const cases: readonly CatalogueCase[] = Object.values(
  // The test runner replaces this call by the modules, and knows it only in this form.
  (import.meta as unknown as ImportMeta & WithGlob).glob<{ readonly entry: CatalogueCase }>(
    ["./*.ts", "!./all.ts", "!./case.ts"],
    { eager: true },
  ),
).map(({ entry }) => entry);
