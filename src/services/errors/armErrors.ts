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
  // Sign-in and tenant.
  {
    // learn.microsoft.com/troubleshoot/azure/azure-resource-manager
    codes: ["ExpiredAuthenticationToken"],
    say: () => l10n.t("Your sign-in has expired. Sign in again, then retry."),
  },
  {
    codes: ["InvalidAuthenticationToken", "AuthenticationFailed"],
    say: (failure) =>
      withAzuresWords(l10n.t("Azure didn't accept your sign-in. Sign in again."), failure),
  },
  {
    codes: ["InvalidAuthenticationTokenTenant"],
    say: () =>
      l10n.t(
        "You're signed in to a different tenant than the subscription's. Sign in to the subscription's tenant, or refresh if the subscription was just moved.",
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
          "A deny assignment blocks this action, regardless of your roles. Ask the owner of the deny assignment (often a managed application) to do this or to remove it.",
        ),
        failure,
      ),
  },
  // Forbidden for everyone.
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
          "This subscription can't use this region. Request access to the region in a support request.",
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
        "The subscription is disabled, so its resources are read-only. Ask the subscription's owner to enable it in the Azure portal, then try again.",
      ),
  },
  {
    codes: ["SubscriptionNotFound", "InvalidSubscriptionId"],
    say: () =>
      l10n.t(
        "Azure can't find the subscription: it was canceled or moved to another tenant, or you no longer have access. Refresh, or ask the subscription's owner.",
      ),
  },
  // Not found.
  {
    codes: ["ResourceGroupNotFound"],
    say: () =>
      l10n.t(
        "The resource group no longer exists. Create it again in the same subscription, then recover.",
      ),
  },
  {
    codes: ["ResourceGroupBeingDeleted"],
    say: () =>
      l10n.t(
        "The resource group is being deleted. Wait for the deletion to finish, create the group again in the same subscription, then recover.",
      ),
  },
  {
    codes: ["ResourceNotFound", "NotFound"],
    say: () =>
      l10n.t(
        "Azure can't find this resource, perhaps because of a recent change. Refresh to see whether it exists.",
      ),
  },
  {
    codes: ["ParentResourceNotFound"],
    say: () =>
      l10n.t(
        "The parent resource no longer exists. Recover or create the parent resource first, then try again.",
      ),
  },
  {
    codes: ["InvalidResourceReference", "LinkedInvalidPropertyId"],
    say: (failure) =>
      withAzuresWords(
        l10n.t("A linked resource no longer exists. Recover or create the linked resource first."),
        failure,
      ),
  },
  // Wrong place.
  {
    codes: ["InvalidResourceGroupLocation"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "A resource group with this name exists in another region. Refresh, then recover into the existing group.",
        ),
        failure,
      ),
  },
  {
    codes: ["InvalidResourceLocation"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "A resource with this name already exists in another region. Delete or rename the existing resource, or recover under a different name if the service supports it.",
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
        "This cloud doesn't support the API version that this extension uses. Update the extension; national clouds and Azure Stack may support the version later.",
      ),
  },
  {
    codes: ["NoRegisteredProviderFound", "InvalidResourceNamespace", "InvalidResourceType"],
    say: () =>
      l10n.t(
        "This service isn't available in this cloud or region. Check whether its resource provider is registered in the subscription.",
      ),
  },
  // Busy.
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
    say: () =>
      l10n.t("Another change to this resource is still in progress. Try again in a few minutes."),
  },
  {
    codes: ["Conflict", "ConflictError"],
    say: (failure) =>
      withAzuresWords(
        l10n.t("An existing resource is in the way. Refresh to see that resource, then try again."),
        failure,
      ),
  },
  {
    codes: ["CannotDeleteResource"],
    say: () => l10n.t("This resource isn't empty. Delete its contents first, then try again."),
  },
  {
    codes: ["InternalServerError", "ServiceUnavailable", "ServerTimeout", "GatewayTimeout"],
    say: (failure) =>
      withAzuresWords(
        l10n.t("The Azure service reported an internal error. Try again in a few minutes."),
        failure,
      ),
  },
  {
    codes: ["ResourceProviderExtensionError"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "Another service involved in this request refused it. First check for deleted resources with the same name and resource group.",
        ),
        failure,
      ),
  },
  // Out of quota or capacity.
  {
    codes: ["ResourceQuotaExceeded", "QuotaExceeded", "InsufficientQuota"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "The subscription is out of quota. Purge resources you don't need, or request more quota.",
        ),
        failure,
      ),
  },
  {
    codes: ["SkuNotAvailable"],
    say: (failure) =>
      withAzuresWords(
        l10n.t(
          "The pricing tier isn't available in this region right now. Try again later, or contact Azure support.",
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
        "The service's resource provider isn't registered in this subscription. Register the provider under Resource providers in the Azure portal, then try again.",
      )
    : l10n.t(
        'The resource provider "{0}" isn\'t registered in this subscription. Register the provider under Resource providers in the Azure portal, then try again.',
        namespace,
      );
}

function notInRegion(): string {
  return l10n.t(
    "The service isn't available in this region. Choose another region if you're asked for one; otherwise, contact Azure support.",
  );
}

/** ARM names the scopes: "... because following scope(s) are locked: 'S'. Please remove the lock ..." */
function locked({ message }: ArmFailure): string {
  const scope = /locked:\s*'([^']+)'/i.exec(message)?.[1];
  return scope === undefined
    ? l10n.t("A lock prevents this action. Remove the lock in the Azure portal, then try again.")
    : l10n.t(
        'A lock on "{0}" prevents this action. Remove the lock in the Azure portal, then try again.',
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
          "You don't have access to a resource it's linked to. Ask an owner of the linked resource for a role, and make sure you're signed in to its tenant.",
        ),
        failure,
      )
    : l10n.t(
        'You don\'t have the permission "{0}" for the linked resource "{1}". Ask an owner of the linked resource for a role that includes this permission.',
        readable(found[1] ?? "", 120),
        readable(found[2] ?? "", 160),
      );
}
