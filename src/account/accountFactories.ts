import type { Logger } from "../base/logger";
import type { ArmConnector } from "./armConnector";
import type { IdentityKind } from "./credentialKind";
import type { AccountFactories } from "./switchableAccount";

export interface AccountFactoriesParts {
  readonly connect: ArmConnector;
  /** Shows a sentence to the person. */
  readonly tell: (message: string) => void;
  readonly logger: Logger;
}

/**
 * How to build the account of each value of the setting. Everything they need, azureauth and
 * `@azure/identity` above all, is loaded when one is called, never before.
 */
export function accountFactories(parts: AccountFactoriesParts): AccountFactories {
  const identity = async (kind: IdentityKind) => {
    const [account, cloud, credential] = await Promise.all([
      import("./identityAccount"),
      import("./configuredCloud"),
      import("./identityCredential"),
    ]);
    return new account.IdentityAccount({
      ...parts,
      kind,
      cloud: cloud.configuredCloud,
      onDidChangeCloud: cloud.onDidChangeConfiguredCloud,
      createCredential: credential.createIdentityCredential,
    });
  };
  return {
    vscode: async () => {
      const [account, sessions] = await Promise.all([
        import("./vscodeAccount"),
        import("./vscodeSessions"),
      ]);
      return new account.VscodeAccount({ ...parts, sessions: sessions.createVscodeSessions() });
    },
    azureCli: () => identity("azureCli"),
    azureDeveloperCli: () => identity("azureDeveloperCli"),
    azurePowerShell: () => identity("azurePowerShell"),
    environment: () => identity("environment"),
    managedIdentity: () => identity("managedIdentity"),
  };
}
