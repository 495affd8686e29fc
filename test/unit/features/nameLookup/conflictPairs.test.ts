import { describe, expect, it } from "vitest";
import { ConflictParser } from "../../../../src/features/nameLookup/conflictParser";
import { parseQuery } from "../../../../src/features/nameLookup/parseQuery";
import { services } from "../../../../src/services/index";
import { accountId, accounts, vaults } from "./capturedMessages";

const parser = new ConflictParser(services);

const hsms = "Microsoft.KeyVault/managedHSMs";
const stores = "Microsoft.AppConfiguration/configurationStores";
const workspaces = "Microsoft.OperationalInsights/workspaces";

/** One message of each service, with what it names. */
const messages: readonly (readonly [text: string, type: string, name: string | undefined])[] = [
  [
    `FlagMustBeSetForRestore: An existing resource with ID '${accountId}' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property.`,
    accounts,
    "aoai-support-prod",
  ],
  [
    `ConflictError: A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault.`,
    vaults,
    undefined,
  ],
  [
    `(ConflictError) A KV MHSM with the same name already exists in deleted state. You need to either recover or purge existing KV MHSM.`,
    hsms,
    undefined,
  ],
  [
    "ServiceAlreadyExistsInSoftDeletedState: Api service apim-platform was soft-deleted. In order to create the new service with the same name, you have to either undelete the service or purge it.",
    "Microsoft.ApiManagement/service",
    "apim-platform",
  ],
  [
    `An existing soft-deleted App Configuration exists with the Name "appcs-flags" in the location "westeurope", however recovering is disabled.`,
    stores,
    "appcs-flags",
  ],
  [
    "BadRequest: Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete",
    "Microsoft.MachineLearningServices/workspaces",
    undefined,
  ],
  ["Conflict: The workspace name 'log-platform' is not unique.", workspaces, "log-platform"],
  [
    "CustomDomainInUse: The subdomain name 'oai-sub' is not available as it's already used by a resource.",
    accounts,
    "oai-sub",
  ],
];

const pairs = messages.flatMap((first) =>
  messages
    .filter((second) => second !== first && second[1] !== first[1])
    .map((second) => [first, second] as const),
);

describe("two services in one text", () => {
  it.each(pairs)("both count: %j, %j", ([text, type, name], [otherText, otherType, otherName]) => {
    const found = parser
      .conflictsIn(`${text} ${otherText}`)
      .map((one) => [one.resourceType, one.name]);
    expect(found).toEqual(
      expect.arrayContaining([
        [type, name],
        [otherType, otherName],
      ]),
    );
  });

  it("keep the full id beside a vault's message", () => {
    const [flag = "", vault = ""] = messages.map(([text]) => text);
    for (const text of [`${flag} ${vault}`, `${vault} ${flag}`]) {
      expect(parser.conflictsIn(text)).toContainEqual(expect.objectContaining({ id: accountId }));
    }
  });
});

describe("a frame of Terraform", () => {
  const frame = (label: string, name: string): string =>
    `Error: creating it (Subscription: "aaaaaaaa-0000-4000-8000-000000000001"\nResource Group Name: "rg-a"\n${label}: "${name}"): performing CreateOrUpdate: `;

  it.each([
    [`${frame("Account Name", "oai-b")}unexpected status 400`, { name: "oai-b" }],
    [`(Subscription: "S" Resource Group Name: "rg-a" Account Name: "oai-b")`, { name: "oai-b" }],
    [
      `${frame("Account Name", "oai-b")}FlagMustBeSetForRestore: it has been soft-deleted`,
      { name: "oai-b", resourceType: accounts },
    ],
    [
      `${frame("Managed H S M Name", "hsm-a")}ConflictError: A KV MHSM with the same name already exists in deleted state.`,
      { name: "hsm-a", resourceType: hsms },
    ],
    [
      `${frame("Workspace Name", "mlw-a")}Soft-deleted workspace exists. Please purge or recover it.`,
      { name: "mlw-a", resourceType: "Microsoft.MachineLearningServices/workspaces" },
    ],
    [
      `Error: creating Configuration Store: (Name "appcs-a" / Resource Group "rg-a"): NameUnavailable: The specified name is already in use.`,
      { name: "appcs-a", resourceType: stores },
    ],
    [
      "The name 'appcs-a' is already in use.\nCode: NameUnavailable\nMessage: the configuration store exists.",
      { name: "appcs-a", resourceType: stores },
    ],
  ])("%j asks for %j", (text, query) => {
    expect(parseQuery(parser, text)).toEqual(query);
  });

  it("is read though it is wrapped hard at 80 columns", () => {
    const text = `Error: creating the account: FlagMustBeSetForRestore: An existing resource with ID '${accountId}' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property.`;
    const wrapped = text.replace(/[^]{80}/g, "$&\n");
    expect(parseQuery(parser, wrapped)).toMatchObject({ id: accountId, name: "aoai-support-prod" });
  });
});
