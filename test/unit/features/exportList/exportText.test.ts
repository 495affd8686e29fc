import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { keyVault } from "../../../../src/services/keyVault";
import { csvText } from "../../../../src/features/exportList/csv";
import { exportText } from "../../../../src/features/exportList/exportText";
import { anyText } from "../../azure/arbitraries";
import { inHours, listed, now } from "../../inventory/listed";
import { leastCpuTime } from "../../cpuTime";

const context = {
  serviceOf: () => keyVault,
  filter: "",
  total: 2,
  isIncomplete: false,
  now,
};

const items = [
  listed(
    {
      name: "kv-one",
      resourceGroup: "rg-shop",
      location: "westus",
      deletedAt: inHours(-24),
      purgeAt: inHours(31.5),
      tags: { team: "support", note: 'says "hi", twice' },
    },
    "Contoso, Production",
  ),
  listed({
    name: "=cmd|' /C calc'!A0",
    resourceGroup: undefined,
    location: "",
    deletedAt: undefined,
    purgeAt: undefined,
    tags: {},
  }),
];

/** Reads a CSV file as RFC 4180 says. */
function parseCsv(text: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  const cell = /"((?:[^"]|"")*)"(,|\r\n)/gy;
  while (cell.lastIndex < text.length) {
    const found = cell.exec(text);
    if (found === null) {
      throw new Error("This is not CSV.");
    }
    row.push((found[1] ?? "").replaceAll('""', '"'));
    if (found[2] === "\r\n") {
      rows.push(row);
      row = [];
    }
  }
  return rows;
}

describe("a list as CSV", () => {
  it("has a mark, a heading, and a line for each", () => {
    const text = exportText("csv", items, context);
    expect(text.startsWith("\ufeff")).toBe(true);
    const [heading, one, two, ...more] = parseCsv(text.slice(1));
    expect(more).toEqual([]);
    expect(heading?.join()).toBe(
      "name,type,kind,subscription,subscriptionId,resourceGroup,region,deletedAt,purgeAt,purgeAtFrom,recoverable,purgeProtected,resourceId,deletedResourceId,tags",
    );
    expect(one?.slice(0, 9)).toEqual([
      "kv-one",
      "key vault",
      "",
      "Contoso, Production",
      items[0]?.resource.subscriptionId,
      "rg-shop",
      "westus",
      "2026-02-28T12:00:00.000Z",
      "2026-03-02T19:30:00.000Z",
    ]);
    expect(one?.at(-1)).toBe('team=support; note=says "hi", twice');
    expect(two?.[0]).toBe("'=cmd|' /C calc'!A0");
    expect(two?.slice(5, 10)).toEqual(["", "", "", "", ""]);
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", " =1", "＝1"])(
    "has no formula of %j",
    (text) => {
      expect(csvText([[text]])).toBe(`"'${text}"\r\n`);
    },
  );

  it("is read again as it was, whatever is in it, and no cell begins as a formula does", () => {
    fc.assert(
      fc.property(fc.array(fc.array(anyText, { minLength: 1 })), (rows) => {
        const read = parseCsv(csvText(rows));
        const unmarked = (text: string): string =>
          text.replace(/^'(?=\s*[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/, "");
        expect(read.map((row) => row.map(unmarked))).toEqual(rows.map((row) => row.map(unmarked)));
        expect(
          read.flat().filter((text) => /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/.test(text)),
        ).toEqual([]);
      }),
    );
  });
});

describe("a list as JSON", () => {
  it("is an array with everything as Azure has it", () => {
    const read = JSON.parse(exportText("json", items, context)) as readonly unknown[];
    expect(read).toHaveLength(2);
    expect(read[0]).toMatchObject({
      name: "kv-one",
      type: "key vault",
      subscription: "Contoso, Production",
      recoverable: true,
      purgeProtected: false,
      purgeAtFrom: "azure",
      resourceId: items[0]?.resource.originalId,
      tags: { team: "support" },
    });
    expect(read[1]).toMatchObject({
      name: "=cmd|' /C calc'!A0",
      resourceGroup: null,
      region: null,
      deletedAt: null,
      purgeAt: null,
      purgeAtFrom: null,
    });
  });
});

describe("a list as Markdown", () => {
  it("is a table under a sentence that says what it is", () => {
    expect(exportText("markdown", items.slice(0, 1), { ...context, total: 1 })).toBe(
      [
        "# Deleted Azure resources",
        "1 deleted resources on 2026-03-01 12:00 UTC.",
        [
          "| Name | Type | Subscription | Resource group | Region | Deleted | Purged | Time left | Resource ID |",
          "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
          `| kv-one | key vault | Contoso, Production | rg-shop | westus | 2026-02-28 12:00 UTC | 2026-03-02 19:30 UTC | 31 h left | ${items[0]?.resource.originalId ?? ""} |`,
        ].join("\n"),
        "",
      ].join("\n\n"),
    );
  });

  it("says what it was narrowed by, and that it may not be all", () => {
    const text = exportText("markdown", items.slice(0, 1), {
      ...context,
      filter: "kv|<b>",
      isIncomplete: true,
    });
    expect(text).toContain(
      '1 of 2 deleted resources on 2026-03-01 12:00 UTC, matching "kv\\|\\<b\\>".',
    );
    expect(text).toContain(
      "Some services or subscriptions couldn't be read, so this list may be incomplete.",
    );
  });

  it("has one line for each, whatever its name", () => {
    fc.assert(
      fc.property(anyText, anyText, (name, group) => {
        const item = listed({ name, resourceGroup: group });
        const lines = exportText("markdown", [item], context).split("\n");
        expect(lines.filter((line) => line.startsWith("|"))).toHaveLength(3);
        const cells = lines.find((line) => line.includes("key vault"))?.match(/(?<!\\)\|/g);
        expect(cells).toHaveLength(10);
      }),
    );
  });
});

it("10,000 are exported in well under a second", () => {
  const many = Array.from({ length: 10_000 }, (_, place) =>
    listed({ name: `kv-${String(place)}`, purgeAt: inHours(place) }),
  );
  let text = "";
  const took = leastCpuTime(() => {
    text = exportText("csv", many, { ...context, total: many.length });
  }, 1_000);
  expect(took).toBeLessThan(1_000);
  expect(text).toContain("kv-9999");
});
