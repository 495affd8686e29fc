import { defined } from "../base/defined";
import type { PipelineResponse } from "@azure/core-rest-pipeline";
import * as l10n from "@vscode/l10n";
import type { JsonValue } from "../base/json";
import { retryAfterMilliseconds } from "./armPolicies";
import type { ArmMethod } from "./armRequest";
import { errorInBody, errorInText } from "./errorBody";
import { ArmError, unreadable } from "./errors";

export interface ArmResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Undefined for an empty body. */
  readonly body: JsonValue | undefined;
  readonly correlationId: string | undefined;
  readonly retryAfterSeconds: number | undefined;
  readonly request: { readonly method: ArmMethod; readonly path: string };
}

/** @throws ArmError for everything that is not a success, or not JSON. */
export function readResponse(
  response: PipelineResponse,
  { method, path }: { readonly method: ArmMethod; readonly path: string },
): ArmResponse {
  const text = response.bodyAsText ?? "";
  const retryAfter = retryAfterMilliseconds(response);
  const common = {
    status: response.status,
    correlationId: response.headers.get("x-ms-correlation-request-id"),
    retryAfterSeconds: retryAfter === undefined ? undefined : retryAfter / 1000,
  };
  const body = text === "" ? undefined : parseJson(text);
  if (response.status >= 400) {
    const error = body === undefined ? errorInText(text) : errorInBody(body);
    throw new ArmError({
      kind: "refused",
      method,
      path,
      message: l10n.t("status {0}", response.status),
      ...error,
      ...defined(common),
    });
  }
  const answer: ArmResponse = {
    ...common,
    body,
    headers: response.headers.toJSON({ preserveCase: false }),
    request: { method, path },
  };
  // ARM never redirects; a redirect comes from a proxy.
  if (response.status >= 300) {
    throw unreadable(answer, l10n.t("status {0}", response.status));
  }
  if (text !== "" && body === undefined) {
    throw unreadable(answer, l10n.t("expected JSON"));
  }
  return answer;
}

function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
