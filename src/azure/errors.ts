import { defined } from "../base/defined";
/**
 * Why a request failed. Plain data, so that a failed step survives a reload.
 *
 * - `refused`: Azure answered with an error status, or with an empty list for lack of a permission.
 * - `noAnswer`: the connection failed; Azure may or may not have received the request.
 * - `notSent`: the request was never sent, for the reason in `message`.
 * - `unreadable`: Azure's response doesn't have the documented shape.
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
  /** Display names of the policies that deny the request. */
  readonly policies?: readonly string[];
  readonly retryAfterSeconds?: number;
  /** The permission without which Azure answered with an empty list. */
  readonly missing?: MissingPermission;
}

export class ArmError extends Error {
  constructor(
    readonly failure: ArmFailure,
    options?: ErrorOptions,
  ) {
    super(failure.message, options);
    this.name = "ArmError";
  }
}

/** The ARM failure that an error is or was caused by. */
export function failureIn(error: unknown): ArmFailure | undefined {
  if (error instanceof ArmError) {
    return error.failure;
  }
  return error instanceof Error && error.cause instanceof ArmError
    ? error.cause.failure
    : undefined;
}

/** An error for a success response without the documented shape. */
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
    ...defined({ correlationId }),
  });
}

/** A permission that the person doesn't have. */
export interface MissingPermission {
  readonly action: string;
  readonly scope: string;
}

/**
 * The missing permission of a failure, or the one in ARM's AuthorizationFailed sentence: "... does not have
 * authorization to perform action 'A' over scope 'S' or the scope is invalid ...".
 */
export function missingPermission(failure: ArmFailure): MissingPermission | undefined {
  if (failure.missing !== undefined) {
    return failure.missing;
  }
  const found = /perform action '([^']+)' over scope '([^']+)'/.exec(failure.message);
  const action = found?.[1];
  const scope = found?.[2];
  return action === undefined || scope === undefined ? undefined : { action, scope };
}

/**
 * Whether the failure means that the service isn't in use in this subscription or cloud, which is
 * "nothing deleted" and not an error. A provider that isn't registered answers with 409
 * MissingSubscriptionRegistration, one that a cloud lacks with an unknown type or namespace. Where
 * ARM names the api-versions that it does support, only our version is missing: that must be
 * reported, or an older cloud would seem to have nothing deleted.
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
 * Whether a type isn't available in a region, though it is in others. ARM uses the message for an
 * unknown version, and lists the supported versions.
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
