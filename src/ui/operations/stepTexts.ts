import * as l10n from "@vscode/l10n";
import type { ArmRequest } from "../../azure/armRequest";
import { type Operation } from "../../operations/operation";
import { isStoppedBy, type PlanStep } from "../../services/plan";
import type { Fact } from "../facts";
import { label } from "../text";
import { orderOf, stateText, stepsBefore } from "./progressText";
import { isStepEnd, type Sent } from "../../operations/steps/progress";

const longestPath = 160;

/** The description of a step's row: its target, and its status where notable. */
export function stepDescription(operation: Operation, index: number): string {
  const step = operation.plan.steps[index];
  const words = operation.steps[index]?.state === "done" ? [] : [stepStatus(operation, index)];
  return [label(step?.target ?? ""), ...words].filter((word) => word !== "").join(" · ");
}

/** A step's status in a few words. */
export function stepStatus(operation: Operation, index: number): string {
  const step = operation.plan.steps[index];
  const progress = operation.steps[index];
  const word = ((): string => {
    switch (progress?.state) {
      case "done":
        return l10n.t("done");
      case "failed":
        return progress.uncertain === true ? l10n.t("uncertain") : l10n.t("failed");
      case "skipped":
        return l10n.t("not sent");
      case "waiting":
        return waitingText(operation, index) ?? stateText(operation, index);
      default:
        return stateText(operation, index);
    }
  })();
  return step?.optional === true ? l10n.t("{0} (optional)", word) : word;
}

/** The facts of a step for its tooltip. */
export function stepFacts(
  operation: Operation,
  index: number,
  dateTime: (instant: string) => string,
): readonly Fact[] {
  return [
    [l10n.t("State"), stepStatus(operation, index)],
    ...endFacts(operation, index),
    ...requestFacts(operation, index, dateTime),
  ];
}

/** The request of a step and Azure's response; a long path is shortened. */
export function requestFacts(
  operation: Operation,
  index: number,
  dateTime: (instant: string) => string,
): readonly Fact[] {
  const step = operation.plan.steps[index];
  if (step === undefined) {
    return [];
  }
  const sent = operation.sent?.[step.id];
  return [
    [l10n.t("Request"), shortRequestLine(step.request)],
    ...(sent === undefined
      ? []
      : [
          [l10n.t("Sent"), dateTime(new Date(sent.at).toISOString())] as const,
          ...answerFacts(sent),
        ]),
  ];
}

/** Why a step wasn't done, or a note on its success. */
export function endFacts(operation: Operation, index: number): readonly Fact[] {
  const progress = operation.steps[index];
  switch (progress?.state) {
    case "done":
      return progress.note === undefined ? [] : [[l10n.t("Note"), progress.note]];
    case "failed":
      return [[l10n.t("Reason"), progress.reason]];
    case "skipped":
      return [[l10n.t("Reason"), whySkipped(operation, index)]];
    default:
      return [];
  }
}

/** Azure's response. */
export function answerFacts({ status, correlationId }: Omit<Sent, "at">): readonly Fact[] {
  return [
    [l10n.t("Status"), status === undefined ? l10n.t("no response") : String(status)],
    ...(correlationId === undefined ? [] : [[l10n.t("Correlation ID"), correlationId] as const]),
  ];
}

/** Method and path without host and query; a long path is shortened in the middle. */
export function shortRequestLine({ method, path }: ArmRequest): string {
  const half = Math.floor(longestPath / 2);
  return path.length <= longestPath
    ? `${method} ${path}`
    : `${method} ${path.slice(0, half)}…${path.slice(-half)}`;
}

/** Which steps it waits for; undefined when it is ready. */
function waitingText(operation: Operation, index: number): string | undefined {
  const before = operation.endedAt === undefined ? stepsBefore(operation, index) : [];
  const [first] = before;
  const other = first === undefined ? undefined : operation.plan.steps[first];
  if (other === undefined) {
    return undefined;
  }
  return before.length === 1
    ? l10n.t("waiting for {0}", nameBeside(operation.plan.steps[index], other))
    : l10n.t("waiting for {0} other steps", before.length);
}

/** The target of another step, or its title where the targets are equal. */
function nameBeside(step: PlanStep | undefined, other: PlanStep): string {
  return label(other.target === step?.target ? other.title : other.target);
}

function whySkipped(operation: Operation, index: number): string {
  const step = operation.plan.steps[index];
  const blocking = (orderOf(operation)[index] ?? []).find((place) => {
    const before = operation.plan.steps[place];
    const progress = operation.steps[place];
    return (
      step !== undefined &&
      before !== undefined &&
      progress !== undefined &&
      isStoppedBy(step, before) &&
      isStepEnd(progress) &&
      progress.state !== "done"
    );
  });
  const before = blocking === undefined ? undefined : operation.plan.steps[blocking];
  return before === undefined
    ? l10n.t("Canceled before the request was sent.")
    : l10n.t('Not sent because the step "{0}: {1}" didn\'t succeed.', before.title, before.target);
}
