import * as fc from "fast-check";
import type { ArmRequest } from "../../src/azure/armRequest";
import type { PlanStep, Subject, Plan } from "../../src/services/plan";

export const deletedAt = "2026-03-01T12:00:00.000Z";

/** The request of a step says whose it is, so that it can be told wherever it arrives. */
export function markOf({ query }: Pick<ArmRequest, "query">): string {
  return query?.["step"] ?? "";
}

export function purposeOf({ query }: Pick<ArmRequest, "query">): "guard" | "effect" | "write" {
  const purpose = query?.["as"];
  return purpose === "guard" || purpose === "effect" ? purpose : "write";
}

function request(
  method: ArmRequest["method"],
  path: string,
  step: string,
  as: "guard" | "effect" | "write",
): ArmRequest {
  return { method, path, apiVersion: "1", query: { step, as } };
}

function subjectOf(item: string): Subject {
  return {
    serviceId: "things",
    noun: "thing",
    name: item,
    subscriptionId: "s",
    subscriptionName: "Production",
    originalId: `/live/${item}`,
    deletion: `${item}@${deletedAt}`,
  };
}

function planOf(
  label: string,
  action: Plan["action"],
  item: string,
  steps: readonly PlanStep[],
): Plan {
  return {
    action,
    subject: subjectOf(item),
    identity: { accountId: label, tenantId: "t", endpoint: "https://management.azure.com" },
    steps,
  };
}

const retryOn = { status: 409, codes: ["Settling"], retryEverySeconds: 20, giveUpAfterSeconds: 60 };

function base(id: string, title: string, item: string): Pick<PlanStep, "id" | "title" | "target"> {
  return { id, title, target: item };
}

/** Brings an item back. */
function recovering(
  mark: string,
  id: string,
  item: string,
  ifForbidden: "stop" | "proceed" = "proceed",
): PlanStep {
  return {
    ...base(id, "Recover", item),
    request: request("PUT", `/live/${item}`, mark, "write"),
    postcondition: { request: request("GET", `/live/${item}`, mark, "effect"), expects: "present" },
    precondition: {
      request: request("GET", `/deleted/${item}`, mark, "guard"),
      unchanged: [{ path: ["properties", "deletionDate"], value: deletedAt }],
      ifForbidden,
    },
    retryOn,
  };
}

/** Makes what is not there, such as a resource group. */
function making(mark: string, id: string, item: string): PlanStep {
  return {
    ...base(id, "Create", item),
    request: request("PUT", `/live/${item}`, mark, "write"),
    postcondition: { request: request("GET", `/live/${item}`, mark, "effect"), expects: "present" },
    skipIfMet: true,
  };
}

/** Takes something away for good. */
function removing(mark: string, id: string, item: string, where: "deleted" | "live"): PlanStep {
  return {
    ...base(id, "Delete for good", item),
    request: request("DELETE", `/${where}/${item}`, mark, "write"),
    postcondition: {
      request: request("GET", `/${where}/${item}`, mark, "effect"),
      expects: "absent",
    },
    precondition: {
      request: request("GET", `/${where}/${item}`, mark, "guard"),
      unchanged:
        where === "deleted"
          ? [{ path: ["properties", "deletionDate"], value: deletedAt }]
          : [{ path: ["id"], value: `/live/${item}` }],
      ifForbidden: "stop",
    },
    retryOn,
  };
}

interface StepChoice {
  readonly kind: "make" | "bare" | "part" | "of";
  /** Which of the steps before it come before it, one bit each; all where there is none. */
  readonly after: number | undefined;
  readonly optional: boolean;
  readonly overwrites: boolean;
  readonly orElse: boolean;
}

const stepChoices: fc.Arbitrary<StepChoice> = fc.record({
  kind: fc.constantFrom("make", "bare", "part", "of", "of"),
  after: fc.option(fc.nat(31), { nil: undefined, freq: 3 }),
  optional: fc.boolean(),
  overwrites: fc.constantFrom(false, false, false, false, false, false, false, true),
  orElse: fc.constantFrom(false, false, true),
});

function stepOf(choice: StepChoice, label: string, index: number, isLast: boolean): PlanStep {
  const id = `s${index}`;
  const mark = `${label}/${id}`;
  const after = Array.from({ length: index }, (_, place) => place)
    .filter((place) => ((choice.after ?? 0) >> place) % 2 === 1)
    .map((place) => `s${place}`);
  const step = isLast ? recovering(mark, id, label) : kindOf(choice.kind, mark, id);
  return {
    ...step,
    ...(choice.after === undefined ? {} : { after }),
    ...(choice.optional && !isLast ? { optional: true as const } : {}),
    ...(choice.overwrites ? { overwrites: "It replaces what is there." } : {}),
    ...(choice.orElse ? { fallbackRequest: { ...step.request, method: "PATCH" as const } } : {}),
  };
}

function kindOf(kind: StepChoice["kind"], mark: string, id: string): PlanStep {
  switch (kind) {
    case "make":
      return making(mark, id, `made-${id}`);
    case "bare": {
      // Nothing tells whether it is done but Azure's own word.
      const { postcondition: _, skipIfMet: __, ...step } = making(mark, id, `made-${id}`);
      return step;
    }
    case "part":
      return recovering(mark, id, `part-${id}`);
    case "of":
      return {
        ...recovering(mark, id, `other-${id}`),
        skipIfMet: true,
        recovers: subjectOf(`other-${id}`),
      };
  }
}

/** What is carried out in a run: the plan "a", and "b", about something that "a" brings back too. */
export interface Work {
  readonly plan: Plan;
  readonly second: Plan | undefined;
}

const recoveries: fc.Arbitrary<Work> = fc
  .tuple(
    fc.array(stepChoices, { minLength: 1, maxLength: 6 }),
    fc.constantFrom("none", "plain", "mutual"),
  )
  .map(([choices, how]) => {
    const steps = choices.map((choice, index) =>
      stepOf(choice, "a", index, index === choices.length - 1),
    );
    const plan = planOf("a", "recover", "a", steps);
    const shared = steps.find(({ recovers }) => recovers !== undefined)?.recovers?.name;
    if (how === "none" || shared === undefined) {
      return { plan, second: undefined };
    }
    const own = recovering("b/own", "own", shared);
    // As a server with its databases, while a database is recovered with its server.
    const back: PlanStep = {
      ...recovering("b/back", "back", "a"),
      skipIfMet: true,
      optional: true,
      recovers: subjectOf("a"),
    };
    const second = planOf("b", "recover", shared, how === "mutual" ? [own, back] : [own]);
    return { plan, second };
  });

const takings: fc.Arbitrary<Work> = fc
  .constantFrom<Plan>(
    planOf("a", "purge", "a", [removing("a/s0", "s0", "a", "deleted")]),
    planOf("a", "purge", "a", [
      recovering("a/s0", "s0", "a", "stop"),
      removing("a/s1", "s1", "a", "live"),
    ]),
    planOf("a", "delete", "made-live", [removing("a/s0", "s0", "made-live", "live")]),
  )
  .map((plan) => ({ plan, second: undefined }));

export const works: fc.Arbitrary<Work> = fc.oneof(
  { arbitrary: recoveries, weight: 3 },
  { arbitrary: takings, weight: 1 },
);
