import * as l10n from "@vscode/l10n";
import { armPath, type ArmRequest } from "../../azure/armRequest";
import { stringAt, type JsonValue } from "../../base/json";
import type { SoftDeleteChange } from "./liveDeletion";
import type { Refusal } from "../../services/service";

/** The preview feature for soft delete of image versions. */
export const galleryFeature = "Microsoft.Compute/SIGSoftDelete";

// learn.microsoft.com/rest/api/resources/features
const featuresApiVersion = "2021-07-01";
const providersApiVersion = "2024-07-01";
const stateOf = ["properties", "state"];

export function featureRequest(subscriptionId: string): ArmRequest {
  const path = armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Features/providers/Microsoft.Compute/features/SIGSoftDelete`;
  return { method: "GET", path, apiVersion: featuresApiVersion };
}

/** Parses the response to {@link featureRequest}. */
export function isRegistered(body: JsonValue | undefined): boolean {
  return stringAt(body, ...stateOf)?.toLowerCase() === "registered";
}

/**
 * Registers the preview feature, then the provider again so that the change reaches it.
 *
 * @param body what {@link featureRequest} answered.
 */
export function registerFeature(
  subscriptionId: string,
  body: JsonValue | undefined,
): SoftDeleteChange | Refusal {
  const state = stringAt(body, ...stateOf) ?? "NotRegistered";
  switch (state.toLowerCase()) {
    case "registered":
      return { refused: l10n.t("The feature {0} is already registered.", galleryFeature) };
    case "registering":
    case "pending":
      return {
        refused: l10n.t(
          'The feature {0} was already requested, and its state is "{1}". Wait until Azure has registered the feature.',
          galleryFeature,
          state,
        ),
      };
  }
  const request = featureRequest(subscriptionId);
  return {
    steps: [
      {
        id: "registerFeature",
        title: l10n.t("Register preview feature"),
        target: galleryFeature,
        request: { ...request, method: "POST", path: `${request.path}/register` },
        postcondition: { request, expects: "absent", where: { path: stateOf, value: state } },
        waitAfter: {
          request,
          path: stateOf,
          value: "Registered",
          giveUpAfterSeconds: 900,
          // It has stayed "Pending" for days: github.com/Azure/azure-cli/issues/29263
          timeoutMessage: l10n.t(
            "Azure hasn't registered the feature yet and may need Microsoft's approval. Turn on soft delete after the feature is registered.",
          ),
        },
      },
      {
        // "is required to get the change propagated", as the Azure CLI says of every feature
        id: "registerProvider",
        title: l10n.t("Register resource provider"),
        target: "Microsoft.Compute",
        request: {
          method: "POST",
          path: armPath`/subscriptions/${subscriptionId}/providers/Microsoft.Compute/register`,
          apiVersion: providersApiVersion,
        },
      },
    ],
    // learn.microsoft.com/azure/azure-resource-manager/management/preview-features#required-access
    permission: {
      action: "Microsoft.Features/providers/features/register/action",
      scope: "subscription",
      role: "Contributor",
    },
    meaning: [
      l10n.t("The whole subscription takes part in the preview. Existing galleries don't change."),
      l10n.t("Registration can take a few minutes, or longer if Microsoft has to approve it."),
    ],
  };
}
