import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readMessage } from "../../../../src/ui/purgeConfirmation/messages";

const confirm = { type: "confirm", page: "p", typed: "kv" };

describe("a message from the Confirm Purge page", () => {
  it("confirms with what was typed, and nothing else that came along", () => {
    expect(readMessage({ ...confirm, purge: "everything" })).toEqual(confirm);
  });

  it("cancels", () => {
    expect(readMessage({ type: "cancel", typed: "kv" })).toEqual({ type: "cancel" });
  });

  it.each([
    undefined,
    null,
    "confirm",
    [],
    ["confirm"],
    {},
    { type: "Confirm", page: "p", typed: "kv" },
    { type: ["confirm"], page: "p", typed: "kv" },
    { type: "confirm" },
    { type: "confirm", page: "p" },
    { type: "confirm", typed: "kv" },
    { type: "confirm", page: 1, typed: "kv" },
    { type: "confirm", page: "p", typed: ["kv"] },
  ])("is none when it is %j", (value) => {
    expect(readMessage(value)).toBeUndefined();
  });

  it("whatever it is, never throws and never confirms without two texts", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.anything(),
          fc.record({
            type: fc.constantFrom("confirm", "cancel", "other"),
            page: fc.anything(),
            typed: fc.anything(),
          }),
        ),
        (value) => {
          const message = readMessage(value);
          if (message?.type === "confirm") {
            expect([typeof message.page, typeof message.typed]).toEqual(["string", "string"]);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
