import * as l10n from "@vscode/l10n";
import { pathAndQuery, type ArmRequest } from "../../azure/armRequest";
import type { Operation } from "../../operations/operation";
import type { PlanStep } from "../../services/plan";
import { actionTitle } from "../actionWords";
import { factLines } from "../factLines";
import { failureFacts } from "../failureDetails";
import type { Fact } from "../facts";
import { visible } from "../text";
import { outcomeFacts, timeTaken } from "./operationTexts";
import { answerFacts, endFacts, stepStatus } from "./stepTexts";

export interface ReportOptions {
  /** Whether to include request bodies. */
  readonly bodies: boolean;
}

/**
 * An operation as plain text for a ticket or a colleague: its result, each request, and Azure's
 * responses. Times are ISO 8601 in UTC. A plan contains no token.
 */
export function operationReport(operation: Operation, { bodies }: ReportOptions): string {
  const { plan, startedAt, endedAt, id } = operation;
  const { subject, identity, steps } = plan;
  return [
    visible(actionTitle(plan.action, subject.name)),
    "",
    ...factLines([
      ...outcomeFacts(operation),
      [l10n.t("Resource"), `${subject.noun}, ${subject.originalId}`],
      [l10n.t("Subscription"), `${subject.subscriptionName} (${subject.subscriptionId})`],
      [l10n.t("Tenant"), identity.tenantId],
      [l10n.t("Started"), instant(startedAt)],
      ...(endedAt === undefined
        ? []
        : ([
            [l10n.t("Ended"), instant(endedAt)],
            [l10n.t("Duration"), timeTaken(operation)],
          ] as const)),
      [l10n.t("Operation"), id],
    ]),
    ...steps.flatMap((step, index) => [
      "",
      visible(l10n.t("{0}. {1}: {2}", index + 1, step.title, step.target)),
      ...stepLines(operation, step, index, bodies).map((line) => `   ${line}`),
    ]),
    "",
  ].join("\n");
}

function stepLines(
  operation: Operation,
  step: PlanStep,
  index: number,
  bodies: boolean,
): readonly string[] {
  const { endpoint } = operation.plan.identity;
  const sent = operation.sent?.[step.id];
  const answer = sent === undefined ? [] : answerFacts(sent);
  const own = `${step.request.method} ${step.request.path}`;
  const isSaid = ([name, value]: Fact): boolean =>
    value === own || answer.some((said) => said[0] === name && said[1] === value);
  return [
    ...requestLines(step.request, endpoint, bodies),
    ...(step.fallbackRequest === undefined
      ? []
      : [
          l10n.t("or, if Azure refuses this request:"),
          ...requestLines(step.fallbackRequest, endpoint, bodies),
        ]),
    ...factLines([
      [l10n.t("State"), stepStatus(operation, index)],
      ...endFacts(operation, index),
      ...(sent === undefined ? [] : [[l10n.t("Sent"), instant(sent.at)] as const]),
      ...answer,
      ...whatFailed(operation, index).filter((fact) => !isSaid(fact)),
    ]),
  ];
}

/** Azure's response to the failed request: the step's own, or a read of it. */
function whatFailed(operation: Operation, index: number): readonly Fact[] {
  const progress = operation.steps[index];
  return progress?.state === "failed" && progress.failure !== undefined
    ? failureFacts(progress.failure)
    : [];
}

function requestLines(request: ArmRequest, endpoint: string, bodies: boolean): readonly string[] {
  const line = visible(`${request.method} ${endpoint}${pathAndQuery(request)}`);
  return request.body === undefined || !bodies
    ? [line]
    : [line, ...JSON.stringify(request.body, null, 2).split("\n").map(visible)];
}

function instant(at: number): string {
  return new Date(at).toISOString();
}
