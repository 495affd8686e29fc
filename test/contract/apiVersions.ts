import { cases } from "../catalogue/all";

/** Which version of a provider's API the project uses, and which one the published files have. */
export interface ApiVersions {
  readonly namespace: string;
  readonly inUse: string;
  /** Undefined where no published file is at hand: then only the version is checked. */
  readonly inFile?: string;
  /** The file, below the specification folder. */
  readonly file?: string;
  /** Why the version in use is that one, and why the file's shapes hold for it. */
  readonly source: string;
}

/**
 * The files are of October 2024, so some are older than the version in use. Validation shows the
 * request with the file's version; the shapes of the operations the project uses are the same.
 */
const apiVersions: readonly ApiVersions[] = [
  {
    namespace: "Microsoft.Resources",
    inUse: "2024-07-01",
    inFile: "2024-07-01",
    file: "resources/resource-manager/Microsoft.Resources/stable/2024-07-01/resources.json",
    source: "resource groups and providers: the same version",
  },
  {
    namespace: "Microsoft.Resources",
    inUse: "2021-04-01",
    inFile: "2024-07-01",
    file: "resources/resource-manager/Microsoft.Resources/stable/2024-07-01/resources.json",
    source:
      "learn.microsoft.com/rest/api/resources/resources/list; the lists of resources and groups have the same shapes",
  },
  {
    namespace: "Microsoft.Authorization",
    inUse: "2022-04-01",
    inFile: "2022-04-01",
    file: "authorization/resource-manager/Microsoft.Authorization/stable/2022-04-01/authorization-RoleDefinitionsCalls.json",
    source: "permissions: the same version",
  },
  {
    namespace: "Microsoft.Authorization",
    inUse: "2020-05-01",
    source:
      "learn.microsoft.com/rest/api/resources/management-locks/list-at-subscription-level; locks have no version 2022-04-01",
  },
  {
    namespace: "Microsoft.ResourceGraph",
    inUse: "2022-10-01",
    inFile: "2022-10-01",
    file: "resourcegraph/resource-manager/Microsoft.ResourceGraph/stable/2022-10-01/resourcegraph.json",
    source: "queries: the same version",
  },
  {
    namespace: "Microsoft.Insights",
    inUse: "2020-02-02",
    source: "learn.microsoft.com/rest/api/application-insights/components/get",
  },
  {
    namespace: "Microsoft.ContainerRegistry",
    inUse: "2023-07-01",
    source: "learn.microsoft.com/rest/api/containerregistry/registries/get",
  },
];

/**
 * The rows of the provider that a request's path is about: the last one named in it. There are
 * several where different operations need different versions.
 */
export function apiVersionsOf(path: string): readonly ApiVersions[] {
  const namespace = namespaceOf(path);
  return [...apiVersions, ...cases.flatMap(({ contract }) => contract)].filter(
    (row) => row.namespace.toLowerCase() === namespace.toLowerCase(),
  );
}

/** Whose operation it is; features and registrations name the provider they are for at the end. */
function namespaceOf(path: string): string {
  if (/\/providers\/Microsoft\.Features\//i.test(path)) {
    return "Microsoft.Features";
  }
  const last = /.*\/providers\/([^/]+)\/(.*)/i.exec(path);
  return last?.[1] === undefined || last[2] === "register" ? "Microsoft.Resources" : last[1];
}
