import * as l10n from "@vscode/l10n";
import { type Operation } from "../../operations/operation";
import { predecessors, type PlanStep } from "../../services/plan";
import { doingWord } from "../actionWords";
import { label } from "../text";
import { isStepEnd, type StepEnd, type StepProgress } from "../../operations/steps/progress";

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

/** The progress of a running step, without its target. */
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

/** The indexes of the steps that a step still waits for; empty when it is ready. */
export function stepsBefore(operation: Operation, index: number): readonly number[] {
  return (orderOf(operation)[index] ?? []).filter((place) => !hasEnded(operation.steps[place]));
}

/** The indexes of ready, unfinished steps. */
function stepsAtWork(operation: Operation): readonly number[] {
  const before = orderOf(operation);
  return operation.steps.flatMap((progress, index) => {
    const isReady = (before[index] ?? []).every((place) => hasEnded(operation.steps[place]));
    return !isStepEnd(progress) && isReady ? [index] : [];
  });
}

/** The predecessors of each step. */
export function orderOf({ plan }: Operation): readonly (readonly number[])[] {
  try {
    return predecessors(plan.steps);
  } catch {
    // A plan with invalid dependencies, for example an edited file, is still shown.
    return plan.steps.map((_, index) => [...plan.steps.keys()].slice(0, index));
  }
}

function hasEnded(progress: StepProgress | undefined): progress is StepEnd | undefined {
  return progress === undefined || isStepEnd(progress);
}

/** The id of the step that creates a resource group. */
const createsGroup = "createResourceGroup";

function isAboutSubject({ id, recovers }: PlanStep): boolean {
  return id !== createsGroup && recovers === undefined;
}

/** The progress of a step on another resource than the operation's own. */
function doingWhat({ id, target }: PlanStep): string {
  return id === createsGroup
    ? l10n.t("creating {0}…", label(target))
    : l10n.t("recovering {0}…", label(target));
}
