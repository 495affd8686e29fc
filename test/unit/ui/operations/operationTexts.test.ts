import { describe, expect, it } from "vitest";

import type { ArmFailure } from "../../../../src/azure/errors";
import { operationReport } from "../../../../src/ui/operations/operationReport";
import { operationDescription, operationFacts } from "../../../../src/ui/operations/operationTexts";
import { retryMode } from "../../../../src/ui/operations/retrying";
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
import type { Plan } from "../../../../src/services/plan";
import type { StepProgress } from "../../../../src/operations/steps/progress";

const same = (instant: string): string => instant;
const first = stepOf("first", { ifInterrupted: "Half of it is there." });
const second = stepOf("second");

describe("the row of an operation", () => {
  it.each<[string, Plan["action"], StepProgress, number | undefined]>([
    ["purging…", "purge", polling, undefined],
    ["purged · 3 s", "purge", done, 3],
    ["recovered · 119 s", "recover", done, 119],
    ["recovered · 2 min", "recover", done, 120],
    ["failed · 1 s", "delete", refused, 1],
    ["uncertain · 2 min", "purge", uncertain, 130],
    ["canceled · 0 s", "recover", skipped, 0],
  ])("says %j", (expected, action, progress, seconds) => {
    const rest = seconds === undefined ? {} : { seconds };
    expect(operationDescription(operationOf(action, [[first, progress]], rest))).toBe(expected);
  });
});

describe("the hover of an operation", () => {
  it("with one step has its request and the answer", () => {
    const operation = operationOf("purge", [[second, done]], {
      seconds: 2,
      sent: { second: { at: startedAt, status: 202, correlationId: "abc" } },
    });
    expect(operationFacts(operation, same)).toEqual([
      ["Resource", "thing, /thing"],
      ["Subscription", "Production"],
      ["Started", "2026-03-01T12:00:00.000Z"],
      ["Outcome", "purged"],
      ["Request", "PUT /things/second"],
      ["Sent", "2026-03-01T12:00:00.000Z"],
      ["Status", "202"],
      ["Correlation ID", "abc"],
    ]);
  });

  it("with several has a line for each request that was sent, and why it failed", () => {
    const operation = operationOf(
      "recover",
      [
        [first, done],
        [second, refused],
        [stepOf("third"), skipped],
      ],
      {
        seconds: 2,
        sent: { first: { at: startedAt, status: 201, correlationId: "abc" }, second: { at: 0 } },
      },
    );
    expect(operationFacts(operation, same).slice(3)).toEqual([
      ["Outcome", "failed"],
      ["Reason", "You may not."],
      ["Now", "Half of it is there."],
      ["Recover first", "PUT /things/first · Status: 201 · Correlation ID: abc"],
      ["Recover second", "PUT /things/second · Status: no response"],
    ]);
  });

  it("stays short however many steps there are", () => {
    const steps = Array.from({ length: 40 }, (_, index) => stepOf(String(index)));
    const operation = operationOf(
      "recover",
      steps.map((step) => [step, done] as const),
      { seconds: 2, sent: Object.fromEntries(steps.map(({ id }) => [id, { at: 0, status: 200 }])) },
    );
    const facts = operationFacts(operation, same);
    expect(facts).toHaveLength(10);
    expect(facts.at(-1)).toEqual(["More", "35 more requests (select Show Details)"]);
  });
});

describe("an operation as text", () => {
  const operation = operationOf(
    "recover",
    [
      [first, { state: "done", note: "It was there already." }],
      [second, refused],
      [stepOf("third", { optional: true }), skipped],
    ],
    {
      seconds: 12,
      sent: {
        first: { at: startedAt + 1000, status: 201, correlationId: "abc" },
        second: { at: startedAt + 2000, status: 403, correlationId: "def" },
      },
    },
  );

  it("says what came of it, and of each step what was sent and answered", () => {
    expect(operationReport(operation, { bodies: false }).split("\n")).toEqual([
      "Recover thing",
      "",
      "Outcome:      failed",
      "Reason:       You may not.",
      "Now:          Half of it is there.",
      "Note:         It was there already.",
      "Resource:     thing, /thing",
      "Subscription: Production (s)",
      "Tenant:       t",
      "Started:      2026-03-01T12:00:00.000Z",
      "Ended:        2026-03-01T12:00:12.000Z",
      "Duration:     12 s",
      "Operation:    operation-1",
      "",
      "1. Recover first: first-prod",
      "   PUT https://management.azure.com/things/first?api-version=2026-01-01",
      "   State:          done",
      "   Note:           It was there already.",
      "   Sent:           2026-03-01T12:00:01.000Z",
      "   Status:         201",
      "   Correlation ID: abc",
      "",
      "2. Recover second: second-prod",
      "   PUT https://management.azure.com/things/second?api-version=2026-01-01",
      "   State:          failed",
      "   Reason:         You may not.",
      "   Sent:           2026-03-01T12:00:02.000Z",
      "   Status:         403",
      "   Correlation ID: def",
      "",
      "3. Recover third: third-prod",
      "   PUT https://management.azure.com/things/third?api-version=2026-01-01",
      "   State:  not sent (optional)",
      '   Reason: Not sent because the step "Recover second: second-prod" didn\'t succeed.',
      "",
    ]);
  });

  it("has what the requests carry where that is asked for", () => {
    expect(operationReport(operation, { bodies: true })).toContain(
      '/things/first?api-version=2026-01-01\n   {\n     "id": "first"\n   }\n',
    );
  });

  it("has what Azure said of a step that it refused, each fact once", () => {
    const failure: ArmFailure = {
      kind: "refused",
      method: "PUT",
      path: "/things/second",
      status: 403,
      code: "RequestDisallowedByPolicy",
      message: "A policy said no.",
      policies: ["Tags", "Places"],
      correlationId: "def",
    };
    const report = (failed: ArmFailure): readonly string[] => {
      const end: StepProgress = { state: "failed", reason: "You may not.", failure: failed };
      const sent = { second: { at: startedAt, status: 403, correlationId: "def" } };
      const operation = operationOf("recover", [[second, end]], { seconds: 1, sent });
      return operationReport(operation, { bodies: false }).split("\n");
    };
    const refusal = [
      "   Sent:           2026-03-01T12:00:00.000Z",
      "   Status:         403",
      "   Correlation ID: def",
      "   Code:           RequestDisallowedByPolicy",
      "   Message:        A policy said no.",
      "   Policies:       Tags, Places",
      "",
    ];
    expect(report(failure).slice(-refusal.length)).toEqual(refusal);
    const followed = report({ ...failure, method: "GET", path: "/followed", status: 404 });
    expect(followed).toEqual(
      expect.arrayContaining([
        "   Status:         403",
        "   Request:        GET /followed",
        "   Status:         404",
      ]),
    );
  });

  it("names the second way of a step that has one", () => {
    const fallbackRequest = { method: "POST", path: "/other", apiVersion: "1" } as const;
    const text = operationReport(
      operationOf("recover", [[stepOf("x", { fallbackRequest }), waiting]]),
      {
        bodies: false,
      },
    );
    expect(text).toContain(
      "or, if Azure refuses this request:\n   POST https://management.azure.com/other?api-version=1\n",
    );
    expect(text).not.toContain("Ended:");
  });

  it("shows what cannot be seen in what Azure sent", () => {
    const hostile = operationOf("recover", [[stepOf("x", { target: "a\u202eb\nc" }), refused]], {
      sent: { x: { at: 0, status: 400, correlationId: "\u001b[31m" } },
    });
    const text = operationReport(hostile, { bodies: true });
    expect(text).toContain("1. Recover x: a[U+202E]b[U+000A]c\n");
    expect(text).toContain("Correlation ID: [U+001B][31m\n");
  });
});

describe("trying again", () => {
  it.each<[string, Plan["action"], StepProgress, number | undefined, string]>([
    ["a failed recovery", "recover", refused, 1, "resume"],
    ["a canceled recovery", "recover", skipped, 1, "resume"],
    ["a failed creation", "create", refused, 1, "resume"],
    ["a recovery that has succeeded", "recover", done, 1, "none"],
    ["a recovery that is running", "recover", polling, undefined, "none"],
    ["a failed purge", "purge", refused, 1, "restart"],
    ["a purge of which nobody can tell", "purge", uncertain, 1, "restart"],
    ["a failed deletion of something live", "delete", refused, 1, "none"],
    ["a failed change of something live", "change", refused, 1, "none"],
  ])("%s", (_, action, progress, seconds, expected) => {
    const rest = seconds === undefined ? {} : { seconds };
    expect(retryMode(operationOf(action, [[second, progress]], rest))).toBe(expected);
  });

  it("a recovery that overwrites something begins with its question", () => {
    const overwriting = stepOf("x", { overwrites: "The app is overwritten." });
    const operation = operationOf("recover", [[overwriting, refused]], { seconds: 1 });
    expect(retryMode(operation)).toBe("restart");
  });

  it("a failed purge of something live is not offered: no list has it", () => {
    const operation = operationOf("purge", [[second, refused]], { seconds: 1 });
    const { plan } = operation;
    const live = {
      ...operation,
      plan: { ...plan, subject: { ...plan.subject, deletion: "/thing@live" } },
    };
    expect(retryMode(live)).toBe("none");
  });
});
