import { describe, expect, it } from "vitest";

import type { PlanStep, Plan } from "../../../../src/services/plan";
import { progressText } from "../../../../src/ui/operations/progressText";
import { planOf } from "../../operations/stepping";
import {
  confirming,
  done,
  operationOf,
  polling,
  refused,
  sending,
  skipped,
  stepOf,
  waiting,
} from "./operations";
import type { StepProgress } from "../../../../src/operations/steps/progress";

const retrying: StepProgress = { state: "waiting", retry: { notBefore: 1, until: 2 } };
const group = stepOf("createResourceGroup", { target: "rg-prod" });
const other = stepOf("kv", { recovers: planOf("recover").subject });
const [a, b, c] = [stepOf("a", { after: [] }), stepOf("b", { after: [] }), stepOf("c")];

describe("what a running operation is doing", () => {
  it.each<[string, Plan["action"], readonly (readonly [PlanStep, StepProgress])[]]>([
    ["checking…", "purge", [[a, waiting]]],
    ["Azure is busy, retrying…", "purge", [[a, retrying]]],
    ["sending…", "recover", [[a, sending]]],
    ["purging…", "purge", [[a, polling]]],
    ["recovering…", "recover", [[a, polling]]],
    ["waiting for Azure to show the change…", "recover", [[a, confirming]]],
    ["finishing…", "recover", [[a, done]]],
    ["creating rg-prod…", "recover", [[group, polling]]],
    [
      "step 1 of 2: creating rg-prod…",
      "recover",
      [
        [group, polling],
        [c, waiting],
      ],
    ],
    [
      "step 2 of 2: sending…",
      "recover",
      [
        [group, done],
        [c, sending],
      ],
    ],
    [
      "step 1 of 2: recovering kv-prod…",
      "recover",
      [
        [other, polling],
        [c, waiting],
      ],
    ],
    // The last one comes after both, and is not at work yet.
    [
      "0 of 3 steps done, 2 in progress…",
      "recover",
      [
        [a, polling],
        [b, waiting],
        [c, waiting],
      ],
    ],
    [
      "step 2 of 3: sending…",
      "recover",
      [
        [a, done],
        [b, sending],
        [c, waiting],
      ],
    ],
    [
      "step 3 of 3: checking…",
      "recover",
      [
        [a, refused],
        [b, skipped],
        [c, waiting],
      ],
    ],
  ])("is %j", (expected, action, steps) => {
    expect(progressText(operationOf(action, steps))).toBe(expected);
  });

  it("is told of a plan without an order as well", () => {
    const lost = stepOf("lost", { after: ["nowhere"] });
    const operation = operationOf("recover", [
      [a, done],
      [lost, waiting],
    ]);
    expect(progressText(operation)).toBe("step 2 of 2: checking…");
  });
});
