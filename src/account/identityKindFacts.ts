import * as l10n from "@vscode/l10n";
import type { IdentityKind } from "./credentialKind";

export interface IdentityKindFacts {
  readonly label: string;
  /** Whether it can get tokens for one tenant only. */
  readonly boundToOneTenant: boolean;
  /** A sentence that says how to sign in with this credential. */
  readonly advice: (tenantId: string | undefined) => string;
}

/**
 * The facts of a kind. The commands are the tools' own:
 * https://learn.microsoft.com/cli/azure/reference-index#az-login,
 * https://learn.microsoft.com/azure/developer/azure-developer-cli/reference#azd-auth-login,
 * https://learn.microsoft.com/powershell/module/az.accounts/connect-azaccount.
 */
export function kindFacts(kind: IdentityKind): IdentityKindFacts {
  switch (kind) {
    case "azureCli":
      return signedInByCommand(l10n.t("Azure CLI"), "az login", "--tenant");
    case "azureDeveloperCli":
      return signedInByCommand(l10n.t("Azure Developer CLI"), "azd auth login", "--tenant-id");
    case "azurePowerShell":
      return signedInByCommand(l10n.t("Azure PowerShell"), "Connect-AzAccount", "-Tenant");
    case "environment":
      return {
        label: l10n.t("Environment variables"),
        boundToOneTenant: true,
        advice: () =>
          l10n.t(
            "Set AZURE_TENANT_ID, AZURE_CLIENT_ID, and AZURE_CLIENT_SECRET (or AZURE_CLIENT_CERTIFICATE_PATH) before you start VS Code.",
          ),
      };
    case "managedIdentity":
      return {
        label: l10n.t("Managed identity"),
        boundToOneTenant: true,
        advice: () =>
          l10n.t(
            "No managed identity was found. Run VS Code on an Azure resource that has a managed identity, or choose another credential in the settings.",
          ),
      };
  }
}

function signedInByCommand(
  label: string,
  command: string,
  tenantOption: string,
): IdentityKindFacts {
  return {
    label,
    boundToOneTenant: false,
    advice: (tenantId) =>
      l10n.t(
        'Run "{0}" in a terminal, then refresh.',
        tenantId === undefined ? command : `${command} ${tenantOption} ${tenantId}`,
      ),
  };
}
