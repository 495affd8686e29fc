import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { predecessors, removeSteps, type PlanStep } from "../../../src/services/plan";
import { bare } from "../operations/stepping";

function step(id: string, rest: Partial<PlanStep> = {}): PlanStep {
  return { ...bare, id, ...rest };
}

function idsOf(steps: readonly PlanStep[]): readonly string[] {
  return steps.map(({ id }) => id);
}

/** Any plan: each step comes after some of those before it, or after all of them. */
const plans: fc.Arbitrary<readonly PlanStep[]> = fc
  .array(fc.record({ after: fc.option(fc.nat(255), { nil: undefined }), optional: fc.boolean() }), {
    minLength: 1,
    maxLength: 8,
  })
  .map((choices) =>
    choices.map(({ after, optional }, index) => ({
      ...step(`s${index}`),
      ...(after === undefined
        ? {}
        : {
            after: choices.flatMap((_, place) =>
              place < index && (after >> place) % 2 === 1 ? [`s${place}`] : [],
            ),
          }),
      ...(optional ? { optional: true as const } : {}),
    })),
  );

/** All steps that have to come to an end before this one begins. */
function allBefore(steps: readonly PlanStep[], id: string): ReadonlySet<string> {
  const before = predecessors(steps);
  const found = new Set<string>();
  const add = (index: number): void => {
    for (const place of before[index] ?? []) {
      found.add(steps[place]?.id ?? "");
      add(place);
    }
  };
  add(steps.findIndex((one) => one.id === id));
  return found;
}

describe("the order of the steps of a plan", () => {
  it("is that in which they stand, where they do not say", () => {
    expect(predecessors([step("a"), step("b"), step("c")])).toEqual([[], [0], [0, 1]]);
  });

  it("is what they say", () => {
    const steps = [step("a"), step("b", { after: [] }), step("c", { after: ["b"] }), step("d")];
    expect(predecessors(steps)).toEqual([[], [], [1], [0, 1, 2]]);
  });

  it.each<[string, readonly PlanStep[]]>([
    ["that is not in the plan", [step("a", { after: ["x"] })]],
    ["that comes later", [step("a", { after: ["b"] }), step("b", { after: [] })]],
    ["and that after it", [step("a", { after: ["b"] }), step("b", { after: ["a"] })]],
    ["which is itself", [step("a", { after: ["a"] })]],
    ["whose id is another's too", [step("a"), step("a", { after: [] })]],
  ])("is refused where one comes after a step %s", (_, steps) => {
    expect(() => predecessors(steps)).toThrow(/no order/);
  });
});

describe("a plan without some of its steps", () => {
  it("is as it was where none is left out", () => {
    fc.assert(
      fc.property(plans, (steps) => {
        expect(removeSteps(steps, new Set())).toEqual(steps);
      }),
    );
  });

  it("keeps what is required, and every order that there was", () => {
    fc.assert(
      fc.property(plans, fc.array(fc.nat(7)), (steps, out) => {
        const left = removeSteps(steps, new Set(out.map((place) => `s${place}`)));
        expect(idsOf(left)).toEqual(idsOf(steps).filter((id) => idsOf(left).includes(id)));
        for (const one of steps) {
          const isLeft = idsOf(left).includes(one.id);
          expect(isLeft || one.optional === true).toBe(true);
          if (isLeft) {
            const before = [...allBefore(steps, one.id)].filter((id) => idsOf(left).includes(id));
            expect(allBefore(left, one.id)).toEqual(new Set(before));
          }
        }
      }),
    );
  });

  it("leaves out those that the person does not want, and no required one", () => {
    fc.assert(
      fc.property(plans, fc.array(fc.nat(7)), (steps, out) => {
        const unwanted = new Set(out.map((place) => `s${place}`));
        const left = new Set(idsOf(removeSteps(steps, unwanted)));
        for (const { id, optional } of steps) {
          expect(left.has(id) && unwanted.has(id) && optional === true).toBe(false);
        }
      }),
    );
  });

  it("leaves out what is nothing without them", () => {
    const steps = [
      step("server"),
      step("database", { after: ["server"], optional: true }),
      step("rule", { after: ["database"], optional: true }),
      step("other", { after: ["server"], optional: true }),
    ];
    expect(idsOf(removeSteps(steps, new Set(["database"])))).toEqual(["server", "other"]);
  });

  it("lets one that came after one left out come after what that came after", () => {
    const steps = [
      step("group"),
      step("extra", { after: ["group"], optional: true }),
      step("account", { after: ["extra"] }),
    ];
    expect(removeSteps(steps, new Set(["extra"])).at(1)?.after).toEqual(["group"]);
  });
});
