import * as l10n from "@vscode/l10n";
import { missingPermission, type ArmFailure } from "./errors";
import { isSentence, readable } from "./readable";

/**
 * One or two sentences for people: what happened and what to do, from the kind of failure and its
 * status. `services/errors/errorTable.ts` explains error codes. The caller names the resource.
 */
export function explainFailure(failure: ArmFailure): string {
  switch (failure.kind) {
    case "noAnswer":
      return l10n.t("Can't reach Azure. Check the network or proxy, then try again.");
    case "notSent":
      return explainNotSent(failure);
    case "unreadable":
      return l10n.t(
        "Azure sent an unexpected response: {0}. Try again, or see the log for the request.",
        said(failure),
      );
    case "refused":
      return failure.missing === undefined
        ? explainStatus(failure)
        : l10n.t(
            'Azure returned an empty list because you don\'t have the permission "{0}" at scope "{1}". Ask an owner of that scope to assign you a role that includes this permission.',
            failure.missing.action,
            failure.missing.scope,
          );
  }
}

/** Uses the error's own message where it is a sentence; errors of a sign-in may have none. */
function explainNotSent({ message }: ArmFailure): string {
  const reason = readable(message, 380);
  if (reason === "") {
    return l10n.t("Nothing was sent to Azure. See the log for the reason, then try again.");
  }
  return isSentence(reason)
    ? reason
    : l10n.t(
        "Sign-in failed, so nothing was sent to Azure: {0}. Check the network or proxy, then try again.",
        reason,
      );
}

function explainStatus(failure: ArmFailure): string {
  switch (failure.status) {
    case 401:
      // App Service answers 401 if a quota is exceeded: github.com/Azure/azure-cli,
      // command_modules/appservice. errorTable.ts has the codes of ARM for a refused sign-in.
      if (failure.code === "Unauthorized" && isSentence(readable(failure.message, 380))) {
        return l10n.t("Azure refused the request: {0}.", said(failure));
      }
      return withAzuresWords(
        l10n.t("Azure didn't accept your sign-in. Sign in again, then retry."),
        failure,
      );
    case 403:
      return explainForbidden(failure);
    case 404:
      return withAzuresWords(
        l10n.t("Azure can't find this resource. Refresh to see whether it still exists."),
        failure,
      );
    case 407:
      return l10n.t(
        "A proxy requires sign-in (status 407), so nothing reached Azure. Set its user name and password in the setting {0} (for example, {1}), or ask your network administrator.",
        "http.proxy",
        "http://name:password@proxy:8080",
      );
    case 429:
      return explainThrottling(failure);
    default:
      return (failure.status ?? 0) >= 500
        ? withAzuresWords(
            l10n.t("The Azure service reported an internal error. Try again in a few minutes."),
            failure,
          )
        : l10n.t("Azure refused the request: {0}.", said(failure));
  }
}

/** Names the missing permission where Azure does. */
export function explainForbidden(failure: ArmFailure): string {
  const missing = missingPermission(failure);
  // ARM always sends a code, or for HEAD at least a correlation id.
  if (missing === undefined && failure.code === undefined && failure.correlationId === undefined) {
    return l10n.t(
      "The request was blocked before it reached Azure, for example by a proxy (status 403). Ask your network administrator to allow it, then try again.",
    );
  }
  return missing === undefined
    ? withAzuresWords(
        l10n.t("You don't have permission to do this. Ask an owner of the subscription."),
        failure,
      )
    : l10n.t(
        'You don\'t have the permission "{0}" at scope "{1}". Ask an owner of that scope to assign you a role that includes this permission.',
        readable(missing.action, 120),
        readable(missing.scope, 160),
      );
}

export function explainThrottling({ retryAfterSeconds }: ArmFailure): string {
  return l10n.t(
    "Azure is limiting requests. Try again in {0} seconds.",
    Math.max(1, Math.ceil(retryAfterSeconds ?? 60)),
  );
}

/** Appends Azure's message, code, and correlation id. */
export function withAzuresWords(sentences: string, failure: ArmFailure): string {
  return l10n.t("{0} Azure says: {1}.", sentences, said(failure));
}

/**
 * Azure's message with code and correlation id: "It conflicts (code Conflict, correlation id ...)".
 */
function said(failure: ArmFailure): string {
  const { status, code, correlationId } = failure;
  const message = readable(failure.message, 160).replace(/[.\s]+$/, "");
  const named = readable(code ?? "", 50);
  const correlation = readable(correlationId ?? "", 40);
  const marks = [
    named === "" ? "" : l10n.t("code {0}", named),
    correlation === "" ? "" : l10n.t("correlation id {0}", correlation),
  ].filter((mark) => mark !== "");
  // Without a message, use the code or the status.
  const isMessage = message !== "" && message !== named;
  if (!isMessage && marks.length === 0) {
    return status === undefined ? l10n.t("no reason given") : l10n.t("status {0}", status);
  }
  return isMessage
    ? marks.length === 0
      ? message
      : `${message} (${marks.join(", ")})`
    : marks.join(", ");
}
