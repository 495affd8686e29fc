import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { reliabilityDocument } from "./document";
import { cells } from "./matrix";

const root = new URL("../../", import.meta.url);
const file = new URL("docs/reliability.md", root);
const written = readFileSync(file, "utf8");

describe("docs/reliability.md", () => {
  it("is as it would be written now (npm run generate)", async () => {
    expect(written).toBe(await reliabilityDocument(file));
  });

  it("names tests that there are", () => {
    const named = [...written.matchAll(/`(test\/[^`]+\.ts)`/g)].map(([, path = ""]) => path);
    expect(named.length).toBeGreaterThan(3);
    expect(named.filter((path) => !existsSync(new URL(path, root)))).toEqual([]);
  });
});

describe("README.md", () => {
  it("states how many scenarios run", () => {
    const readme = readFileSync(new URL("README.md", root), "utf8");
    expect(readme.replace(/\s+/g, " ")).toContain(
      `${String(cells.length)} fault-injection scenarios`,
    );
  });
});
