/** One measured number, and what it should be. */
export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The most it may be, or where {@link isFloor} the least. */
  readonly target?: number;
  readonly isFloor?: true;
  /** Whether the target is met; present where there is one. */
  readonly ok?: boolean;
}

/** A row without a target. */
export function measured(name: string, value: number, unit: string): Row {
  return { name, value: rounded(value), unit };
}

/** A row with the most it may be. */
export function limited(name: string, value: number, unit: string, target: number): Row {
  return { name, value: rounded(value), unit, target, ok: value <= target };
}

/** A row with the least it may be. */
export function atLeast(name: string, value: number, unit: string, target: number): Row {
  return { name, value: rounded(value), unit, target, isFloor: true, ok: value >= target };
}

/** The rows as a table for people, numbers aligned. */
export function formatTable(rows: readonly Row[]): string {
  const cells = [
    ["name", "value", "unit", "target", "ok"],
    ...rows.map(({ name, value, unit, target, isFloor, ok }) => [
      name,
      value.toFixed(2),
      unit,
      target === undefined ? "" : `${isFloor === true ? ">=" : "<="} ${target}`,
      ok === undefined ? "" : ok ? "yes" : "NO",
    ]),
  ];
  const widths = [0, 1, 2, 3, 4].map((column) =>
    Math.max(...cells.map((line) => (line[column] ?? "").length)),
  );
  const lines = cells.map((line) =>
    line
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return column === 1 ? cell.padStart(width) : cell.padEnd(width);
      })
      .join("  ")
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => "-".repeat(width)).join("  "));
  return lines.join("\n");
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}
