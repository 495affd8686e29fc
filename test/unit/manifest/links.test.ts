import { existsSync, readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../../", import.meta.url);

/** Addresses of the documents in some folders, from the repository's top folder. */
const documents = ["", "docs/", "test/host/", "test/simulator/"].flatMap((folder) =>
  readdirSync(new URL(folder, root))
    .filter((name) => name.endsWith(".md"))
    .map((name) => folder + name),
);
const pictures = readdirSync(new URL("docs/images/", root)).map((name) => `docs/images/${name}`);

/** Addresses of the files that a document links to, or shows. */
function linkedFrom(document: string): readonly string[] {
  const text = readFileSync(new URL(document, root), "utf8");
  return [...text.matchAll(/\]\(([^)#\s]+)/g)]
    .map(([, target = ""]) => target)
    .filter((target) => !/^[a-z]+:/.test(target))
    .map((target) => new URL(target, new URL(document, root)).href);
}

describe("the documents", () => {
  it.each(documents)("%s links to files that there are", (document) => {
    expect(linkedFrom(document).filter((address) => !existsSync(new URL(address)))).toEqual([]);
  });

  it.each(["CONTRIBUTING.md", "SECURITY.md", "docs/glossary.md"])(
    "%s names files and folders that exist",
    (document) => {
      const text = readFileSync(new URL(document, root), "utf8");
      // In `src` unless written from the top folder; "<id>" stands for a name that is up to the reader.
      const named = [...text.matchAll(/`([\w./]+(?:\.ts|\/))`/g)].map(([, path = ""]) => path);
      const exists = (path: string): boolean =>
        ["", "src/", "src/features/"].some((folder) => existsSync(new URL(folder + path, root)));
      expect(named.length).toBeGreaterThan(10);
      expect(named.filter((path) => !exists(path))).toEqual([]);
    },
  );

  it("show every picture", () => {
    const shown = new Set(documents.flatMap(linkedFrom));
    expect(shown.size).toBeGreaterThan(10);
    expect(pictures.filter((path) => !shown.has(new URL(path, root).href))).toEqual([]);
  });
});
