/** Where a cloud is, and for whom the tokens must be that its Resource Manager takes. */
export interface SimulatedCloud {
  /** Azure Resource Manager, without a slash at the end; somebody has to lead clients here. */
  readonly armUrl: string;
  /** The sign-in endpoint, with a slash at the end. */
  readonly loginUrl: string;
  /** Without slashes at the end. */
  readonly audiences: readonly string[];
  /** The VS Code settings that make it the configured one. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/**
 * Azure operated by 21Vianet.
 * Source: https://learn.microsoft.com/azure/china/resources-developer-guide
 */
export const azureChina: SimulatedCloud = {
  armUrl: "https://management.chinacloudapi.cn",
  loginUrl: "https://login.chinacloudapi.cn/",
  audiences: ["https://management.core.chinacloudapi.cn", "https://management.chinacloudapi.cn"],
  settings: { "microsoft-sovereign-cloud.environment": "ChinaCloud" },
};

/**
 * Azure Government.
 * Source: https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure
 */
export const azureGovernment: SimulatedCloud = {
  armUrl: "https://management.usgovcloudapi.net",
  loginUrl: "https://login.microsoftonline.us/",
  audiences: ["https://management.core.usgovcloudapi.net", "https://management.usgovcloudapi.net"],
  settings: { "microsoft-sovereign-cloud.environment": "USGovernment" },
};

/**
 * A cloud of one's own at any address, in the settings of VS Code's Microsoft authentication
 * extension, whose names @azure/ms-rest-azure-env gives.
 *
 * @param armUrl without a slash at the end.
 * @param loginUrl with a slash at the end; the simulator answers below "/login/".
 * @param audiences those it takes tokens for beside its own address.
 */
export function customCloud(
  armUrl: string,
  loginUrl: string,
  audiences: readonly string[] = [],
): SimulatedCloud {
  return {
    armUrl,
    loginUrl,
    audiences: [armUrl, ...audiences],
    settings: {
      "microsoft-sovereign-cloud.environment": "custom",
      "microsoft-sovereign-cloud.customEnvironment": {
        name: "AzureSimulator",
        portalUrl: "https://portal.azure.com",
        managementEndpointUrl: armUrl,
        resourceManagerEndpointUrl: armUrl,
        activeDirectoryEndpointUrl: loginUrl,
        activeDirectoryResourceId: `${armUrl}/`,
        validateAuthority: false,
      },
    },
  };
}

/** The names that clients of a cloud ask for, which its certificate has to have. */
export function hostsOf({ armUrl, loginUrl }: SimulatedCloud): readonly string[] {
  return [armUrl, loginUrl].map((url) => new URL(url).hostname);
}
