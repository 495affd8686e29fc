import { partsOf } from "./embeddedJson";
import { arrayAt, isJsonObject, stringAt, valueAt, type JsonValue } from "../base/json";

export interface BodyError {
  /** Undefined where it has a sentence only. */
  readonly code?: string;
  readonly message: string;
  /** Display names of the policies that deny the request. */
  readonly policies?: readonly string[];
}

const deepest = 5;
/** Limit in characters: each policy of a denial takes a few hundred. */
const mostRead = 20_000;

/**
 * The error in an ARM body: `{error: {code, message, details}}`, sometimes without the wrapper.
 * App Service and Azure Monitor send `{Code, Message, Details}`, Azure Backup
 * `{ErrorCode, Message: {Value}}`, and some services a JSON string. A wrapper code such as
 * InvalidTemplateDeployment is less specific than its details, so the innermost error is used.
 * Source: learn.microsoft.com/rest/api/azure/#error-response, and the recorded answers in
 * github.com/Azure/azure-cli, command_modules/appservice, backup and monitor
 */
export function errorInBody(body: JsonValue | undefined): BodyError | undefined {
  if (typeof body === "string") {
    return errorInText(body);
  }
  const wrapped = valueAt(body, ["error"]);
  const outermost = isJsonObject(wrapped) ? wrapped : body;
  let found: JsonValue | undefined = outermost;
  for (let depth = 0; depth < deepest; depth += 1) {
    const inner: JsonValue | undefined = detailsOf(found).find(
      (detail) => codeOf(detail) !== undefined,
    );
    if (inner === undefined) {
      break;
    }
    // App Service repeats its code in a detail that says nothing more.
    if (messageOf(inner) === undefined && codeOf(inner) === codeOf(found)) {
      break;
    }
    found = inner;
  }
  const code = codeOf(found);
  const message = messageOf(found) ?? code;
  if (message === undefined) {
    return undefined;
  }
  const violated = [...new Set(violationsIn(outermost, deepest))];
  const policies = violated.length > 0 ? violated : policiesIn(message);
  return {
    ...(code === undefined ? {} : { code }),
    message,
    ...(policies.length === 0 ? {} : { policies }),
  };
}

/** The error in a body that isn't JSON: the text itself, or the title of an HTML page. */
export function errorInText(text: string): BodyError | undefined {
  const start = text.slice(0, mostRead).trim();
  const said = start.startsWith("<") ? /<title>([^<]*)<\/title>/i.exec(start)?.[1]?.trim() : start;
  return said === undefined || said === "" ? undefined : { message: said };
}

function codeOf(error: JsonValue | undefined): string | undefined {
  return stringAt(error, "code") ?? stringAt(error, "Code") ?? stringAt(error, "ErrorCode");
}

function messageOf(error: JsonValue | undefined): string | undefined {
  return (
    stringAt(error, "message") ?? stringAt(error, "Message") ?? stringAt(error, "Message", "Value")
  );
}

function detailsOf(error: JsonValue | undefined): readonly JsonValue[] {
  return [...arrayAt(error, "details"), ...arrayAt(error, "Details")];
}

/**
 * Names of the policies in the entries of type "PolicyViolation", wherever in the details they are.
 * Source: learn.microsoft.com/azure/automation/enforce-job-execution-hybrid-worker (a whole answer)
 */
function violationsIn(error: JsonValue | undefined, levels: number): readonly string[] {
  const own = arrayAt(error, "additionalInfo").flatMap((entry) => {
    const info = valueAt(entry, ["info"]);
    return stringAt(entry, "type")?.toLowerCase() === "policyviolation"
      ? named(
          stringAt(info, "policyDefinitionDisplayName"),
          stringAt(info, "policyAssignmentDisplayName"),
          stringAt(info, "policyDefinitionName") ?? stringAt(info, "policyAssignmentName"),
        )
      : [];
  });
  const inner =
    levels === 0 ? [] : detailsOf(error).flatMap((detail) => violationsIn(detail, levels - 1));
  return [...own, ...inner];
}

/**
 * The same from the message, "... was disallowed by policy. Policy identifiers: '[{...}]'", where
 * "name" is the display name.
 * Source: learn.microsoft.com/azure/azure-resource-manager/troubleshooting/error-policy-requestdisallowedbypolicy
 */
function policiesIn(message: string): readonly string[] {
  if (!/disallowed by policy/i.test(message)) {
    return [];
  }
  const listed = partsOf(message.slice(0, mostRead)).flatMap((part) =>
    "json" in part ? (Array.isArray(part.json) ? (part.json as JsonValue[]) : [part.json]) : [],
  );
  const names = listed.flatMap((entry) =>
    named(
      stringAt(entry, "policyDefinition", "name"),
      stringAt(entry, "policyAssignment", "name"),
      stringAt(entry, "policyDefinition", "id")?.split("/").at(-1),
    ),
  );
  return [...new Set(names)];
}

/** A policy's name, with its assignment's name where that differs. */
function named(
  definition: string | undefined,
  assignment: string | undefined,
  otherwise: string | undefined,
): readonly string[] {
  if (definition !== undefined && assignment !== undefined && definition !== assignment) {
    return [`${definition} (${assignment})`];
  }
  return [definition ?? assignment ?? otherwise ?? []].flat();
}
