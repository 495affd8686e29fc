import * as l10n from "@vscode/l10n";
import type { JsonValue } from "./json";
import { arrayAt, isJsonObject, stringAt, valueAt } from "./json";

/**
 * Why a request has no useful answer. Plain data, so that a failed step survives a reload as it is.
 *
 * - `refused`: Azure answered with an error status.
 * - `noAnswer`: the connection failed; whether the request was taken is not known.
 * - `notSent`: the request never left, for the reason in `message`.
 * - `unreadable`: Azure answered with something that is not the documented shape.
 */
export interface ArmFailure {
  readonly kind: "refused" | "noAnswer" | "notSent" | "unreadable";
  readonly method: string;
  /** Path without host and query. */
  readonly path: string;
  readonly status?: number;
  readonly code?: string;
  readonly message: string;
  readonly correlationId?: string;
  readonly retryAfterSeconds?: number;
}

/** An {@link ArmFailure} on its way up. */
export class ArmError extends Error {
  constructor(
    readonly failure: ArmFailure,
    options?: ErrorOptions,
  ) {
    super(failure.message, options);
    this.name = "ArmError";
  }
}

/** What an answer with a success status that is not of the documented shape turns into. */
export function unreadable(
  response: {
    readonly request: Pick<ArmFailure, "method" | "path">;
    readonly status: number;
    readonly correlationId: string | undefined;
  },
  message: string,
): ArmError {
  const { request, status, correlationId } = response;
  return new ArmError({
    kind: "unreadable",
    ...request,
    status,
    message,
    ...(correlationId === undefined ? {} : { correlationId }),
  });
}

/**
 * The error in an ARM body: `{error: {code, message, details}}`, sometimes without the wrapper.
 * A wrapper code such as InvalidTemplateDeployment says less than the detail inside it, so the
 * innermost one is taken.
 * Source: learn.microsoft.com/rest/api/azure/#error-response
 */
export function errorInBody(
  body: JsonValue | undefined,
): { readonly code: string; readonly message: string } | undefined {
  const wrapped = valueAt(body, ["error"]);
  let found = isJsonObject(wrapped) ? wrapped : body;
  for (let depth = 0; depth < 5; depth += 1) {
    const inner = arrayAt(found, "details").find((detail) => stringAt(detail, "code"));
    if (inner === undefined) {
      break;
    }
    found = inner;
  }
  const code = stringAt(found, "code");
  return code === undefined ? undefined : { code, message: stringAt(found, "message") ?? code };
}

/** What a 403 says is missing. */
export interface MissingPermission {
  readonly action: string;
  readonly scope: string;
}

/**
 * Reads action and scope out of ARM's AuthorizationFailed sentence: "... does not have
 * authorization to perform action 'A' over scope 'S' or the scope is invalid ...".
 */
export function missingPermission(failure: ArmFailure): MissingPermission | undefined {
  const found = /perform action '([^']+)' over scope '([^']+)'/.exec(failure.message);
  const action = found?.[1];
  const scope = found?.[2];
  return action === undefined || scope === undefined ? undefined : { action, scope };
}

/**
 * Whether the failure says that the service is not in use in this subscription or cloud, which is
 * "nothing deleted" and not an error. A provider that is not registered answers with 409
 * MissingSubscriptionRegistration, one that a cloud lacks with an unknown type or namespace. Where
 * ARM names the api-versions that it does support, the type is there and only our version is not:
 * that must show, or an older cloud would seem to have nothing deleted.
 */
export function isServiceAbsent(failure: ArmFailure): boolean {
  return (
    failure.kind === "refused" &&
    [
      "MissingSubscriptionRegistration",
      "InvalidResourceType",
      "InvalidResourceNamespace",
      "NoRegisteredProviderFound",
    ].includes(failure.code ?? "") &&
    !/supported api-versions/i.test(failure.message)
  );
}

/**
 * Whether the failure says that a type is not in a region, though it is elsewhere in this version.
 * ARM says it in the words it has for an unknown version, with the versions it does support.
 * Source: github.com/Azure/azure-cli/issues/28952
 */
export function isRegionAbsent(failure: ArmFailure, apiVersion: string): boolean {
  if (isServiceAbsent(failure) || failure.code === "LocationNotAvailableForResourceType") {
    return true;
  }
  const supported = /supported api-versions are '([^']*)'/i.exec(failure.message)?.[1];
  return (
    failure.kind === "refused" &&
    failure.code === "NoRegisteredProviderFound" &&
    (supported?.split(/,\s*/).includes(apiVersion) ?? false)
  );
}

/** Whether Azure knows the resource type but not the api-version it was asked with. */
export function isVersionUnknown(failure: ArmFailure): boolean {
  return (
    failure.kind === "refused" &&
    ["NoRegisteredProviderFound", "InvalidApiVersionParameter", "InvalidResourceType"].includes(
      failure.code ?? "",
    ) &&
    /supported api-versions/i.test(failure.message)
  );
}

/**
 * One sentence for people: what happened and what to do. What it happened to is the caller's to
 * say, in front.
 */
export function explainFailure(failure: ArmFailure): string {
  switch (failure.kind) {
    case "noAnswer":
      return l10n.t("Azure could not be reached. Check the network or proxy, then try again.");
    case "notSent":
      return oneLine(failure.message);
    case "unreadable":
      return l10n.t(
        "Azure's answer could not be read ({0}). Try again; the log has the request.",
        oneLine(failure.message),
      );
    case "refused":
      return explainStatus(failure);
  }
}

function explainStatus(failure: ArmFailure): string {
  const byCode = explainCode(failure);
  if (byCode !== undefined) {
    return byCode;
  }
  switch (failure.status) {
    case 401:
      return l10n.t("Azure did not accept the sign-in. Sign in again, then try once more.");
    case 403: {
      const missing = missingPermission(failure);
      return missing === undefined
        ? l10n.t("Azure does not allow this: {0}", oneLine(failure.message))
        : l10n.t(
            'The permission "{0}" is missing at scope "{1}". Ask an owner of that scope for a role that has it.',
            oneLine(missing.action),
            oneLine(missing.scope),
          );
    }
    case 404:
      return l10n.t("Azure does not find it. It may be gone already; refresh to see.");
    case 429:
      return l10n.t("Azure is limiting requests. Try again in {0} seconds.", waitOf(failure));
    default:
      if ((failure.status ?? 0) >= 500) {
        return l10n.t(
          "The Azure service has a problem of its own ({0}). Try again in a few minutes.",
          oneLine(failure.code ?? String(failure.status)),
        );
      }
      return l10n.t("Azure refused: {0}", oneLine(failure.message));
  }
}

/** Codes of ARM itself that say more than their status; a service's own are in its file. */
function explainCode(failure: ArmFailure): string | undefined {
  switch (failure.code) {
    case "ResourceGroupNotFound":
      return l10n.t(
        "The resource group does not exist any more. Create it again in the same subscription, then recover.",
      );
    case "RequestDisallowedByPolicy":
      return l10n.t("An Azure policy does not allow this: {0}", oneLine(failure.message));
    case "ScopeLocked":
      return l10n.t("A lock does not allow this: {0}", oneLine(failure.message));
    default:
      return undefined;
  }
}

function waitOf(failure: ArmFailure): number {
  return Math.max(1, Math.ceil(failure.retryAfterSeconds ?? 60));
}

/** Azure's messages hold line breaks and can be very long; a sentence must not. */
function oneLine(text: string): string {
  const flat = text.replace(/\s+/g, " ").trim();
  return flat.length <= 300 ? flat : `${flat.slice(0, 299)}…`;
}
