import { describe, expect, it } from "vitest";
import { errorInBody, errorInText } from "../../src/azure/errorBody";
import { stringAt, valueAt, type JsonObject, type JsonValue } from "../../src/base/json";
import type { DeletedResource } from "../../src/services/deletedResource";
import { services } from "../../src/services/index";
import type { Origin } from "../../src/services/source";
import { readItemOf } from "../unit/catalogue/reading";
import {
  findRecordings,
  recordedServices,
  recordingsIn,
  type RecordedError,
  type RecordedList,
} from "./recordings";

const folder = findRecordings();
const subscriptionId = "00000000-0000-0000-0000-000000000000";

/** What of an item says what; the item's own members where nothing is said. */
interface Members {
  /** The id the resource had. */
  readonly original?: readonly string[];
  readonly name?: readonly string[];
  readonly group?: readonly string[];
  readonly location?: readonly string[];
  readonly deletedAt?: readonly string[];
  readonly purgeAt?: readonly string[];
  readonly isProtected?: readonly string[];
  /** Nobody can purge it before its time. */
  readonly cannotBePurged?: true;
}

const dates = {
  deletedAt: ["properties", "deletionDate"],
  purgeAt: ["properties", "scheduledPurgeDate"],
};
const protectable = {
  ...dates,
  location: ["properties", "location"],
  isProtected: ["properties", "purgeProtectionEnabled"],
};
const dropped = { deletedAt: ["properties", "deletionDate"], name: ["properties", "databaseName"] };

/** By the documentation of each service, and apart from what reads it in the product. */
const membersOf: Readonly<Record<string, Members>> = {
  apiManagement: { ...dates, original: ["properties", "serviceId"] },
  appConfiguration: { ...protectable, original: ["properties", "configurationStoreId"] },
  appService: {
    name: ["properties", "deletedSiteName"],
    group: ["properties", "resourceGroup"],
    location: ["properties", "geoRegionName"],
    deletedAt: ["properties", "deletedTimestamp"],
  },
  backupInstance: {
    name: ["properties", "friendlyName"],
    cannotBePurged: true,
    deletedAt: ["properties", "deletionInfo", "deletionTime"],
    purgeAt: ["properties", "deletionInfo", "scheduledPurgeTime"],
  },
  cognitiveServices: { ...dates, original: ["id"] },
  cosmosDb: { name: ["properties", "accountName"], deletedAt: ["properties", "deletionTime"] },
  keyVault: { ...protectable, original: ["properties", "vaultId"] },
  logAnalytics: { original: ["id"] },
  managedHsm: { ...protectable, original: ["properties", "mhsmId"] },
  recoveryServicesVault: {
    cannotBePurged: true,
    original: ["properties", "vaultId"],
    name: ["properties", "vaultId"],
    deletedAt: ["properties", "vaultDeletionTime"],
    purgeAt: ["properties", "purgeAt"],
  },
  sqlDatabase: dropped,
  synapseSqlPool: dropped,
};

function lower(text: string | undefined): string | undefined {
  return text?.toLowerCase().replaceAll(" ", "");
}

function instant(text: string | undefined): string | undefined {
  const whole = text?.replace(/(\.\d{3})\d+/, "$1");
  return whole === undefined
    ? undefined
    : new Date(/Z$|[+-]\d\d:\d\d$/.test(whole) ? whole : `${whole}Z`).toISOString();
}

function groupIn(id: string | undefined): string | undefined {
  return /\/resourceGroups\/([^/]+)/i.exec(id ?? "")?.[1];
}

/** What a person must be shown of an item. */
function shownOf(item: JsonObject, uri: string, members: Members): JsonObject {
  const at = (path: readonly string[] | undefined): string | undefined =>
    path === undefined ? undefined : stringAt(item, ...path);
  const name = at(members.name ?? ["name"])
    ?.split("/")
    .at(-1);
  const group =
    members.group === undefined
      ? groupIn(at(members.original) ?? (members.name === undefined ? uri : ""))
      : at(members.group);
  const location = lower(at(members.location ?? ["location"]));
  const deletedAt = instant(at(members.deletedAt));
  const purgeAt = instant(at(members.purgeAt));
  return {
    ...(name === undefined ? {} : { name }),
    ...(group === undefined ? {} : { group: group.toLowerCase() }),
    ...(location === undefined ? {} : { location }),
    ...(deletedAt === undefined ? {} : { deletedAt }),
    ...(purgeAt === undefined ? {} : { purgeAt }),
    protected: members.cannotBePurged ?? valueAt(item, members.isProtected ?? ["-"]) === true,
  };
}

/** The same of what was read, as far as the item says it. */
function readOf(resource: DeletedResource, shown: JsonObject): JsonObject {
  const name = resource.name.split("/");
  const all: Readonly<Record<string, JsonValue | undefined>> = {
    name: name.find((part) => part === shown["name"]) ?? resource.name,
    group: resource.resourceGroup?.toLowerCase(),
    location: resource.location,
    deletedAt: resource.deletedAt,
    purgeAt: resource.purgeAt,
    protected: resource.purgeProtected,
  };
  return Object.fromEntries(Object.keys(shown).map((key) => [key, all[key] ?? null]));
}

function originOf(uri: string, item: JsonObject): Origin {
  const path = new URL(uri).pathname;
  const parent =
    /^(\/subscriptions\/[^/]+\/resourceGroups\/[^/]+\/providers\/[^/]+\/[^/]+\/[^/]+)\//i.exec(
      path,
    )?.[1];
  const region = /\/locations\/([^/]+)\//i.exec(path)?.[1];
  return {
    subscriptionId,
    ...(region === undefined ? {} : { region: decodeURIComponent(region) }),
    ...(parent === undefined
      ? {}
      : {
          parent: {
            id: parent,
            name: parent.split("/").at(-1) ?? "",
            location: stringAt(item, "location") ?? "westus",
          },
        }),
  };
}

describe.skipIf(folder === undefined)("the recorded Azure", () => {
  describe.each(recordedServices(folder ?? ".", "list"))("lists of %s", (id) => {
    it("are read right, item by item", () => {
      const service = services.find((one) => one.id === id);
      const members = membersOf[id];
      if (service === undefined || members === undefined) {
        throw new Error(`Nobody has said what an item of ${id} has.`);
      }
      let read = 0;
      for (const { uri, items } of recordingsIn(
        folder ?? "",
        `list.${id}`,
      ) as readonly RecordedList[]) {
        // App Service 2018-02-01 does not say in which region an app was: the product asks for 2025-05-01.
        for (const item of uri.includes("deletedSites?api-version=2018-02-01") ? [] : items) {
          const found = readItemOf(service, uri, item, originOf(uri, item));
          if (found === "live") {
            expect(valueAt(item, ["properties", "deletionTime"]) ?? "").toBe("");
            continue;
          }
          const shown = shownOf(item, uri, members);
          expect([uri, item, found && readOf(found, shown)]).toEqual([uri, item, shown]);
          read += 1;
        }
      }
      expect(read).toBeGreaterThan(0);
    });
  });

  it("says in a sentence of its own why it refuses, in 98 % of its error bodies", () => {
    const bodies = (recordingsIn(folder ?? "", "errors") as readonly RecordedError[]).filter(
      ({ status, body }) => status >= 400 && body !== null && body.trim() !== "",
    );
    const silent = bodies.filter(({ body }) => sentenceIn(body ?? "") === undefined);
    expect(bodies.length).toBeGreaterThan(150);
    expect(silent.length / bodies.length, JSON.stringify(silent, null, 1)).toBeLessThan(0.02);
  });
});

/** What it says, where that is more than a code. */
function sentenceIn(body: string): string | undefined {
  let json: JsonValue | undefined;
  try {
    json = JSON.parse(body) as JsonValue;
  } catch {
    return errorInText(body)?.message;
  }
  const error = errorInBody(json);
  return error?.message === error?.code ? undefined : error?.message;
}
