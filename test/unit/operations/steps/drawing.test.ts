import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, it } from "vitest";
import { nextStates } from "../../../../src/operations/steps/progress";

it("the drawing of a step's states has every transition of the code, and no other", async () => {
  const text = await readFile(
    join(import.meta.dirname, "../../../../docs/architecture.md"),
    "utf8",
  );
  const drawing = /```mermaid\nstateDiagram-v2\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  const drawn = [...drawing.matchAll(/^ {2}(\w+) --> (\w+)/gm)].map(
    ([, from = "", to = ""]) => `${from} -> ${to}`,
  );
  const coded = Object.entries(nextStates).flatMap(([from, states]) =>
    states.map((to) => `${from} -> ${to}`),
  );
  expect(drawn.toSorted()).toEqual(coded.toSorted());
});
