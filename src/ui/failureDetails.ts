import * as l10n from "@vscode/l10n";
import type { ArmFailure } from "../azure/errors";
import { readable } from "../azure/readable";
import { factLines } from "./factLines";
import type { Fact } from "./facts";
import { visible } from "./text";

export interface FailedAttempt {
  /** The action and its target, as in "Purge kv-prod". */
  readonly what: string;
  /** The id of the target. */
  readonly target?: string;
  /** The message that was shown. */
  readonly sentence: string;
  readonly failure?: ArmFailure | undefined;
  /** Milliseconds since the epoch. */
  readonly at?: number;
}

/**
 * Limit in characters: Azure's longest messages list missing items, and a report needs all of them.
 */
const longestMessage = 4000;

/**
 * The facts Azure support needs about a failed request. Contains names of the person's resources.
 */
export function failureFacts(failure: ArmFailure): readonly Fact[] {
  const facts: readonly (readonly [string, string | undefined])[] = [
    [l10n.t("Request"), `${failure.method} ${failure.path}`],
    [l10n.t("Status"), failure.status?.toString()],
    [l10n.t("Code"), failure.code],
    [l10n.t("Message"), failure.message],
    [l10n.t("Policies"), failure.policies?.join(", ")],
    [l10n.t("Correlation ID"), failure.correlationId],
  ];
  return facts
    .map(([name, value]) => [name, readable(value ?? "", longestMessage)] as const)
    .filter(([, value]) => value !== "");
}

/**
 * The details of a failure without an operation, as plain text. For the clipboard only: it contains
 * names of the person's resources.
 */
export function failureDetails({ what, target, sentence, failure, at }: FailedAttempt): string {
  const facts: readonly Fact[] = [
    ...(failure === undefined ? [] : failureFacts(failure)),
    ...(at === undefined ? [] : [[l10n.t("Time"), new Date(at).toISOString()] as const]),
  ];
  return [...[what, target ?? "", sentence].map(visible), ...factLines(facts)]
    .filter((line) => line !== "")
    .join("\n");
}
