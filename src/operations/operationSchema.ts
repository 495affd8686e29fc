import { arrayAt, isJsonObject, stringAt, valueAt, type JsonValue } from "../base/json";
import type { Operation } from "./operation";

/** Upper limit of a service's wait, in seconds. */
const longestPatience = 30 * 24 * 3600;

const actions = ["recover", "purge", "delete", "change", "create"];
const methods = ["GET", "HEAD", "PUT", "POST", "PATCH", "DELETE"];

/**
 * Validates a stored operation. Whatever an editor or a failing disk changed, nothing is sent or
 * waited for that wasn't written by this extension.
 */
export function isStoredOperation(value: JsonValue): value is JsonValue & Operation {
  const plan = valueAt(value, ["plan"]);
  const steps = arrayAt(value, "steps");
  const planned = arrayAt(plan, "steps");
  return (
    valueAt(value, ["schema"]) === 2 &&
    stringAt(value, "id") !== undefined &&
    isInstant(valueAt(value, ["startedAt"])) &&
    isOptional(valueAt(value, ["endedAt"]), isInstant) &&
    isOptional(valueAt(value, ["revision"]), isInstant) &&
    isOptional(valueAt(value, ["sent"]), isJsonObject) &&
    actions.includes(stringAt(plan, "action") ?? "") &&
    hasTexts(valueAt(plan, ["identity"]), ["accountId", "tenantId", "endpoint"]) &&
    isSubject(valueAt(plan, ["subject"])) &&
    steps.length > 0 &&
    steps.length === planned.length &&
    planned.every(isPlanStep) &&
    steps.every(isProgress)
  );
}

function isSubject(value: JsonValue | undefined): boolean {
  return hasTexts(value, [
    "serviceId",
    "noun",
    "name",
    "subscriptionId",
    "subscriptionName",
    "originalId",
    "deletion",
  ]);
}

function isPlanStep(value: JsonValue): boolean {
  return (
    hasTexts(value, ["id", "title", "target"]) &&
    isRequest(valueAt(value, ["request"]) ?? null) &&
    isOptional(valueAt(value, ["fallbackRequest"]), isRequest) &&
    isOptional(valueAt(value, ["postcondition"]), isPostcondition) &&
    isOptional(valueAt(value, ["precondition"]), isPrecondition) &&
    isOptional(valueAt(value, ["recovers"]), isSubject) &&
    isOptional(valueAt(value, ["after"]), isTextList) &&
    isOptional(valueAt(value, ["confirmWithinSeconds"]), isDuration) &&
    isOptional(valueAt(value, ["retryOn"]), isRetryOn) &&
    isOptional(valueAt(value, ["waitAfter"]), isWaitAfter)
  );
}

function isRequest(value: JsonValue): boolean {
  return (
    methods.includes(stringAt(value, "method")?.toUpperCase() ?? "") &&
    (stringAt(value, "path")?.startsWith("/") ?? false) &&
    stringAt(value, "apiVersion") !== undefined &&
    ["query", "headers"].every((name) => isOptional(valueAt(value, [name]), isTexts)) &&
    isOptional(valueAt(value, ["body"]), isJsonObject)
  );
}

function isProbe(value: JsonValue): boolean {
  const isEntry = (entry: JsonValue): boolean =>
    isTextList(valueAt(entry, ["path"])) &&
    isText(valueAt(entry, ["value"])) &&
    isOptional(valueAt(entry, ["and"]), (and) => isArrayOf(and, isEntry));
  return (
    isRequest(valueAt(value, ["request"]) ?? null) && isOptional(valueAt(value, ["entry"]), isEntry)
  );
}

function isPostcondition(value: JsonValue): boolean {
  return (
    isProbe(value) &&
    ["present", "absent"].includes(stringAt(value, "expects") ?? "") &&
    isOptional(valueAt(value, ["where"]), (where) => isTextList(valueAt(where, ["path"])))
  );
}

function isPrecondition(value: JsonValue): boolean {
  return (
    isProbe(value) &&
    ["stop", "proceed"].includes(stringAt(value, "ifForbidden") ?? "") &&
    isArrayOf(valueAt(value, ["unchanged"]), (one) => isTextList(valueAt(one, ["path"]))) &&
    isOptional(valueAt(value, ["and"]), isPrecondition)
  );
}

function isRetryOn(value: JsonValue): boolean {
  return (
    typeof valueAt(value, ["status"]) === "number" &&
    isOptional(valueAt(value, ["codes"]), isTextList) &&
    isDuration(valueAt(value, ["retryEverySeconds"])) &&
    isDuration(valueAt(value, ["giveUpAfterSeconds"]))
  );
}

function isWaitAfter(value: JsonValue): boolean {
  return (
    isRequest(valueAt(value, ["request"]) ?? null) &&
    isTextList(valueAt(value, ["path"])) &&
    isDuration(valueAt(value, ["giveUpAfterSeconds"]))
  );
}

function isProgress(value: JsonValue): boolean {
  const isRetry = (retry: JsonValue): boolean =>
    isInstant(valueAt(retry, ["notBefore"])) && isInstant(valueAt(retry, ["until"]));
  switch (stringAt(value, "state")) {
    case "waiting":
    case "sending":
      return isOptional(valueAt(value, ["retry"]), isRetry);
    case "polling":
      return (
        stringAt(value, "polling", "url") !== undefined &&
        ["Azure-AsyncOperation", "Location"].includes(stringAt(value, "polling", "via") ?? "") &&
        isDuration(valueAt(value, ["polling", "waitSeconds"])) &&
        isDuration(valueAt(value, ["failures"])) &&
        isInstant(valueAt(value, ["until"]))
      );
    case "confirming":
      return isInstant(valueAt(value, ["until"])) && isEnd(valueAt(value, ["fallback"]));
    default:
      return isEnd(value);
  }
}

function isEnd(value: JsonValue | undefined): boolean {
  switch (stringAt(value, "state")) {
    case "done":
      return isOptional(valueAt(value, ["note"]), isText);
    case "failed":
      return (
        isText(valueAt(value, ["reason"])) &&
        isOptional(valueAt(value, ["failure"]), (failure) =>
          hasTexts(failure, ["kind", "method", "path", "message"]),
        )
      );
    default:
      return stringAt(value, "state") === "skipped";
  }
}

function isOptional(value: JsonValue | undefined, is: (value: JsonValue) => boolean): boolean {
  return value === undefined || is(value);
}

function isArrayOf(value: JsonValue | undefined, is: (value: JsonValue) => boolean): boolean {
  return Array.isArray(value) && (value as readonly JsonValue[]).every(is);
}

function isTextList(value: JsonValue | undefined): boolean {
  return isArrayOf(value, isText);
}

function isTexts(value: JsonValue): boolean {
  return isJsonObject(value) && Object.values(value).every(isText);
}

function hasTexts(value: JsonValue | undefined, names: readonly string[]): boolean {
  return names.every((name) => isText(valueAt(value, [name])));
}

function isText(value: JsonValue | undefined): boolean {
  return typeof value === "string";
}

/** Also holds for a revision: any count that stays exact. */
function isInstant(value: JsonValue | undefined): boolean {
  return typeof value === "number" && value >= 0 && value <= Number.MAX_SAFE_INTEGER;
}

function isDuration(value: JsonValue | undefined): boolean {
  return typeof value === "number" && value >= 0 && value <= longestPatience;
}
