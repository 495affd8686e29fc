import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import * as ts from "typescript";
import { describe, expect, it } from "vitest";
import rooms from "../../../scripts/lint/rooms.json";

const source = join(import.meta.dirname, "../../../src");
const files = readdirSync(source, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".ts"),
);

/** The files of `src` that a file imports from, whether for values or for types only. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(source, file), "utf8");
  return ts
    .preProcessFile(text, true, true)
    .importedFiles.filter(({ fileName }) => fileName.startsWith("."))
    .map(({ fileName }) => relative(source, join(source, dirname(file), fileName)))
    .map((path) => [path, `${path}.ts`, `${path}/index.ts`].find((one) => files.includes(one)))
    .filter((path) => path !== undefined);
}

/** A path from a file back to itself, for each circle that is found; none where there are none. */
function circles(graph: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const finished = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      found.push([...path.slice(start), file].join(" > "));
    } else if (!finished.has(file)) {
      for (const next of graph.get(file) ?? []) {
        visit(next, [...path, file]);
      }
      finished.add(file);
    }
  };
  for (const file of graph.keys()) {
    visit(file, []);
  }
  return found;
}

describe("the source", () => {
  it("has no imports in a circle, type-only imports included", () => {
    expect(circles(new Map(files.map((file) => [file, importsOf(file)])))).toEqual([]);
  });

  it("has no folder that the import directions leave out", () => {
    const isKnown = (file: string): boolean =>
      rooms.some(
        (room) =>
          file === room ||
          file.startsWith(`${room}/`) ||
          (room.endsWith("/*.ts") && dirname(file) === dirname(room)),
      );
    expect(files.filter((file) => !isKnown(file))).toEqual([]);
  });

  it("has no folder that holds more than a quarter of the lines", () => {
    const lines = new Map<string, number>();
    let total = 0;
    for (const file of files) {
      const room = file.split("/")[0] ?? file;
      const count = readFileSync(join(source, file), "utf8").split("\n").length - 1;
      lines.set(room, (lines.get(room) ?? 0) + count);
      total += count;
    }
    expect([...lines].filter(([, count]) => count > total / 4)).toEqual([]);
  });
});

describe("a circle", () => {
  it("is found with the files on it, in their order", () => {
    const graph = new Map([
      ["a", ["b"]],
      ["b", ["c"]],
      ["c", ["b"]],
    ]);
    expect(circles(graph)).toEqual(["b > c > b"]);
  });
});
