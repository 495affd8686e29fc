import { describe, expect, it } from "vitest";
import { stepDescription, stepFacts, stepStatus } from "../../../../src/ui/operations/stepTexts";
import {
  done,
  operationOf,
  polling,
  refused,
  skipped,
  startedAt,
  stepOf,
  uncertain,
  waiting,
} from "./operations";

const same = (instant: string): string => instant;
const first = stepOf("first");
const second = stepOf("second");
const third = stepOf("third");

describe("the row of a step", () => {
  it("has its target, and says how it stands where the icon does not say all", () => {
    const described = (operation: Parameters<typeof stepDescription>[0]): readonly string[] =>
      operation.steps.map((_, index) => stepDescription(operation, index));
    expect(
      described(
        operationOf("recover", [
          [first, done],
          [second, polling],
          [third, waiting],
        ]),
      ),
    ).toEqual(["first-prod", "second-prod · recovering…", "third-prod · waiting for second-prod"]);
    expect(
      described(
        operationOf("recover", [
          [first, polling],
          [second, waiting],
          [third, waiting],
        ]),
      ).slice(1),
    ).toEqual(["second-prod · waiting for first-prod", "third-prod · waiting for 2 other steps"]);
    expect(
      described(
        operationOf(
          "recover",
          [
            [first, refused],
            [second, skipped],
            [third, uncertain],
          ],
          { seconds: 3 },
        ),
      ),
    ).toEqual(["first-prod · failed", "second-prod · not sent", "third-prod · uncertain"]);
  });

  it("names what the other step does where both are about the same thing", () => {
    const purge = stepOf("purge", { target: first.target });
    const operation = operationOf("purge", [
      [first, polling],
      [purge, waiting],
    ]);
    expect(stepDescription(operation, 1)).toBe("first-prod · waiting for Recover first");
  });

  it("says of an optional step that it is one, as long as it is not done", () => {
    const optional = stepOf("tags", { optional: true });
    const standing = (progress: typeof done): string =>
      stepDescription(
        operationOf("recover", [
          [first, done],
          [optional, progress],
        ]),
        1,
      );
    expect(standing(waiting)).toBe("tags-prod · checking… (optional)");
    expect(standing(refused)).toBe("tags-prod · failed (optional)");
    expect(standing(done)).toBe("tags-prod");
  });

  it("says that it is done to those who do not see the icon", () => {
    expect(stepStatus(operationOf("recover", [[first, done]]), 0)).toBe("done");
  });

  it("cannot be turned round or stretched by what Azure calls the target", () => {
    const hostile = stepOf("x", { target: `\u202e${"n".repeat(300)}` });
    const text = stepDescription(operationOf("recover", [[hostile, done]]), 0);
    expect(text).toMatch(/^\[U\+202E\]n+…$/);
    expect(text.length).toBeLessThanOrEqual(120);
  });
});

describe("the hover of a step", () => {
  it("has the request, and what Azure answered", () => {
    const operation = operationOf("recover", [[first, refused]], {
      seconds: 3,
      sent: { first: { at: startedAt, status: 403, correlationId: "abc-123" } },
    });
    expect(stepFacts(operation, 0, same)).toEqual([
      ["State", "failed"],
      ["Reason", "You may not."],
      ["Request", "PUT /things/first"],
      ["Sent", "2026-03-01T12:00:00.000Z"],
      ["Status", "403"],
      ["Correlation ID", "abc-123"],
    ]);
  });

  it("says that there was no answer, and of an unsent one nothing", () => {
    const lost = operationOf("recover", [[first, uncertain]], { sent: { first: { at: 0 } } });
    expect(stepFacts(lost, 0, same)).toContainEqual(["Status", "no response"]);
    const names = stepFacts(operationOf("recover", [[first, waiting]]), 0, same).map(
      ([name]) => name,
    );
    expect(names).toEqual(["State", "Request"]);
  });

  it("has the beginning and the end of a long path", () => {
    const path = `/subscriptions/${"s".repeat(300)}/vaults/kv`;
    const long = stepOf("long", { request: { method: "POST", path, apiVersion: "1" } });
    const [, request] =
      stepFacts(operationOf("purge", [[long, waiting]]), 0, same).find(
        ([name]) => name === "Request",
      ) ?? [];
    expect(request).toMatch(/^POST \/subscriptions\/s+…s+\/vaults\/kv$/);
    expect(request?.length).toBeLessThan(170);
  });

  it("tells why a step was not sent", () => {
    const reasons = (...progresses: readonly (typeof done)[]): readonly unknown[] => {
      const steps = [first, stepOf("extra", { optional: true }), third] as const;
      const operation = operationOf(
        "recover",
        steps.map((step, index) => [step, progresses[index] ?? waiting] as const),
        { seconds: 1 },
      );
      return operation.steps.map(
        (_, index) => stepFacts(operation, index, same).find(([name]) => name === "Reason")?.[1],
      );
    };
    const after = 'Not sent because the step "Recover first: first-prod" didn\'t succeed.';
    expect(reasons(refused, skipped, skipped)).toEqual(["You may not.", after, after]);
    // What fails and is optional stops nothing that is not.
    expect(reasons(done, refused, skipped)).toEqual([
      undefined,
      "You may not.",
      "Canceled before the request was sent.",
    ]);
  });
});
