/** Which version of a provider's API the project uses, and which one the published files have. */
export interface ApiVersions {
  readonly namespace: string;
  readonly inUse: string;
  readonly inFile: string;
  /** The file, below the specification folder. */
  readonly file: string;
  /** Why the version in use is that one, and why the file's shapes hold for it. */
  readonly source: string;
}

/**
 * The files are of October 2024, so some are older than the version in use. Validation shows the
 * request with the file's version; the shapes of the operations the project uses are the same.
 */
export const apiVersions: readonly ApiVersions[] = [
  {
    namespace: "Microsoft.CognitiveServices",
    inUse: "2025-06-01",
    inFile: "2023-05-01",
    file: "cognitiveservices/resource-manager/Microsoft.CognitiveServices/stable/2023-05-01/cognitiveservices.json",
    source:
      "https://github.com/hashicorp/terraform-provider-azurerm vendors 2025-06-01; the four operations on deleted accounts are unchanged from 2021-04-30 on",
  },
  {
    namespace: "Microsoft.KeyVault",
    inUse: "2026-02-01",
    inFile: "2023-07-01",
    file: "keyvault/resource-manager/Microsoft.KeyVault/stable/2023-07-01/keyvault.json",
    source:
      "https://learn.microsoft.com/azure/key-vault/general/access-control-default: versions before 2026-02-01 retire on 27 February 2027",
  },
  {
    namespace: "Microsoft.Resources",
    inUse: "2024-07-01",
    inFile: "2024-07-01",
    file: "resources/resource-manager/Microsoft.Resources/stable/2024-07-01/resources.json",
    source: "resource groups and providers: the same version",
  },
  {
    namespace: "Microsoft.Authorization",
    inUse: "2022-04-01",
    inFile: "2022-04-01",
    file: "authorization/resource-manager/Microsoft.Authorization/stable/2022-04-01/authorization-RoleDefinitionsCalls.json",
    source: "permissions: the same version",
  },
];

/** The row of the provider that a request's path is about: the last one named in it. */
export function apiVersionsOf(path: string): ApiVersions | undefined {
  const namespace = /.*\/providers\/([^/]+)\//i.exec(path)?.[1] ?? "Microsoft.Resources";
  return apiVersions.find((row) => row.namespace.toLowerCase() === namespace.toLowerCase());
}
