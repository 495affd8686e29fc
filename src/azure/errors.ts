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
  /** The policies that deny it, by the names people gave them. */
  readonly policies?: readonly string[];
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

/** Azure's part in an error: the failure that it is, or that is its cause. */
export function failureIn(error: unknown): ArmFailure | undefined {
  if (error instanceof ArmError) {
    return error.failure;
  }
  return error instanceof Error && error.cause instanceof ArmError
    ? error.cause.failure
    : undefined;
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
