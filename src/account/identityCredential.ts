import {
  AzureCliCredential,
  AzureDeveloperCliCredential,
  AzurePowerShellCredential,
  CredentialUnavailableError,
  EnvironmentCredential,
  ManagedIdentityCredential,
} from "@azure/identity";
import type { TokenCredential } from "@azure/core-auth";
import { withoutOwnAgent } from "../azure/armPolicies";
import type { CloudDetails } from "./cloud";
import type { IdentityKind } from "./credentialKind";
import { minute } from "../base/durations";
import { withTimeLimit } from "../base/timeLimit";

const toolPatienceMs = minute;
const endpointPatienceMs = 15_000;

/**
 * The `@azure/identity` credential of this kind. The package is imported in this file and nowhere
 * else, so that it is loaded with this file.
 *
 * The tools run once per token and sign in to whichever cloud they are set to. `environment` reads
 * `AZURE_TENANT_ID`, `AZURE_CLIENT_ID` and a secret or a certificate. `managedIdentity` takes
 * `AZURE_CLIENT_ID` for a user-assigned identity, as DefaultAzureCredential does.
 */
export function createIdentityCredential(kind: IdentityKind, cloud: CloudDetails): TokenCredential {
  const anyTenant = { additionallyAllowedTenants: ["*"] };
  const tool = { ...anyTenant, processTimeoutInMs: toolPatienceMs };
  switch (kind) {
    case "azureCli":
      return new AzureCliCredential(tool);
    case "azureDeveloperCli":
      return new AzureDeveloperCliCredential(tool);
    case "azurePowerShell":
      return new AzurePowerShellCredential(tool);
    case "environment":
      return new EnvironmentCredential({
        ...anyTenant,
        authorityHost: cloud.authorityHost,
        // Microsoft's authority discovery doesn't know the authority of a custom cloud.
        disableInstanceDiscovery: cloud.isCustom,
        additionalPolicies: [{ policy: withoutOwnAgent, position: "perRetry" }],
      });
    case "managedIdentity":
      return createManagedIdentity();
  }
}

function createManagedIdentity(): TokenCredential {
  const clientId = process.env["AZURE_CLIENT_ID"];
  const credential = new ManagedIdentityCredential(
    clientId === undefined || clientId === "" ? {} : { clientId },
  );
  return {
    // Outside Azure, no managed identity endpoint answers, and the credential would wait for
    // minutes.
    getToken: (scopes, options) =>
      withTimeLimit(endpointPatienceMs, credential.getToken(scopes, options), () => {
        return new CredentialUnavailableError("No managed identity answered in time.");
      }),
  };
}
