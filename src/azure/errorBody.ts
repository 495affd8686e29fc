import { partsOf } from "./embeddedJson";
import { arrayAt, isJsonObject, stringAt, valueAt, type JsonValue } from "../base/json";

export interface BodyError {
  readonly code: string;
  readonly message: string;
  /** Display names of the policies that deny the request. */
  readonly policies?: readonly string[];
}

const deepest = 5;
/** Limit in characters: each policy of a denial takes a few hundred. */
const mostRead = 20_000;

/**
 * The error in an ARM body: `{error: {code, message, details}}`, sometimes without the wrapper. A
 * wrapper code such as InvalidTemplateDeployment is less specific than its details, so the
 * innermost error is used.
 * Source: learn.microsoft.com/rest/api/azure/#error-response
 */
export function errorInBody(body: JsonValue | undefined): BodyError | undefined {
  const wrapped = valueAt(body, ["error"]);
  const outermost = isJsonObject(wrapped) ? wrapped : body;
  let found = outermost;
  for (let depth = 0; depth < deepest; depth += 1) {
    const inner = arrayAt(found, "details").find((detail) => stringAt(detail, "code"));
    if (inner === undefined) {
      break;
    }
    found = inner;
  }
  const code = stringAt(found, "code");
  if (code === undefined) {
    return undefined;
  }
  const message = stringAt(found, "message") ?? code;
  const violated = [...new Set(violationsIn(outermost, deepest))];
  const policies = violated.length > 0 ? violated : policiesIn(message);
  return { code, message, ...(policies.length === 0 ? {} : { policies }) };
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
    levels === 0
      ? []
      : arrayAt(error, "details").flatMap((detail) => violationsIn(detail, levels - 1));
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
