import { armPath, pathOfId, UnusableNameError } from "../../azure/armRequest";
import { isJsonObject, stringAt, stringsAt, type JsonValue } from "../../base/json";
import { normalizeLocation, parseResourceId, resourceIdOf } from "../../azure/resourceId";
import { toInstant, type DeletedResource } from "../deletedResource";
import type { Origin, PerParent } from "../source";

/** Where databases of one kind exist and where dropped ones are listed. */
export interface DroppedDatabases {
  readonly serviceId: string;
  /** The type of the parent, as in "Microsoft.Sql/servers". */
  readonly parentType: string;
  /** The parent's live databases, as in "databases". */
  readonly live: string;
  /** Its dropped ones, as in "restorableDroppedDatabases". */
  readonly dropped: string;
}

/**
 * Reads a dropped database below its live parent. Its own name contains the ticks of the deletion,
 * as in "orders,131403269876900000", so that two databases of one name differ. The purge time
 * depends on a setting that isn't in the item.
 */
export function readDroppedDatabase(
  item: JsonValue,
  { subscriptionId, parent }: Origin,
  { serviceId, parentType, live, dropped }: DroppedDatabases,
): DeletedResource | undefined {
  const entry = stringAt(item, "name");
  const database =
    stringAt(item, "properties", "databaseName") ?? /^(.+),\d+$/.exec(entry ?? "")?.[1];
  const above = parseResourceId(parent?.id ?? "");
  const parentName = above?.resources[0]?.name;
  const location = normalizeLocation(stringAt(item, "location") ?? parent?.location ?? "");
  if (
    !isJsonObject(item) ||
    entry === undefined ||
    database === undefined ||
    above?.resourceGroup === undefined ||
    parentName === undefined ||
    location === ""
  ) {
    return undefined;
  }
  if (database.includes("/")) {
    throw new UnusableNameError(database);
  }
  const { resourceGroup } = above;
  const parentId = resourceIdOf({
    subscriptionId,
    resourceGroup,
    resourceType: parentType,
    name: parentName,
  });
  const originalId = `${parentId}/${live}/${database}`;
  // Also validates the name: it must be usable in a path.
  pathOfId(originalId);
  return {
    serviceId,
    subscriptionId,
    name: `${parentName}/${database}`,
    resourceGroup,
    location,
    kind: undefined,
    originalId,
    deletedPath: `${pathOfId(parentId)}/${dropped}${armPath`/${entry}`}`,
    deletedAt: toInstant(stringAt(item, "properties", "deletionDate")),
    purgeAt: undefined,
    purgeAtFrom: "retention",
    purgeProtected: false,
    tags: stringsAt(item, "tags"),
    raw: item,
  };
}

/** One list of dropped databases per parent in the subscription. */
export function belowEach(
  { parentType, dropped }: DroppedDatabases,
  apiVersion: string,
  read: PerParent["read"],
): PerParent {
  return {
    kind: "parents",
    parents: {
      types: [parentType.toLowerCase()],
      select: (rows) => rows,
      walk: [
        (subscriptionId) => ({
          request: {
            method: "GET",
            path: `${armPath`/subscriptions/${subscriptionId}`}/providers/${parentType}`,
            apiVersion,
          },
        }),
      ],
    },
    request: ({ id }) => ({ method: "GET", path: `${pathOfId(id)}/${dropped}`, apiVersion }),
    read,
  };
}

/** The names of a dropped database and its parent, which it is restored to. */
export function namesOf({ originalId }: DeletedResource): {
  readonly parent: string;
  readonly database: string;
} {
  const [parent, database] = parseResourceId(originalId)?.resources ?? [];
  return { parent: parent?.name ?? "", database: database?.name ?? "" };
}

/** The path of a database with another name and the same parent. */
export function pathBeside({ originalId }: DeletedResource, name: string): string {
  return `${pathOfId(originalId).replace(/\/[^/]+$/, "")}${armPath`/${name}`}`;
}

/** Question id for the restored database's name. */
export const nameQuestion = "name";

/**
 * Why a text isn't a valid name; undefined where it is. Databases and SQL pools differ in length
 * and allowed characters:
 * learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftsql
 */
export function breaksNameRules(
  text: string,
  rules: { readonly longest: number; readonly forbidden: string },
): "length" | "end" | "characters" | undefined {
  if (text === "" || text.length > rules.longest) {
    return "length";
  }
  if (/[. ]$/.test(text)) {
    return "end";
  }
  const isForbidden =
    /[\p{Cc}\p{Cs}]/u.test(text) ||
    rules.forbidden.split("").some((character) => text.includes(character));
  return isForbidden ? "characters" : undefined;
}
