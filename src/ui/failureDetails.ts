import * as l10n from "@vscode/l10n";
import type { ArmFailure } from "../azure/errors";
import { readable } from "../azure/readable";
import { factLines } from "./factLines";
import type { Fact } from "./facts";
import { visible } from "./text";

/** What went wrong, as far as it is known. */
export interface FailedAttempt {
  /** What was done to what, as in "Purge kv-prod". */
  readonly what: string;
  /** The id of what it was done to. */
  readonly target?: string;
  /** What the person was told. */
  readonly sentence: string;
  readonly failure?: ArmFailure | undefined;
  /** Milliseconds since the epoch. */
  readonly at?: number;
}

/** Azure's longest messages list what is missing; a report wants all of it. */
const longestMessage = 4000;

/** What Azure's support asks about a request that failed. It names the person's resources. */
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
 * Everything that a colleague asks about something that failed and left no operation, as plain text.
 * Only ever for the clipboard: it names the person's resources.
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
