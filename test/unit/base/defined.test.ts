import { expect, it } from "vitest";
import { defined } from "../../../src/base/defined";

it("keeps every value but undefined", () => {
  const values = { a: 0, b: "", c: null, d: false, e: undefined };
  expect(Object.entries(defined(values))).toEqual([
    ["a", 0],
    ["b", ""],
    ["c", null],
    ["d", false],
  ]);
});
