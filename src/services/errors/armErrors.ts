import * as l10n from "@vscode/l10n";
import type { ArmFailure } from "../../azure/errors";
import { explainForbidden, explainThrottling, withAzuresWords } from "../../azure/explainFailure";
import { readable } from "../../azure/readable";
import type { ErrorRow } from "./errorRow";
import { explainPolicy } from "./policyDenial";

/**
 * What ARM's own errors mean, whichever service was asked. Most are in
 * learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors;
 * a row for one that is not has its own source.
 */
export const armErrors: readonly ErrorRow[] = [
  // Who asks, and as whom.
  {
    // learn.microsoft.com/troubleshoot/azure/azure-resource-manager
    codes: ["ExpiredAuthenticationToken"],
    say: () => l10n.t("The sign-in has expired. Sign in again, then try once more."),
  },
  {
    codes: ["InvalidAuthenticationToken", "AuthenticationFailed"],
    say: (failure) =>
      withAzuresWords(l10n.t("Azure did not accept the sign-in. Sign in again."), failure),
  },
  {
    codes: ["InvalidAuthenticationTokenTenant"],
    say: () =>
      l10n.t(
        "The sign-in is for another tenant than the subscription's. Sign in to the subscription's tenant; if it was moved to another tenant just now, refresh first.",
      ),
  },
  { codes: ["AuthorizationFailed"], say: explainForbidden },
  {
    codes: ["LinkedAuthorizationFailed"],
    say: linked,
  },
  {
    // learn.microsoft.com/azure/role-based-access-control/deny-assignments
    codes: ["DenyAssignmentAuthorizationFailed"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "A deny assignment forbids this, whatever roles you have. Whoever made it, often a managed application, has to do it or lift it.",
        ),
        failure,
      ),
  },
  // What forbids it to everyone.
  {
    codes: ["RequestDisallowedByPolicy"],
    say: explainPolicy,
  },
  {
    // learn.microsoft.com/troubleshoot/azure/general/region-access-request-process
    codes: ["RequestDisallowedByAzure", "RegionDoesNotAllowProvisioning"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "Azure does not let this subscription use this region. Ask for access to the region in a support request.",
        ),
        failure,
      ),
  },
  {
    // learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
    codes: ["ScopeLocked"],
    say: locked,
  },
  {
    // learn.microsoft.com/azure/cost-management-billing/manage/subscription-states
    codes: ["ReadOnlyDisabledSubscription", "SubscriptionNotActive", "DisabledSubscription"],
    say: () =>
      l10n.t(
        "The subscription is disabled, so it can only be read. Ask its owner to enable it in the Azure portal, then try again.",
      ),
  },
  {
    codes: ["SubscriptionNotFound", "InvalidSubscriptionId"],
    say: () =>
      l10n.t(
        "Azure does not find the subscription: it was cancelled or moved to another tenant, or you may not see it any more. Refresh, or ask its owner.",
      ),
  },
  // What is not there.
  {
    codes: ["ResourceGroupNotFound"],
    say: () =>
      l10n.t(
        "The resource group does not exist any more. Create it again in the same subscription, then recover.",
      ),
  },
  {
    codes: ["ResourceGroupBeingDeleted"],
    say: () =>
      l10n.t(
        "The resource group is being deleted. Wait until it is gone, create it again in the same subscription, then recover.",
      ),
  },
  {
    codes: ["ResourceNotFound", "NotFound"],
    say: () =>
      l10n.t(
        "Azure does not find it. It may be gone already, or may not show yet straight after a change; refresh to see.",
      ),
  },
  {
    codes: ["ParentResourceNotFound"],
    say: () =>
      l10n.t(
        "What it is part of does not exist any more. Recover or create that first, then try again.",
      ),
  },
  {
    codes: ["InvalidResourceReference", "LinkedInvalidPropertyId"],
    say: (failure) =>
      withAzuresWords(
        l10n.t("Something that it refers to does not exist any more. Bring that back first."),
        failure,
      ),
  },
  // Where it cannot be.
  {
    codes: ["InvalidResourceGroupLocation"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "A resource group of this name exists in another region. Refresh, then recover into the one that is there.",
        ),
        failure,
      ),
  },
  {
    codes: ["InvalidResourceLocation"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "A resource of this name exists in another region already. Delete or rename that one, or recover under another name where the service can.",
        ),
        failure,
      ),
  },
  {
    codes: ["LocationNotAvailableForResourceType", "MissingRegistrationForLocation"],
    say: notInRegion,
  },
  {
    // In the words for an unknown version, though the version is known:
    // github.com/Azure/azure-cli/issues/28952
    codes: ["NoRegisteredProviderFound"],
    message: /API version '([^']+)'.*supported api-versions are '(?:[^']*[,\s])?\1[,']/i,
    say: notInRegion,
  },
  {
    codes: [
      "MissingSubscriptionRegistration",
      "SubscriptionNotRegistered",
      "InvalidSubscriptionRegistrationState",
    ],
    say: unregistered,
  },
  {
    codes: ["NoRegisteredProviderFound", "InvalidApiVersionParameter"],
    message: /supported (?:api-)?versions/i,
    say: () =>
      l10n.t(
        "This Azure does not know the version of the service's interface that this extension uses. Update the extension; in a national cloud or Azure Stack it may come later.",
      ),
  },
  {
    codes: ["NoRegisteredProviderFound", "InvalidResourceNamespace", "InvalidResourceType"],
    say: () =>
      l10n.t(
        "This Azure does not have the service, or not in this region. See whether its resource provider is registered in the subscription.",
      ),
  },
  // What has to wait.
  {
    codes: [
      "TooManyRequests",
      "SubscriptionRequestsThrottled",
      "TenantRequestsThrottled",
      "RateLimiting",
    ],
    say: explainThrottling,
  },
  {
    codes: ["AnotherOperationInProgress", "RequestConflict", "OperationInProgress"],
    say: () => l10n.t("Azure is still busy with another change to it. Try again in a few minutes."),
  },
  {
    codes: ["Conflict", "ConflictError"],
    say: (failure) =>
      withAzuresWords(
        l10n.t("What is there now stands in the way. Refresh to see it, then try again."),
        failure,
      ),
  },
  {
    codes: ["CannotDeleteResource"],
    say: () => l10n.t("Something is left in it. Delete that first, then try again."),
  },
  {
    codes: ["InternalServerError", "ServiceUnavailable", "ServerTimeout", "GatewayTimeout"],
    say: (failure) =>
      withAzuresWords(
        l10n.t("The Azure service has a problem of its own. Try again in a few minutes."),
        failure,
      ),
  },
  {
    codes: ["ResourceProviderExtensionError"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "Another service that Azure asked along the way refused. See the deleted resources of the same name and resource group first.",
        ),
        failure,
      ),
  },
  // What there is not enough of.
  {
    codes: ["ResourceQuotaExceeded", "QuotaExceeded", "InsufficientQuota"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "The subscription's quota does not suffice. Free some of it, as by purging what you do not need, or ask for more.",
        ),
        failure,
      ),
  },
  {
    codes: ["SkuNotAvailable"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "The pricing tier is not available in this region now. Try again later, or ask Azure support.",
        ),
        failure,
      ),
  },
];

/** ARM names it: "The subscription is not registered to use namespace 'N'. See ..." */
function unregistered({ message }: ArmFailure): string {
  const namespace = /namespace '([\w.]{1,60})'/i.exec(message)?.[1];
  return namespace === undefined
    ? l10n.t(
        "The service's resource provider is not registered in this subscription. Register it under Resource providers in the Azure portal, then try again.",
      )
    : l10n.t(
        'The resource provider "{0}" is not registered in this subscription. Register it under Resource providers in the Azure portal, then try again.',
        namespace,
      );
}

function notInRegion(): string {
  return l10n.t(
    "The service is not available in this region. Choose another region where you are asked for one; else ask Azure support.",
  );
}

/** ARM names the scopes: "... because following scope(s) are locked: 'S'. Please remove the lock ..." */
function locked({ message }: ArmFailure): string {
  const scope = /locked:\s*'([^']+)'/i.exec(message)?.[1];
  return scope === undefined
    ? l10n.t("A lock does not allow this. Remove it in the Azure portal, then try again.")
    : l10n.t(
        'A lock on "{0}" does not allow this. Remove it there in the Azure portal, then try again.',
        readable(scope, 220),
      );
}

/** "... does not have permission to perform action 'A' on the linked scope(s) 'S' ..." */
function linked(failure: ArmFailure): string {
  const found = /perform action(?:\(s\))? '([^']+)' on the linked scope\(s\) '([^']+)'/i.exec(
    failure.message,
  );
  return found === null
    ? withAzuresWords(
        l10n.t(
          "You may not use something that it is linked to. Ask an owner of that for a role, and see that you are signed in to its tenant.",
        ),
        failure,
      )
    : l10n.t(
        'It is linked to "{1}", where you are missing the permission "{0}". Ask an owner there for a role that has it.',
        readable(found[1] ?? "", 120),
        readable(found[2] ?? "", 160),
      );
}
