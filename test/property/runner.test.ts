import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { outcomeOf, isDestructive, type Operation } from "../../src/operations/operation";
import type { PlanStep, Plan } from "../../src/services/plan";
import { labelOf } from "./disk";
import { works, type Work } from "./plans";
import { requiredBefore } from "./rules";
import { schedules, type Schedule } from "./schedule";
import { isWhole, World } from "./world";

const numRuns = Number(process.env["PROPERTY_RUNS"] ?? 10_000);
const timeout = 30 * 60_000;

beforeAll(() => {
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval"] });
});

afterAll(() => {
  vi.useRealTimers();
});

/** The steps of an operation that its plan would not be without. */
function required({ plan, steps }: Operation): Operation["steps"] {
  return steps.filter((_, index) => plan.steps[index]?.optional !== true);
}

function isThere(world: World, { postcondition }: Operation["plan"]["steps"][number]): boolean {
  return (
    postcondition === undefined ||
    world.azure.isThere(postcondition.request.path) === (postcondition.expects === "present")
  );
}

/** Whether what is written down is what has become of it in Azure. */
function checkTruth(world: World, isFirstTime: boolean): void {
  for (const operation of world.operations) {
    const { plan, steps } = operation;
    expect(isWhole(operation)).toBe(true);
    for (const [index, progress] of steps.entries()) {
      const step = plan.steps[index];
      if (step === undefined) {
        continue;
      }
      const taken = world.azure.taken.get(`${labelOf(plan)}/${step.id}`) ?? 0;
      const isUndoneLater = plan.action === "purge" && index < steps.length - 1;
      if (progress.state === "done" && !isUndoneLater) {
        expect([step.id, isThere(world, step)]).toEqual([step.id, true]);
        expect(step.postcondition !== undefined || taken > 0).toBe(true);
      }
      const mayBeTaken =
        progress.state === "done" || (progress.state === "failed" && progress.uncertain === true);
      if (isFirstTime && !mayBeTaken) {
        expect([step.id, progress, taken]).toEqual([step.id, progress, 0]);
      }
      if (step.skipIfMet === true || isDestructive(plan, step)) {
        expect(taken).toBeLessThanOrEqual(1);
      }
    }
    expect(outcomeOf(operation) === "succeeded").toBe(
      required(operation).every(({ state }) => state === "done"),
    );
  }
}

/** Whether every step that was not carried out has a reason for that. */
function checkNothingIsLost(
  world: World,
  { saves, reads, writes, polls, connects }: Schedule,
): void {
  const mayStopAll =
    [...reads, ...writes, ...polls].some((event) => event === "cancel") ||
    saves.includes("refuse") ||
    connects.includes(false);
  if (mayStopAll) {
    return;
  }
  for (const { plan, steps } of world.operations) {
    for (const [index, { state }] of steps.entries()) {
      const stopping = requiredBefore(plan.steps, index).filter(
        (before) => steps[before]?.state !== "done",
      );
      expect([index, state === "skipped"]).toEqual([index, stopping.length > 0]);
    }
  }
}

/** Whether another plan has brought back what this step would have. */
function isOthersWork(world: World, plan: Plan, step: PlanStep): boolean {
  const taken = world.azure.taken.get(`${labelOf(plan)}/${step.id}`) ?? 0;
  return taken === 0 && isThere(world, step);
}

/** A plan in a few words, to understand a failure by. */
function inShort({ plan, second }: Work): string {
  return [plan, ...(second === undefined ? [] : [second])]
    .flatMap(({ identity, action, steps }) => [
      `${identity.accountId}: ${action}`,
      ...steps.map(
        ({ id, target, after, optional, recovers, overwrites, fallbackRequest }) =>
          `  ${id} ${target} ${JSON.stringify({ after, optional, of: recovers?.name, overwrites, orElse: fallbackRequest?.method })}`,
      ),
    ])
    .join("\n");
}

async function play(world: World, schedule: Schedule): Promise<void> {
  await world.start();
  expect(world.rules.breaches).toEqual([]);
  world.time.now += 24 * 3_600_000;
  checkTruth(world, true);
  checkNothingIsLost(world, schedule);
  for (let retry = 0; retry < schedule.retries; retry += 1) {
    await world.retry("together");
    expect(world.rules.breaches).toEqual([]);
  }
  world.time.now += 24 * 3_600_000;
  checkTruth(world, false);
  const before = world.operations;
  world.weather.clear();
  await world.retry("one by one");
  expect(world.rules.breaches).toEqual([]);
  checkTruth(world, false);
  for (const operation of world.operations) {
    const { plan } = operation;
    if (plan.steps.some((step) => isDestructive(plan, step))) {
      expect(before).toContain(operation);
      continue;
    }
    for (const [index, step] of plan.steps.entries()) {
      const mayHaveFailed =
        step.optional === true ||
        world.azure.changed.size > 0 ||
        // The other plan has brought it back, or what it would have come after.
        (world.operations.length > 1 && plan.steps.some((one) => isOthersWork(world, plan, one)));
      if (!mayHaveFailed) {
        expect([step.id, operation.steps[index]]).toEqual([
          step.id,
          expect.objectContaining({ state: "done" }),
        ]);
      }
    }
  }
}

describe("a plan, whatever happens while it is carried out", () => {
  it(
    "sends nothing twice, loses nothing and says what has become of it",
    async () => {
      await fc.assert(
        fc.asyncProperty(works, schedules, async (work, schedule) => {
          const world = new World(work, schedule);
          try {
            await play(world, schedule);
          } catch (error) {
            const reason = error instanceof Error ? error.message : String(error);
            throw new Error([reason, inShort(work), ...world.story].join("\n"), { cause: error });
          }
        }),
        { numRuns },
      );
    },
    timeout,
  );
});
