import { decodePath, type ArmRequest } from "../azure/armRequest";
import { sameText } from "../base/sameText";
import type { PlanStep } from "./plan";

/**
 * Soft-deleted Cosmos DB accounts are recovered and purged by the same DELETE of the same URL; only
 * the value of this parameter differs.
 * Source: github.com/Azure/azure-rest-api-specs, Microsoft.DocumentDB, SoftDeletedResources.tsp
 */
export const softDeleteActionKind = "softDeleteActionKind";
export const restoreSoftDeletedResource = "RestoreSoftDeletedResource";
export const permanentDeleteResource = "PermanentDeleteResource";

/** The purpose of a plan. */
export type Intent = "recover" | "purge" | "delete" | "change" | "create";

const kinds: Readonly<Partial<Record<Intent, string>>> = {
  recover: restoreSoftDeletedResource,
  purge: permanentDeleteResource,
};

/** A request that does something else than its plan. It must not be sent. */
export class WrongIntentError extends Error {
  constructor(intent: Intent, { method, path }: ArmRequest, mistake: string) {
    super(`A plan to ${intent} must not send ${method} ${path}: ${mistake}.`);
    this.name = "WrongIntentError";
  }
}

/**
 * Refuses a step whose requests could destroy what the plan is to save, or the reverse:
 * - the parameter above has exactly the value for the intent, and nothing addressed as a
 * soft-deleted account is deleted without it;
 * - only a purge posts to ".../purge" or forces a deletion;
 * - a recovery, a change, and a creation delete nothing else.
 *
 * @throws WrongIntentError
 */
export function assertIntent(
  intent: Intent,
  { request, fallbackRequest }: Pick<PlanStep, "request" | "fallbackRequest">,
): void {
  for (const one of fallbackRequest === undefined ? [request] : [request, fallbackRequest]) {
    const mistake = mistakeIn(intent, one);
    if (mistake !== undefined) {
      throw new WrongIntentError(intent, one, mistake);
    }
  }
}

function mistakeIn(intent: Intent, { method, path, query = {} }: ArmRequest): string | undefined {
  // A query inside the path would bypass every check.
  if (/[?#]/.test(path)) {
    return "its path holds a query";
  }
  const address = segmentsOf(path);
  // A plan read from a file may contain anything.
  const verb = method.toUpperCase();
  const parameters = Object.entries(query);
  const actions = parameters.filter(([name]) => sameText(name, softDeleteActionKind));
  const isSoftDeletedAccount =
    address.at(-5) === "microsoft.documentdb" &&
    address.at(-4) === "locations" &&
    address.at(-2) === "softdeleteddatabaseaccounts";
  if (actions.length > 0 || (isSoftDeletedAccount && verb === "DELETE")) {
    const [name, value] = actions[0] ?? [];
    return isSoftDeletedAccount &&
      verb === "DELETE" &&
      actions.length === 1 &&
      name === softDeleteActionKind &&
      value !== undefined &&
      value === kinds[intent]
      ? undefined
      : `${softDeleteActionKind} is ${value ?? "missing"}`;
  }
  if (intent === "purge") {
    return undefined;
  }
  if (verb === "POST" && address.at(-1) === "purge") {
    return "it purges";
  }
  if (verb !== "DELETE") {
    return undefined;
  }
  const isForced = parameters.some(
    ([name, value]) => /^force(topurge)?$/i.test(name) && !sameText(value, "false"),
  );
  return intent === "delete" ? (isForced ? "it forces the deletion" : undefined) : "it deletes";
}

/** Segments as Azure reads a path: case-insensitive, decoded, without empty segments. */
function segmentsOf(path: string): readonly string[] {
  return path
    .split("/")
    .filter((segment) => segment !== "")
    .map((segment) => decodePath(segment).toLowerCase());
}
