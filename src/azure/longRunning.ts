import { defined } from "../base/defined";
import * as l10n from "@vscode/l10n";
import { errorInBody } from "./errorBody";
import { ArmError, unreadable } from "./errors";
import { stringAt } from "../base/json";
import type { ArmResponse } from "./armResponse";

/**
 * The polling address of a long-running operation as plain data, stored after each response so that
 * polling can continue after a reload.
 */
export interface Polling {
  readonly via: "Azure-AsyncOperation" | "Location";
  readonly url: string;
  /** Seconds until the next poll. */
  readonly waitSeconds: number;
}

/** The state of a long-running operation, from its last response. */
export type Progress =
  | { readonly state: "done" }
  | { readonly state: "running"; readonly polling: Polling }
  /** Accepted, but without an address to poll. */
  | { readonly state: "untracked" };

const defaultWaitSeconds = 5;
/** "Retry-After: 0" must not cause a busy loop. */
const shortestWaitSeconds = 1;
const longestWaitSeconds = 300;

/**
 * The progress after the first response to a write. Azure-AsyncOperation takes precedence over
 * Location.
 * Source: learn.microsoft.com/azure/azure-resource-manager/management/async-operations
 *
 * @throws ArmError for an undocumented success status.
 */
export function startProgress(response: ArmResponse): Progress {
  const asyncOperation = response.headers["azure-asyncoperation"];
  if (asyncOperation !== undefined) {
    return running("Azure-AsyncOperation", asyncOperation, response);
  }
  const location = response.headers["location"];
  switch (response.status) {
    case 202:
      return location === undefined
        ? { state: "untracked" }
        : running("Location", location, response);
    case 201:
      return location === undefined ? { state: "done" } : running("Location", location, response);
    case 200:
    case 204:
      return { state: "done" };
    default:
      throw unreadable(response, l10n.t("status {0}", response.status));
  }
}

/**
 * The progress after a response from the polling address.
 *
 * @throws ArmError when the operation failed or was canceled, or the response is malformed.
 */
export function nextProgress(polling: Polling, response: ArmResponse): Progress {
  if (polling.via === "Azure-AsyncOperation") {
    return nextAsyncOperation(polling, response);
  }
  switch (response.status) {
    case 202:
      return running("Location", response.headers["location"] ?? polling.url, response);
    case 200:
    case 201:
    case 204:
      return { state: "done" };
    default:
      throw unreadable(response, l10n.t("status {0}", response.status));
  }
}

function nextAsyncOperation(polling: Polling, response: ArmResponse): Progress {
  const status = stringAt(response.body, "status")?.toLowerCase();
  if (status === undefined && response.status === 202) {
    // Some services answer without a body while the operation runs.
    return running("Azure-AsyncOperation", polling.url, response);
  }
  switch (status) {
    case undefined:
      throw unreadable(response, l10n.t("the response has no operation status"));
    case "succeeded":
      return { state: "done" };
    case "failed":
    case "canceled": {
      const error = errorInBody(response.body);
      throw new ArmError({
        ...response.request,
        kind: "refused",
        status: response.status,
        code: status,
        message: l10n.t("The operation ended with status {0}.", status),
        ...error,
        ...defined({ correlationId: response.correlationId }),
      });
    }
    default:
      // Any other status means that the operation is still running.
      return running(
        "Azure-AsyncOperation",
        response.headers["azure-asyncoperation"] ?? polling.url,
        response,
      );
  }
}

function running(via: Polling["via"], url: string, response: ArmResponse): Progress {
  const asked = response.retryAfterSeconds ?? defaultWaitSeconds;
  const waitSeconds = Math.min(Math.max(asked, shortestWaitSeconds), longestWaitSeconds);
  return { state: "running", polling: { via, url, waitSeconds } };
}
