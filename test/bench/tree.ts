import { inChild } from "./inChild";
import { limited, measured, type Row } from "./table";

const MANY = 10_000;
const VERY_MANY = 100_000;
const MOST_HEAP_MB = 40;
const MOST_MILLISECONDS = 100;
const MEGABYTE = 1_000_000;

/** What the child process prints; times in milliseconds. */
export interface TreeResult {
  /** Bytes. */
  readonly heapAbove: number;
  /** Each a second: deleted resources, rows, plans. */
  readonly reading: number;
  readonly rendering: number;
  readonly planning: number;
  readonly first: number;
  readonly regrouping: number;
  readonly filtering: number;
}

/** The list with very many in it, in a process of its own. */
export async function treeRows(): Promise<readonly Row[]> {
  const many = await measure(MANY);
  const veryMany = await measure(VERY_MANY);
  const slope = (of: (result: TreeResult) => number): number =>
    ((of(veryMany) - of(many)) / (VERY_MANY - MANY)) * 1000;
  const times = [
    { what: "first rows", of: ({ first }: TreeResult) => first },
    { what: "regrouped", of: ({ regrouping }: TreeResult) => regrouping },
    { what: "filtered", of: ({ filtering }: TreeResult) => filtering },
  ];
  const inMegabytes = ({ heapAbove }: TreeResult): number => heapAbove / MEGABYTE;
  return [
    limited(`${MANY} deleted: heap above idle`, inMegabytes(many), "MB", MOST_HEAP_MB),
    measured(`${VERY_MANY} deleted: heap above idle`, inMegabytes(veryMany), "MB"),
    measured("heap for each 1000 more", slope(inMegabytes), "MB"),
    ...times.flatMap(({ what, of }) => [
      limited(`${MANY} deleted: ${what}`, of(many), "ms", MOST_MILLISECONDS),
      measured(`${VERY_MANY} deleted: ${what}`, of(veryMany), "ms"),
      measured(`${what}, for each 1000 more`, slope(of), "ms"),
    ]),
    measured("read from lists", many.reading, "/s"),
    measured("plans made", many.planning, "/s"),
    measured("rows drawn", many.rendering, "/s"),
  ];
}

function measure(count: number): Promise<TreeResult> {
  return inChild<TreeResult>("treeChild.ts", [String(count)], { nodeArgs: ["--expose-gc"] });
}
