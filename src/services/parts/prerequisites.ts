import { sameText } from "../../base/sameText";
import { defined } from "../../base/defined";
import * as l10n from "@vscode/l10n";
import { usablePath, type ArmRequest } from "../../azure/armRequest";
import { isJsonObject, valueAt, type JsonValue } from "../../base/json";
import { parseResourceId } from "../../azure/resourceId";
import type { Prerequisite } from "../service";
import { nameCheck } from "./nameCheck";

// Prerequisite types, with the newest published versions of their GETs:
// learn.microsoft.com/rest/api/keyvault/keyvault/vaults/get,
// .../storagerp/storage-accounts/get-properties, .../application-insights/components/get,
// .../loganalytics/workspaces/get, .../containerregistry/registries/get
const kinds = {
  "Microsoft.KeyVault/vaults": "2026-02-01",
  "Microsoft.KeyVault/managedHSMs": "2026-02-01",
  "Microsoft.Storage/storageAccounts": "2023-05-01",
  "Microsoft.Insights/components": "2020-02-02",
  "Microsoft.OperationalInsights/workspaces": "2023-09-01",
  "Microsoft.ContainerRegistry/registries": "2023-07-01",
} as const;

type ResourceType = keyof typeof kinds;

/** The texts of a prerequisite. */
type Meaning = Pick<Prerequisite, "neededFor" | "without" | "optional">;

/** A prerequisite with a known ARM id; undefined where the id is invalid or of another type. */
export function prerequisiteAt(
  resourceType: ResourceType,
  id: string,
  meaning: Meaning,
): Prerequisite | undefined {
  const parsed = parseResourceId(id);
  const [named, ...below] = parsed?.resources ?? [];
  if (
    parsed?.resourceGroup === undefined ||
    named === undefined ||
    below.length > 0 ||
    !sameText(`${parsed.provider ?? ""}/${named.type}`, resourceType)
  ) {
    return undefined;
  }
  const path = usablePath(id);
  if (path === undefined) {
    return undefined;
  }
  const live: ArmRequest = { method: "GET", path, apiVersion: kinds[resourceType] };
  return { resourceType, noun: nounOf(resourceType), name: named.name, id, live, ...meaning };
}

/** The same prerequisite with a known ARM id; undefined where the id isn't of its type. */
export function prerequisiteNamed(
  { resourceType, neededFor, without, optional }: Prerequisite,
  id: string,
): Prerequisite | undefined {
  const known = Object.keys(kinds).find((one): one is ResourceType => one === resourceType);
  return known === undefined
    ? undefined
    : prerequisiteAt(known, id, {
        neededFor,
        without,
        ...defined({ optional }),
      });
}

/** A prerequisite that certainly exists, although its name is unknown. */
export function unnamedPrerequisite(resourceType: ResourceType, meaning: Meaning): Prerequisite {
  return { resourceType, noun: nounOf(resourceType), name: undefined, ...meaning };
}

/**
 * The vault or managed HSM of a customer-managed key, from the address of the key or vault, or from
 * the vault's ARM id.
 *
 * @param subscriptionId the subscription for the name check.
 */
export function keyVaultAt(address: string, subscriptionId: string): readonly Prerequisite[] {
  const meaning = {
    neededFor: l10n.t("the customer-managed key"),
    without: l10n.t(
      "Azure can't decrypt the resource without this key, so the recovery is likely to fail.",
    ),
  };
  if (address.startsWith("/")) {
    const found =
      prerequisiteAt("Microsoft.KeyVault/vaults", address, meaning) ??
      prerequisiteAt("Microsoft.KeyVault/managedHSMs", address, meaning);
    return found === undefined ? [] : [found];
  }
  const [, name, service] = /^https:\/\/([a-z0-9-]+)\.([^/.:]*)/i.exec(address.trim()) ?? [];
  if (name === undefined) {
    return [];
  }
  // learn.microsoft.com/azure/key-vault/general/about-keys-secrets-certificates#dns-suffixes-for-object-identifiers
  const isHsm = service?.toLowerCase() === "managedhsm";
  const resourceType = isHsm ? "Microsoft.KeyVault/managedHSMs" : "Microsoft.KeyVault/vaults";
  const vault = "Microsoft.KeyVault/vaults";
  const check = isHsm
    ? {}
    : { nameCheck: nameCheck(vault, kinds[vault], name, subscriptionId).request };
  return [{ resourceType, noun: nounOf(resourceType), name, ...check, ...meaning }];
}

/**
 * The vault of a customer-managed key in a resource's settings; each service has another property.
 * Source: github.com/Azure/azure-rest-api-specs: "keyVaultUri" (AI services, storage, where it is
 * written "keyvaulturi"), "keyUri" (Recovery Services, Data Protection), "keyIdentifier" (App
 * Configuration, Machine Learning), "keyVaultArmId" (Machine Learning), "keyId" (SQL servers)
 *
 * @param settings the resource, or the body it was written with.
 */
export function customerManagedKeyVault(
  settings: JsonValue | undefined,
  subscriptionId: string,
): readonly Prerequisite[] {
  const properties = valueAt(settings, ["properties"]);
  const [address] = [["encryption"], ["securitySettings", "encryptionSettings"], ["keyId"]].flatMap(
    (path) => addressIn(valueAt(properties, path)) ?? [],
  );
  return address === undefined ? [] : keyVaultAt(address, subscriptionId);
}

const addressNames = ["keyvaultarmid", "keyvaulturi", "keyuri", "keyidentifier", "keyid"];

/**
 * The value itself, or its first member with one of those names, to a limited depth; undefined
 * where Microsoft manages the key.
 */
function addressIn(value: JsonValue | undefined, depth = 0): string | undefined {
  if (typeof value === "string" && value !== "") {
    return value;
  }
  if (!isJsonObject(value) || depth > 2) {
    return undefined;
  }
  const members = Object.entries(value).map(
    ([key, member]) => [key.toLowerCase(), member] as const,
  );
  const source = members.find(([key]) => key === "keysource")?.[1];
  if (typeof source === "string" && !/keyvault/i.test(source)) {
    return undefined;
  }
  const own = addressNames.map((name) => members.find(([key]) => key === name)?.[1]);
  const below = members.flatMap(([, member]) => (isJsonObject(member) ? [member] : []));
  return [...own.filter((one) => typeof one === "string"), ...below]
    .map((one) => addressIn(one, depth + 1))
    .find((one) => one !== undefined);
}

/** Whether a name check's answer says that the name is available. */
export function isNameFree(answer: JsonValue | undefined): boolean | undefined {
  const free = valueAt(answer, ["nameAvailable"]);
  return typeof free === "boolean" ? free : undefined;
}

function nounOf(resourceType: ResourceType): string {
  switch (resourceType) {
    case "Microsoft.KeyVault/vaults":
      return l10n.t("key vault");
    case "Microsoft.KeyVault/managedHSMs":
      return l10n.t("managed HSM");
    case "Microsoft.Storage/storageAccounts":
      return l10n.t("storage account");
    case "Microsoft.Insights/components":
      return l10n.t("Application Insights component");
    case "Microsoft.OperationalInsights/workspaces":
      return l10n.t("Log Analytics workspace");
    case "Microsoft.ContainerRegistry/registries":
      return l10n.t("container registry");
  }
}
