import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readable } from "../../src/azure/readable";
import { attacksOn, expressionsIn, type Expression } from "./expressions";
import { leastCpuTime } from "../unit/cpuTime";

/** Ever longer, so that what takes for ever is found out by a short one; the last is longer than any
 * message that is read, in characters. */
const lengths = [26, 300, 3000, 20_000];
/** What is linear takes far less than a millisecond; what is quadratic, hundreds of them. */
const longest = 100;

const source = fileURLToPath(new URL("../../src", import.meta.url));
const expressions = expressionsIn(source);

/** Where every text is cut before an expression sees it, and to how many characters. */
const cuts: Readonly<Record<string, number>> = {
  "azure/readable.ts": 5000,
  "azure/explainFailure.ts": 380,
};

/** The longest that an expression takes over a text, in milliseconds, and the text it takes so long. */
function slowest(
  literal: RegExp,
  cut = Infinity,
): { readonly took: number; readonly over: string } {
  let found = { took: 0, over: "" };
  for (const length of lengths.map((one) => Math.min(one, cut))) {
    for (const text of attacksOn(literal, length)) {
      const took = leastCpuTime(() => {
        literal.test(text);
      }, longest);
      if (took > found.took) {
        found = {
          took,
          over: `${String(length)} characters like ${JSON.stringify(text.slice(0, 40))}`,
        };
      }
      if (took > longest) {
        return found;
      }
    }
  }
  return found;
}

describe("a regular expression of the source", () => {
  it("sees no more than this of a text that is cut", () => {
    expect(readFileSync(join(source, "azure/readable.ts"), "utf8")).toContain("mostRead = 5000;");
    expect(Math.max(...[160, 380].map((most) => readable("x".repeat(9000), most).length))).toBe(
      380,
    );
  });

  it("is found wherever there is one", () => {
    expect(expressions.length).toBeGreaterThan(60);
  });

  it.each<Expression>(expressions)(
    "does not go back over and over: $where",
    ({ where, literal }) => {
      const { took, over } = slowest(literal, cuts[where.split(":")[0] ?? ""]);
      expect(took, `${String(Math.round(took))} ms over ${over}`).toBeLessThanOrEqual(longest);
    },
  );

  it.each([/\s+$/, /a+a+!/, /^(a+)+$/])(
    "that does, %s, is found out",
    (literal) => {
      expect(slowest(literal).took).toBeGreaterThan(longest);
    },
    120_000,
  );
});
