import { unlimited } from "../../../src/base/semaphore";
import type { ArmRequest } from "../../../src/azure/armRequest";
import type { JsonValue } from "../../../src/base/json";

import type { StepEnvironment } from "../../../src/operations/steps/postconditions";
import { advance } from "../../../src/operations/steps/stepRunner";
import type { PlanStep, Plan } from "../../../src/services/plan";
import { FakeClock } from "../base/fakeClock";
import { refusal, ScriptedArm, type Reply, type Script } from "./scriptedArm";
import { isStepEnd, type StepEnd, type StepProgress } from "../../../src/operations/steps/progress";

/** Where a thing is read, made and listed. */
export const thing: ArmRequest = { method: "GET", path: "/thing", apiVersion: "1" };
export const list: ArmRequest = { method: "GET", path: "/list", apiVersion: "1" };
export const put: ArmRequest = { ...thing, method: "PUT", body: {} };

/** A step without anything that it may be without. */
export const bare: PlanStep = { id: "make", title: "Make thing", target: "thing", request: put };

export const withEffect: PlanStep = {
  ...bare,
  postcondition: { request: thing, expects: "present" },
};

export const gone = refusal(404, "ResourceNotFound");
export const forbidden = refusal(403, "AuthorizationFailed", "No.");

export function answering(body: JsonValue): Reply {
  return { status: 200, body };
}

/** A page of its own for each item of a list. */
export class PagedArm extends ScriptedArm {
  override async list(
    ...[request, onPage, signal]: Parameters<ScriptedArm["list"]>
  ): Promise<void> {
    const onItems = (items: readonly JsonValue[]): void => {
      for (const item of items) {
        onPage([item]);
      }
    };
    await super.list(request, onItems, signal);
  }
}

export function environmentOf(arm: ScriptedArm, clock = new FakeClock(0)): StepEnvironment {
  const never = new AbortController().signal;
  const explain: StepEnvironment["explain"] = ({ message }) => message;
  return {
    arm,
    clock,
    explain,
    shutdown: never,
    cancelled: never,
    permit: unlimited(),
    onSent: () => undefined,
  };
}

export interface Taken {
  readonly end: StepEnd;
  /** All states that it went through, the first and the last one too. */
  readonly states: readonly StepProgress["state"][];
  readonly arm: ScriptedArm;
  readonly clock: FakeClock;
}

/** Takes a step to its end; resumed where it is not from its beginning. */
export async function take(
  step: PlanStep,
  script: Script,
  from: StepProgress = { state: "waiting" },
): Promise<Taken> {
  const arm = new PagedArm(script);
  const clock = new FakeClock(0);
  const states: StepProgress["state"][] = [from.state];
  let resumed = from.state !== "waiting";
  let progress = from;
  while (!isStepEnd(progress)) {
    progress = await advance(step, progress, environmentOf(arm, clock), resumed);
    resumed = false;
    states.push(progress.state);
  }
  return { end: progress, states, arm, clock };
}

export function planOf(action: Plan["action"], ...steps: readonly PlanStep[]): Plan {
  return {
    action,
    subject: {
      serviceId: "things",
      noun: "thing",
      name: "thing",
      subscriptionId: "s",
      subscriptionName: "Production",
      originalId: "/thing",
      deletion: "/thing@1",
    },
    identity: { accountId: "dana", tenantId: "t", endpoint: "https://management.azure.com" },
    steps,
  };
}
