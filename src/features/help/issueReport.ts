import type { ArmFailure } from "../../azure/errors";
import { outcomeOf, type Operation } from "../../operations/operation";
import type { InventorySnapshot } from "../../inventory/inventorySnapshot";
import type { StepProgress } from "../../operations/steps/progress";

/** The environment facts of an issue report. */
export interface IssueSurroundings {
  readonly extension: string;
  readonly vscode: string;
  readonly system: string;
  readonly language: string;
  /** The credential setting. */
  readonly credential: string;
  /** The cloud as the setting has it; a custom one has a name of the person's own. */
  readonly cloud: string;
  /** The services setting; undefined for all. */
  readonly services: readonly string[] | undefined;
}

const clouds = ["AzureCloud", "ChinaCloud", "USGovernment"];
/** An error code of Azure's is one word; anything else could be a person's own text. */
const oneWord = /^[A-Za-z][\w.]{0,80}$/;
const mostOperations = 10;

/**
 * The issue report of this window, in English for its readers: kinds, counts, and codes. Contains
 * no name of a resource, subscription, tenant, or person, no id, and no path.
 *
 * @param known the ids of all services; others, such as a misspelled setting, are left out.
 */
export function issueReport(
  around: IssueSurroundings,
  { subscriptions, problems }: Pick<InventorySnapshot, "subscriptions" | "problems">,
  operations: readonly Operation[],
  known: readonly string[],
): string {
  const branches = subscriptions.flatMap((entry) => entry.branches);
  const deleted = counted(
    branches.flatMap(({ service, resources }) => resources.map(() => service.id)),
  );
  const failures = [
    ...branches.flatMap(({ service, failure }) =>
      failure === undefined ? [] : [`${service.id}: ${failureText(failure)}`],
    ),
    ...problems.map(({ kind, failure }) =>
      failure === undefined ? `subscriptions: ${kind}` : `subscriptions: ${failureText(failure)}`,
    ),
  ];
  const { services } = around;
  return [
    `Extension: ${around.extension}`,
    `VS Code: ${around.vscode}`,
    `System: ${around.system}`,
    `Language: ${around.language}`,
    `Signed in with: ${around.credential}`,
    `Cloud: ${clouds.includes(around.cloud) ? around.cloud : "custom"}`,
    `Services: ${services?.filter((id) => known.includes(id)).join(", ") ?? "as by default"}`,
    `Subscriptions: ${String(subscriptions.length)}`,
    `Deleted: ${listed(deleted, "none")}`,
    "",
    "Could not be read:",
    ...bullets(counted(failures)),
    "",
    "Last operations:",
    ...bullets(counted(operations.slice(0, mostOperations).map(operationText))),
    "",
  ].join("\n");
}

function operationText(operation: Operation): string {
  const { action, subject } = operation.plan;
  const failure = operation.steps.map(stepFailure).find((one) => one !== undefined);
  const why = failure === undefined ? "" : `, ${failureText(failure)}`;
  return `${action} ${subject.serviceId}: ${outcomeOf(operation)}${why}`;
}

function stepFailure(step: StepProgress): ArmFailure | undefined {
  return step.state === "failed" ? step.failure : undefined;
}

function failureText({ kind, code = "", status }: ArmFailure): string {
  return [
    kind,
    ...(oneWord.test(code) ? [code] : []),
    ...(status === undefined ? [] : [`status ${String(status)}`]),
  ].join(" ");
}

function counted(texts: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const text of texts) {
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return counts;
}

function listed(counts: ReadonlyMap<string, number>, nothing: string): string {
  return counts.size === 0
    ? nothing
    : [...counts].map(([text, count]) => `${text} ${String(count)}`).join(", ");
}

function bullets(counts: ReadonlyMap<string, number>): readonly string[] {
  return counts.size === 0
    ? ["- none"]
    : [...counts].map(([text, count]) => `- ${text}${count === 1 ? "" : ` (${String(count)})`}`);
}
