import * as l10n from "@vscode/l10n";
import { type Operation } from "../../operations/operation";
import { predecessors, type PlanStep } from "../../services/plan";
import { doingWord } from "../actionWords";
import { label } from "../text";
import { isStepEnd, type StepEnd, type StepProgress } from "../../operations/steps/progress";

/** What a running operation is doing now, in a few words. */
export function progressText(operation: Operation): string {
  const { steps, plan } = operation;
  const atWork = stepsAtWork(operation);
  const [first] = atWork;
  if (first === undefined) {
    return l10n.t("finishing…");
  }
  if (atWork.length > 1) {
    const done = steps.filter(({ state }) => state === "done").length;
    return l10n.t("{0} of {1} steps done, {2} in progress…", done, steps.length, atWork.length);
  }
  const step = plan.steps[first];
  const progress = steps[first];
  const doing =
    step !== undefined && progress?.state === "polling" && !isAboutSubject(step)
      ? doingWhat(step)
      : stateText(operation, first);
  return steps.length > 1 ? l10n.t("step {0} of {1}: {2}", first + 1, steps.length, doing) : doing;
}

/** What a step that has not ended is at, its target left out. */
export function stateText({ plan, steps }: Operation, index: number): string {
  const progress = steps[index];
  const step = plan.steps[index];
  switch (progress?.state) {
    case "waiting":
      return progress.retry === undefined
        ? l10n.t("checking…")
        : l10n.t("Azure is busy, retrying…");
    case "sending":
      return l10n.t("sending…");
    case "polling":
      return doingWord(step?.id === createsGroup ? "create" : plan.action);
    case "confirming":
      return l10n.t("waiting for Azure to show the change…");
    default:
      return "";
  }
}

/** The steps that a step still waits for, by their place in the plan; none once it is its turn. */
export function stepsBefore(operation: Operation, index: number): readonly number[] {
  return (orderOf(operation)[index] ?? []).filter((place) => !hasEnded(operation.steps[place]));
}

/** The steps that have not ended and wait for no other, by their place in the plan. */
function stepsAtWork(operation: Operation): readonly number[] {
  const before = orderOf(operation);
  return operation.steps.flatMap((progress, index) => {
    const isReady = (before[index] ?? []).every((place) => hasEnded(operation.steps[place]));
    return !isStepEnd(progress) && isReady ? [index] : [];
  });
}

/** What each step comes after. */
export function orderOf({ plan }: Operation): readonly (readonly number[])[] {
  try {
    return predecessors(plan.steps);
  } catch {
    // A plan without an order, as in a file that was changed by hand, is shown all the same.
    return plan.steps.map((_, index) => [...plan.steps.keys()].slice(0, index));
  }
}

function hasEnded(progress: StepProgress | undefined): progress is StepEnd | undefined {
  return progress === undefined || isStepEnd(progress);
}

/** How planner and services name the step that brings back a resource group. */
const createsGroup = "createResourceGroup";

function isAboutSubject({ id, recovers }: PlanStep): boolean {
  return id !== createsGroup && recovers === undefined;
}

/** What Azure does to something else than what the operation is about. */
function doingWhat({ id, target }: PlanStep): string {
  return id === createsGroup
    ? l10n.t("creating {0}…", label(target))
    : l10n.t("recovering {0}…", label(target));
}
