import * as l10n from "@vscode/l10n";
import type { ServiceErrorRow } from "../errors/errorRow";
import { reservedNames } from "./machineLearningSettings";

/** Errors of AI services accounts. */
export const accountErrors: readonly ServiceErrorRow[] = [
  {
    // The workspace behind a Foundry account: github.com/Azure/azure-cli/issues/33756
    message: /soft-deleted workspace exists/i,
    say: () =>
      l10n.t(
        "A soft-deleted Machine Learning workspace that Azure created for an account with this name is in the way. Recover or purge that workspace under Machine Learning, then try again: see {0}.",
        reservedNames,
      ),
  },
  {
    // github.com/Azure/terraform-azurerm-avm-ptn-aiml-landing-zone/pull/169
    codes: ["RequestConflict"],
    say: () => l10n.t("The deletion is still in progress. Try again in a few minutes."),
  },
  {
    codes: ["CanNotRestoreANonExistingResource"],
    anyService: true,
    say: () =>
      l10n.t(
        "Azure no longer has a soft-deleted resource with this name in this resource group and region. Refresh to see the current list.",
      ),
  },
  {
    codes: ["CanNotRestoreAnActiveResource"],
    anyService: true,
    say: () =>
      l10n.t(
        "The resource is live again, so there's nothing to recover. Refresh to see the resource.",
      ),
  },
  {
    // github.com/Azure/bicep/issues/17663
    codes: ["CustomDomainInUse"],
    anyService: true,
    say: () =>
      l10n.t(
        "Another resource has this subdomain, perhaps one that was deleted in the last 48 hours. Find what holds the subdomain and purge it, or choose another subdomain.",
      ),
  },
  {
    // github.com/Azure/azure-cli/issues/18146
    codes: ["FlagMustBeSetForRestore"],
    anyService: true,
    say: () =>
      l10n.t("A soft-deleted resource holds this name. Recover or purge that resource first."),
  },
  {
    // github.com/Azure/terraform-provider-azapi/issues/894
    codes: ["CannotDeleteResource"],
    say: () =>
      l10n.t(
        "The account still contains projects or other resources. Delete these resources first, then try again.",
      ),
  },
];
