/** The values of the setting `azureDeletedResources.credential` that `@azure/identity` serves. */
export const identityKinds = [
  "azureCli",
  "azureDeveloperCli",
  "azurePowerShell",
  "environment",
  "managedIdentity",
] as const;

export type IdentityKind = (typeof identityKinds)[number];

/** The values of the setting `azureDeletedResources.credential`. */
export const credentialKinds = ["vscode", ...identityKinds] as const;

export type CredentialKind = (typeof credentialKinds)[number];

/** Reads the setting's value; what is not one of {@link credentialKinds} counts as `vscode`. */
export function toCredentialKind(value: unknown): CredentialKind {
  return credentialKinds.find((kind) => kind === value) ?? "vscode";
}
