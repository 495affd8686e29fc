import * as l10n from "@vscode/l10n";
import type { ArmRequest } from "../../azure/armRequest";
import { type Operation } from "../../operations/operation";
import { isStoppedBy, type PlanStep } from "../../services/plan";
import type { Fact } from "../facts";
import { label } from "../text";
import { orderOf, stateText, stepsBefore } from "./progressText";
import { isStepEnd, type Sent } from "../../operations/steps/progress";

const longestPath = 160;

/** What stands beside a step's title: its target, and how it stands where that needs a word. */
export function stepDescription(operation: Operation, index: number): string {
  const step = operation.plan.steps[index];
  const words = operation.steps[index]?.state === "done" ? [] : [stepStatus(operation, index)];
  return [label(step?.target ?? ""), ...words].filter((word) => word !== "").join(" · ");
}

/** How a step stands, in a few words. */
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

/** What there is to know of a step, for a hover. */
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

/** What a step sends, and what Azure answered where it was sent; the path cut where it is long. */
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

/** Why a step has not been done, or what to know although it has. */
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

/** What Azure answered. */
export function answerFacts({ status, correlationId }: Omit<Sent, "at">): readonly Fact[] {
  return [
    [l10n.t("Status"), status === undefined ? l10n.t("no response") : String(status)],
    ...(correlationId === undefined ? [] : [[l10n.t("Correlation ID"), correlationId] as const]),
  ];
}

/** Method and path without host and query, the middle left out where it is long. */
export function shortRequestLine({ method, path }: ArmRequest): string {
  const half = Math.floor(longestPath / 2);
  return path.length <= longestPath
    ? `${method} ${path}`
    : `${method} ${path.slice(0, half)}…${path.slice(-half)}`;
}

/** Which other steps it waits for; undefined where it is its turn. */
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

/** What another step is about, or what it does where that is the same thing. */
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
