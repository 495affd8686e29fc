import type { TreeNode } from "./treeNode";

/**
 * A row as VS Code knows it. VS Code finds the row a menu was opened on by identity, and forgets
 * all rows below one that is repainted; so rows outlive paintings and only what differs is
 * repainted. If rows were replaced, a menu opened while the view fills would lose its row.
 */
export class Row {
  children: readonly Row[] = [];

  constructor(
    public node: TreeNode,
    readonly parent: Row | undefined,
  ) {}
}

/** The rows after a paint, and those VS Code has to redraw with their children. */
export interface Painting {
  readonly rows: readonly Row[];
  /** "all" where the topmost rows changed. */
  readonly repaint: "all" | readonly Row[];
}

/** Updates the rows of the previous paint with new nodes. */
export function paint(before: readonly Row[], nodes: readonly TreeNode[]): Painting {
  const repaint: Row[] = [];
  const rows = place(before, nodes, undefined, repaint);
  return { rows, repaint: sameRows(before, rows) ? repaint : "all" };
}

/**
 * What VS Code is told to redraw: some rows, or undefined for all of them. Where several are
 * selected it is all, because VS Code shows only redrawn rows as selected after redrawing some.
 */
export function rowsToRedraw(
  repaint: Painting["repaint"],
  selection: readonly Row[],
): Row[] | undefined {
  return repaint === "all" || (repaint.length > 0 && selection.length > 1)
    ? undefined
    : [...repaint];
}

function place(
  before: readonly Row[],
  nodes: readonly TreeNode[],
  parent: Row | undefined,
  repaint: Row[],
): readonly Row[] {
  const known = new Map(before.map((row) => [row.node.id, row]));
  return nodes.map((node) => {
    const old = known.get(node.id);
    const row = old ?? new Row(node, parent);
    const looksDifferent = old !== undefined && old.node.signature !== node.signature;
    row.node = node;
    const below: Row[] = [];
    const children = place(row.children, node.children, row, below);
    const differs = looksDifferent || !sameRows(row.children, children);
    row.children = children;
    if (old !== undefined) {
      repaint.push(...(differs ? [row] : below));
    }
    return row;
  });
}

function sameRows(left: readonly Row[], right: readonly Row[]): boolean {
  return left.length === right.length && left.every((row, index) => row === right[index]);
}

/**
 * Where the focus belongs once these rows are gone: VS Code would have the next key start at the top.
 * The next of their kind, else the one before; else what comes after them, or their parent.
 */
export function rowToFocusAfter(rows: readonly Row[], ids: ReadonlySet<string>): Row | undefined {
  const all = flat(rows);
  const stays = ({ node, children }: Row): boolean =>
    !ids.has(node.id) && (children.length === 0 || children.some(stays));
  const last = all.findLastIndex(({ node }) => ids.has(node.id));
  const row = all[last];
  if (row === undefined) {
    return undefined;
  }
  const siblings = row.parent?.children ?? rows;
  const index = siblings.indexOf(row);
  return (
    siblings.slice(index).find(stays) ??
    siblings.slice(0, index).findLast(stays) ??
    all.slice(last).find(stays) ??
    ancestors(row).find(stays)
  );
}

/** The row of the first of these ids that has one. */
export function findRow(rows: readonly Row[], ids: readonly string[]): Row | undefined {
  const byId = new Map(flat(rows).map((row) => [row.node.id, row]));
  const id = ids.find((one) => byId.has(one));
  return id === undefined ? undefined : byId.get(id);
}

function flat(rows: readonly Row[]): readonly Row[] {
  return rows.flatMap((row) => [row, ...flat(row.children)]);
}

function ancestors({ parent }: Row): readonly Row[] {
  return parent === undefined ? [] : [parent, ...ancestors(parent)];
}

/** The node of a row that VS Code passes to a command; other values unchanged. */
export function nodeOf(value: unknown): unknown {
  return value instanceof Row ? value.node : value;
}
