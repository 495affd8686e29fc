import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readable } from "../../../src/azure/readable";
import { anyMessage } from "./arbitraries";
import { leastCpuTime } from "../cpuTime";

describe("what a person can read of Azure's text", () => {
  const inner = { error: { code: "Conflict", message: "The name is taken." } };

  it.each([
    ["words", "It conflicts.", "It conflicts."],
    ["lines", "  It\r\n conflicts.\t", "It conflicts."],
    ["control characters", "It\u0000\u0007 conflicts.\u001b[0m", "It conflicts. [0m"],
    ["nothing", "", ""],
    ["JSON, by its sentence", JSON.stringify(inner), "The name is taken."],
    ["JSON in JSON", JSON.stringify({ message: JSON.stringify(inner) }), "The name is taken."],
    [
      "JSON among words",
      `Azure failed. Details: '${JSON.stringify(inner)}'.`,
      "Azure failed. Details: 'The name is taken.'.",
    ],
    [
      "escaped JSON",
      `Failed with ${JSON.stringify(inner).replaceAll('"', '\\"')}`,
      "Failed with The name is taken.",
    ],
    [
      "JSON without a sentence, with what announces it",
      `Resource 'x' was disallowed. Policy identifiers: '[{"name":"p"}]'.`,
      "Resource 'x' was disallowed.",
    ],
    ["JSON without a sentence, announced by all there is", 'It failed: {"a":1}', "It failed"],
    ["JSON that is cut off", 'It failed. {"error":{"code":"Conf', "It failed."],
    ["an empty object", "It failed. {}", "It failed."],
    ["an object in text", "Cannot read [object Object].", "Cannot read …."],
    [
      "a stack of .NET",
      "Object reference not set.\r\n   at Microsoft.Foo.Bar.<Run>d__1.MoveNext() in D:\\a\\b.cs:line 12\r\n   at System.Threading.Tasks.Task.Run(Action action)",
      "Object reference not set.",
    ],
    [
      "a stack with its line breaks escaped",
      "Not set.\\r\\n   at Microsoft.Foo.Bar.Run(String name)\\r\\n   at Other.Thing.Go()",
      "Not set.",
    ],
    [
      "a stack of JavaScript",
      "Error: no\n    at Object.<anonymous> (/srv/a.js:1:2)\n    at async run (/srv/b.js:3:4)\n    at /srv/c.js:5:6",
      "Error: no",
    ],
    [
      "what looks a little like one",
      "Look at scope (x) at /subscriptions/s.",
      "Look at scope (x) at /subscriptions/s.",
    ],
    ["braces of a template", "The name {0} is taken.", "The name {0} is taken."],
  ])("is of %s", (_, text, expected) => {
    expect(readable(text, 400)).toBe(expected);
  });

  it("is cut, but not through a character", () => {
    expect(readable("x".repeat(50), 10)).toBe(`${"x".repeat(9)}…`);
    expect(readable(`${"x".repeat(8)}🔑${"x".repeat(9)}`, 10)).toBe(`${"x".repeat(8)}…`);
  });

  it("is one line, without JSON, stack or object, whatever the text", () => {
    fc.assert(
      fc.property(anyMessage, (text) => {
        const read = readable(text, 200);
        expect(read.length).toBeLessThanOrEqual(200);
        // eslint-disable-next-line no-control-regex -- these are what must not come through.
        expect(read).not.toMatch(/[\u0000-\u001f\u2028\u2029]| {2}|\[object \w+\]|\{"/);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(["{", '{"', "[{", " at ", " ", ".a", ":{}", "'{}'", "\\r", "a.b(", "[object "])(
    "is soon read where Azure repeats %j without end",
    (piece) => {
      const took = leastCpuTime(() => {
        readable(piece.repeat(100_000), 200);
      }, 50);
      expect(took).toBeLessThan(50);
    },
  );
});
