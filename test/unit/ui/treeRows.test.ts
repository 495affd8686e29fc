import { describe, expect, it } from "vitest";
import type { TreeNode } from "../../../src/ui/treeNode";
import {
  findRow,
  nodeOf,
  paint,
  rowsToRedraw,
  rowToFocusAfter,
  type Row,
} from "../../../src/ui/treeRows";

function node(id: string, signature = "", children: readonly TreeNode[] = []): TreeNode {
  return {
    id,
    signature,
    children,
    item: () => {
      throw new Error("A painting needs no items.");
    },
  };
}

const first = [node("one", "", [node("a"), node("b")]), node("two", "", [node("c")])];

function idsOf(repaint: "all" | readonly Row[]): unknown {
  return repaint === "all" ? "all" : repaint.map((row) => row.node.id);
}

describe("the rows of a view", () => {
  it("stay when the same is painted again, and nothing is drawn", () => {
    const { rows } = paint([], first);
    const again = paint(rows, first);
    expect(again.rows[0]).toBe(rows[0]);
    expect(again.rows[0]?.children[1]).toBe(rows[0]?.children[1]);
    expect(idsOf(again.repaint)).toEqual([]);
  });

  it("are all drawn where several are selected, and one has changed", () => {
    const { rows } = paint([], first);
    const [one] = rows;
    const [a, b] = one?.children ?? [];
    const selected = [a, b].filter((row) => row !== undefined);
    expect(rowsToRedraw(selected.slice(0, 1), selected)).toBeUndefined();
    expect(rowsToRedraw(selected.slice(0, 1), selected.slice(1))).toEqual([a]);
    expect(rowsToRedraw([], selected)).toEqual([]);
    expect(rowsToRedraw("all", [])).toBeUndefined();
  });

  it("stay when they look different, and only they are drawn", () => {
    const { rows } = paint([], first);
    const next = paint(rows, [
      node("one", "", [node("a", "busy"), node("b")]),
      node("two", "", [node("c")]),
    ]);
    expect(idsOf(next.repaint)).toEqual(["a"]);
    expect(next.rows[0]?.children[0]).toBe(rows[0]?.children[0]);
    expect(next.rows[0]?.children[0]?.node.signature).toBe("busy");
  });

  it("are drawn with their parent when one of its rows comes or goes", () => {
    const { rows } = paint([], first);
    const staying = rows[0]?.children[1];
    const next = paint(rows, [node("one", "", [node("b")]), node("two", "", [node("c")])]);
    expect(idsOf(next.repaint)).toEqual(["one"]);
    expect(next.rows[0]?.children).toEqual([staying]);
    expect(next.rows[0]?.children[0]).toBe(staying);
  });

  it("are all drawn when a topmost one comes, goes or moves", () => {
    const { rows } = paint([], first);
    expect(idsOf(paint(rows, [...first].reverse()).repaint)).toBe("all");
    expect(idsOf(paint(rows, first.slice(1)).repaint)).toBe("all");
    expect(idsOf(paint(rows, [...first, node("three")]).repaint)).toBe("all");
  });

  it("hand their node to a command, and leave anything else as it is", () => {
    const { rows } = paint([], first);
    expect(nodeOf(rows[0])).toBe(first[0]);
    expect(nodeOf("other")).toBe("other");
  });
});

describe("the row that gets the focus once others are gone", () => {
  const { rows } = paint(
    [],
    [
      node("west", "", [node("vaults", "", [node("a"), node("b"), node("c")])]),
      node("east", "", [node("apps", "", [node("d")]), node("stores", "", [node("e")])]),
    ],
  );

  it.each([
    [["a"], "b"],
    [["a", "b"], "c"],
    [["c"], "b"],
    [["b", "c"], "a"],
    [["a", "c"], "b"],
    [["a", "b", "c"], "east"],
    [["d"], "stores"],
    [["e"], "east"],
    [["a", "b", "c", "d"], "stores"],
    [["a", "b", "c", "d", "e"], undefined],
    [["unknown"], undefined],
  ])("of %j is %s", (ids, expected) => {
    expect(rowToFocusAfter(rows, new Set(ids))?.node.id).toBe(expected);
  });

  it.each([
    [["b", "e"], "b"],
    [["unknown", "stores"], "stores"],
    [["unknown"], undefined],
  ])("of %j that stay is %s", (ids, expected) => {
    expect(findRow(rows, ids)?.node.id).toBe(expected);
  });
});
