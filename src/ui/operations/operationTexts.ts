import * as l10n from "@vscode/l10n";
import {
  isUncertain,
  notesOf,
  outcomeOf,
  reasonOf,
  remainderOf,
  type Operation,
} from "../../operations/operation";
import { doneWord } from "../actionWords";
import type { Fact } from "../facts";
import { roundedDuration } from "../quantities";
import { progressText } from "./progressText";
import { answerFacts, requestFacts, shortRequestLine } from "./stepTexts";

/** Requests in a tooltip at most. */
const mostRequests = 5;

/** The description of an operation's row: its progress, or its result and duration. */
export function operationDescription(operation: Operation): string {
  return outcomeOf(operation) === "running"
    ? progressText(operation)
    : `${outcomeText(operation)} · ${timeTaken(operation)}`;
}

function outcomeText(operation: Operation): string {
  switch (outcomeOf(operation)) {
    case "running":
      return l10n.t("running");
    case "succeeded":
      return doneWord(operation.plan.action);
    case "failed":
      return isUncertain(operation) ? l10n.t("uncertain") : l10n.t("failed");
    case "cancelled":
      return l10n.t("canceled");
  }
}

/** An operation's duration; "0 s" while it runs. */
export function timeTaken({ startedAt, endedAt }: Operation): string {
  return roundedDuration((endedAt ?? startedAt) - startedAt);
}

/** The facts of an operation for its tooltip. */
export function operationFacts(
  operation: Operation,
  dateTime: (instant: string) => string,
): readonly Fact[] {
  const { subject } = operation.plan;
  return [
    [l10n.t("Resource"), `${subject.noun}, ${subject.originalId}`],
    [l10n.t("Subscription"), subject.subscriptionName],
    [l10n.t("Started"), dateTime(new Date(operation.startedAt).toISOString())],
    ...outcomeFacts(operation),
    ...(operation.steps.length === 1 ? requestFacts(operation, 0, dateTime) : sentFacts(operation)),
  ];
}

/** The result of an operation, its reason, and notes. */
export function outcomeFacts(operation: Operation): readonly Fact[] {
  const optional = (name: string, value: string | undefined): readonly Fact[] =>
    value === undefined ? [] : [[name, value]];
  return [
    [l10n.t("Outcome"), outcomeText(operation)],
    ...optional(l10n.t("Reason"), reasonOf(operation)),
    ...optional(l10n.t("Now"), remainderOf(operation)),
    ...notesOf(operation).map((note) => [l10n.t("Note"), note] as const),
  ];
}

/** Each sent request with its response, one line each. */
function sentFacts({ plan, sent = {} }: Operation): readonly Fact[] {
  const facts = plan.steps.flatMap(({ id, title, request }): readonly Fact[] => {
    const answer = sent[id];
    return answer === undefined
      ? []
      : [
          [
            title,
            [
              shortRequestLine(request),
              ...answerFacts(answer).map(([name, value]) => `${name}: ${value}`),
            ].join(" · "),
          ],
        ];
  });
  const more = facts.length - mostRequests;
  return more <= 0
    ? facts
    : [
        ...facts.slice(0, mostRequests),
        [l10n.t("More"), l10n.t("{0} more requests (select Show Details)", more)],
      ];
}
