import type { ArmRequest } from "../../../src/azure/armRequest";
import { ArmError, type ArmFailure } from "../../../src/azure/errors";
import { stringAt, isJsonObject, type JsonObject, type JsonValue } from "../../../src/base/json";
import type { ProviderList } from "../../../src/azure/providers";
import { readBranch } from "../../../src/inventory/serviceReader";
import type { DeletedResource } from "../../../src/services/deletedResource";
import { keyVault } from "../../../src/services/keyVault";
import type { SoftDeleteService } from "../../../src/services/service";
import type {
  Collection,
  LiveResource,
  LiveRow,
  PerParent,
  PerRegion,
  Source,
} from "../../../src/services/source";
import { settled } from "../base/fakeClock";
import { ScriptedArm, type Script } from "../operations/scriptedArm";
import type { ReadResult } from "../../../src/inventory/foundResources";
import type { ReadContext } from "../../../src/inventory/readContext";

/** A service that is nothing but its sources; the rest is another's. */
export function serviceOf(
  sources: readonly [Source, ...Source[]],
  rest: Partial<SoftDeleteService> = {},
): SoftDeleteService {
  return { ...keyVault, id: "boxes", resourceType: "Contoso.Boxes/boxes", sources, ...rest };
}

/** The id that a box of this name had. */
export function boxId(name: string): string {
  return `/subscriptions/s/resourceGroups/rg/providers/Contoso.Boxes/boxes/${name}`;
}

/** A box from `{name, at?, tombstone?, live?}`; `from` tells which source has read it. */
export function readBox(item: JsonValue, from = "list"): DeletedResource | "live" | undefined {
  const name = stringAt(item, "name");
  if (!isJsonObject(item) || name === undefined) {
    return undefined;
  }
  return item["live"] === true
    ? "live"
    : {
        serviceId: "boxes",
        subscriptionId: "s",
        name,
        resourceGroup: "rg",
        location: "westus",
        kind: from,
        originalId: boxId(name),
        deletedPath: `/deleted/${stringAt(item, "tombstone") ?? name}`,
        deletedAt: stringAt(item, "at"),
        purgeAt: undefined,
        purgeAtFrom: "azure",
        purgeProtected: false,
        tags: {},
        ...distinguished(item),
        raw: item,
      };
}

function distinguished(item: JsonObject): Pick<DeletedResource, "distinguishedBy"> {
  const distinguishedBy = stringAt(item, "guid");
  return distinguishedBy === undefined ? {} : { distinguishedBy };
}

export function get(path: string): ArmRequest {
  return { method: "GET", path, apiVersion: "1" };
}

export function collection(path: string, rest: Partial<Collection> = {}): Collection {
  return {
    kind: "collection",
    request: () => get(path),
    read: (item) => readBox(item, path),
    ...rest,
  };
}

/** One list for each region, at "/west" for "west". */
export const perRegion: PerRegion = {
  kind: "regions",
  resourceType: "locations/deletedBoxes",
  request: (_, region) => get(`/${region}`),
  read: (item, { region }) => readBox(item, region),
};

/** One list below each parent, at "{id}/deleted". */
export function perParent(parents: Partial<PerParent["parents"]> = {}): PerParent {
  return {
    kind: "parents",
    parents: {
      types: ["contoso.boxes/shelves"],
      select: (rows) => rows,
      walk: [() => ({ request: get("/shelves") })],
      ...parents,
    },
    request: ({ id }) => get(`${id}/deleted`),
    read: (item, { parent }) => readBox(item, parent?.name),
  };
}

/** A row of Resource Graph. */
export function row(name: string, type = "contoso.boxes/shelves"): LiveRow {
  const found: LiveResource = { id: `/${name}`, name, location: "westus" };
  return { ...found, type, raw: { ...found, type } };
}

/** What the provider's metadata has of one type. */
export function providersWith(
  type: string,
  { regions = [], apiVersions = [] }: Partial<Record<"regions" | "apiVersions", string[]>>,
): ProviderList {
  const is = (namespace: string, asked: string): boolean =>
    namespace === "Contoso.Boxes" && asked === type;
  return {
    isRegistered: () => true,
    regions: (namespace, asked) => (is(namespace, asked) ? regions : []),
    apiVersions: (namespace, asked) => (is(namespace, asked) ? apiVersions : []),
  };
}

/** Its lists answer only when they are let. */
export class HeldArm extends ScriptedArm {
  readonly #held = new Map<string, () => void>();

  get held(): readonly string[] {
    return [...this.#held.keys()];
  }

  override async list(...args: Parameters<ScriptedArm["list"]>): Promise<void> {
    const [{ path }] = args;
    if (path.endsWith("/permissions")) {
      await super.list(...args);
      return;
    }
    await new Promise<void>((resolve) => {
      this.#held.set(path, resolve);
    });
    this.#held.delete(path);
    await super.list(...args);
  }

  /** Lets this list answer, and all go on that can then. */
  async let(path: string): Promise<void> {
    this.#held.get(path)?.();
    await settled();
  }
}

export interface BranchReading {
  /** Undefined where it failed. */
  readonly outcome: "read" | "absent" | undefined;
  readonly failure: ArmFailure | undefined;
  /** As reported last. */
  readonly found: ReadResult;
  /** "name from source" of each resource, as reported last. */
  readonly names: readonly string[];
  /** The names at each report. */
  readonly reports: readonly (readonly string[])[];
}

export const now = Date.parse("2026-03-10T00:00:00Z");

/** Reads a branch where Azure answers by this script, and Resource Graph not at all. */
export async function readingOf(
  service: SoftDeleteService,
  azure: Script | ScriptedArm,
  around: Partial<ReadContext> = {},
): Promise<BranchReading> {
  const reports: ReadResult[] = [];
  const end = {
    outcome: undefined as BranchReading["outcome"],
    failure: undefined as ArmFailure | undefined,
  };
  try {
    end.outcome = await readBranch(
      service,
      {
        arm: azure instanceof ScriptedArm ? azure : new ScriptedArm(azure),
        subscriptionId: "s",
        providers: undefined,
        live: async () => undefined,
        graph: async () => undefined,
        now,
        signal: new AbortController().signal,
        ...around,
      },
      (found) => reports.push(found),
    );
  } catch (error) {
    if (!(error instanceof ArmError)) {
      throw error;
    }
    end.failure = error.failure;
  }
  const found = reports.at(-1) ?? { resources: [], malformed: 0 };
  return { ...end, found, names: namesIn(found), reports: reports.map(namesIn) };
}

function namesIn({ resources }: ReadResult): readonly string[] {
  return resources.map(({ name, kind }) => `${name} from ${kind ?? "nowhere"}`);
}

/** An answer by path; 404 elsewhere. */
export function lists(
  byPath: Readonly<Record<string, readonly JsonValue[] | ReturnType<Script>>>,
): Script {
  return ({ path }) => {
    const answer = byPath[path] ?? { status: 404 };
    return isItems(answer) ? { status: 200, body: answer } : answer;
  };
}

function isItems(
  answer: readonly JsonValue[] | ReturnType<Script>,
): answer is readonly JsonValue[] {
  return Array.isArray(answer);
}
