import type { Logger } from "../base/logger";
import type { ArmConnector } from "./armConnector";
import type { IdentityKind } from "./credentialKind";
import { IdentityAccount } from "./identityAccount";
import type { AccountFactories } from "./switchableAccount";
import { VscodeAccount } from "./vscodeAccount";

/**
 * How to build the account of each value of the setting. azureauth is loaded when one is built, and
 * `@azure/identity` when one first needs a token.
 *
 * @param tell shows a sentence to the person.
 */
export function accountFactories(
  connect: ArmConnector,
  tell: (message: string) => void,
  logger: Logger,
): AccountFactories {
  const identity = async (kind: IdentityKind): Promise<IdentityAccount> => {
    const { configuredCloud, onDidChangeConfiguredCloud } = await import("./configuredCloud");
    return new IdentityAccount({
      connect,
      tell,
      logger,
      kind,
      cloud: configuredCloud,
      onDidChangeCloud: onDidChangeConfiguredCloud,
      createCredential: async (...wanted) => {
        const { createIdentityCredential } = await import("./identityCredential");
        return createIdentityCredential(...wanted);
      },
    });
  };
  return {
    vscode: async () => {
      const { createVscodeSessions } = await import("./vscodeSessions");
      return new VscodeAccount({ connect, logger, sessions: createVscodeSessions() });
    },
    azureCli: () => identity("azureCli"),
    azureDeveloperCli: () => identity("azureDeveloperCli"),
    azurePowerShell: () => identity("azurePowerShell"),
    environment: () => identity("environment"),
    managedIdentity: () => identity("managedIdentity"),
  };
}
