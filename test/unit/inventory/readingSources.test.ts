import { describe, expect, it } from "vitest";
import type { ArmRequest } from "../../../src/azure/armRequest";
import { settled } from "../base/fakeClock";
import { refusal, ScriptedArm } from "../operations/scriptedArm";
import {
  collection,
  get,
  HeldArm,
  lists,
  perRegion,
  providersWith,
  readBox,
  readingOf,
  serviceOf,
} from "./sources";

const versionUnknown = refusal(
  400,
  "NoRegisteredProviderFound",
  "No registered provider. The supported api-versions are '2020-01-01'.",
);
const notRegistered = refusal(409, "MissingSubscriptionRegistration");
const forbidden = refusal(403, "AuthorizationFailed");

describe("a list with another version to fall back on", () => {
  const service = serviceOf([collection("/new", { fallback: () => get("/old") })]);

  it("is asked for in that one where Azure does not know the first", async () => {
    const { outcome, names } = await readingOf(
      service,
      lists({ "/new": versionUnknown, "/old": [{ name: "a" }] }),
    );
    expect([outcome, names]).toEqual(["read", ["a from /new"]]);
  });

  it.each([
    ["does not like the request", refusal(400, "BadRequest"), 400],
    ["prevents this action. Remove the lock, try again, then restore the lock.", forbidden, 403],
    ["has no answer", "lost" as const, undefined],
  ])("fails where Azure %s", async (_, answer, status) => {
    const arm = new ScriptedArm(lists({ "/new": answer, "/old": [{ name: "a" }] }));
    const { outcome, failure } = await readingOf(service, arm);
    expect([outcome, failure?.status]).toEqual([undefined, status]);
    expect(arm.count("GET", "/old")).toBe(0);
  });

  it("is not asked for twice where the first answers", async () => {
    const arm = new ScriptedArm(lists({ "/new": [], "/old": [] }));
    expect((await readingOf(service, arm)).outcome).toBe("read");
    expect(arm.sent.map(({ path }) => path)).toEqual(["/new"]);
  });

  it("fails where there is none", async () => {
    const alone = serviceOf([collection("/new")]);
    const { failure } = await readingOf(alone, lists({ "/new": versionUnknown }));
    expect(failure?.code).toBe("NoRegisteredProviderFound");
  });
});

describe("a list of a type that a provider may lack", () => {
  const request = (_: string, versions: readonly string[]): ArmRequest =>
    get(`/${versions.join("/")}`);
  const service = serviceOf([collection("", { ifType: "deletedBoxes", request })]);

  it("is asked for in the versions that the provider has", async () => {
    const providers = providersWith("deletedBoxes", { apiVersions: ["2025", "2024"] });
    const { outcome, names } = await readingOf(service, lists({ "/2025/2024": [{ name: "a" }] }), {
      providers,
    });
    expect([outcome, names]).toEqual(["read", ["a from "]]);
  });

  it("is not asked for where the provider does not have it, nor where that is not known", async () => {
    const arm = new ScriptedArm(lists({}));
    const others = providersWith("boxes", { apiVersions: ["2025"] });
    for (const providers of [others, undefined]) {
      expect((await readingOf(service, arm, { providers })).outcome).toBe("absent");
    }
    expect(arm.sent).toEqual([]);
  });
});

describe("what several lists have", () => {
  const service = serviceOf([collection("/trusted"), collection("/second"), collection("/third")]);
  const answers = lists({
    "/trusted": [{ name: "both" }, { name: "one" }],
    "/second": [{ name: "BOTH" }, { name: "two" }],
    "/third": [{ name: "both" }, { name: "Two" }, { name: "three" }],
  });

  it.each([
    [["/trusted", "/second", "/third"]],
    [["/third", "/second", "/trusted"]],
    [["/second", "/third", "/trusted"]],
  ])("is shown once, as the most trusted one has it, when they answer as %j", async (order) => {
    const arm = new HeldArm(answers);
    const reading = readingOf(service, arm);
    await settled();
    for (const path of order) {
      await arm.let(path);
    }
    const { names, reports } = await reading;
    expect(names).toEqual([
      "both from /trusted",
      "one from /trusted",
      "two from /second",
      "three from /third",
    ]);
    // Each shows as it comes, without the others.
    expect(reports).toHaveLength(3);
    expect(reports[0]).toEqual(
      {
        "/trusted": ["both from /trusted", "one from /trusted"],
        "/second": ["BOTH from /second", "two from /second"],
        "/third": ["both from /third", "Two from /third", "three from /third"],
      }[order[0] ?? ""],
    );
  });

  it("is shown also where one of them fails, which is told afterwards", async () => {
    const { outcome, failure, names } = await readingOf(
      service,
      lists({ "/trusted": forbidden, "/second": [{ name: "two" }], "/third": [{ name: "three" }] }),
    );
    expect([outcome, failure?.status]).toEqual([undefined, 403]);
    expect(names).toEqual(["two from /second", "three from /third"]);
  });

  it("is there where one of them is, and absent only where none is", async () => {
    const one = await readingOf(
      service,
      lists({ "/trusted": notRegistered, "/second": notRegistered, "/third": [{ name: "a" }] }),
    );
    expect([one.outcome, one.names]).toEqual(["read", ["a from /third"]]);
    const none = await readingOf(
      service,
      lists({ "/trusted": notRegistered, "/second": notRegistered, "/third": notRegistered }),
    );
    expect([none.outcome, none.failure]).toEqual(["absent", undefined]);
  });
});

describe("one name in one list", () => {
  const read = async (...items: readonly Record<string, string | boolean>[]) => {
    const reading = await readingOf(serviceOf([collection("/list")]), lists({ "/list": items }));
    return reading.found;
  };

  it("shows once for each deletion, and once where two pages have the same", async () => {
    const [first, second] = ["2026-03-01T00:00:00Z", "2026-03-02T00:00:00Z"];
    const { resources } = await read(
      { name: "a", at: first },
      { name: "a", at: second },
      { name: "a", at: first },
    );
    expect(resources.map(({ deletedAt }) => deletedAt)).toEqual([first, second]);
  });

  it("shows twice where the tombstones have names of their own, or another mark", async () => {
    expect(
      (await read({ name: "a", tombstone: "1" }, { name: "a", tombstone: "2" })).resources,
    ).toHaveLength(2);
    expect((await read({ name: "a", guid: "1" }, { name: "a", guid: "2" })).resources).toHaveLength(
      2,
    );
  });

  it("is not counted as not understood where it is live", async () => {
    const { resources, malformed } = await read(
      { name: "a", live: true },
      { live: true },
      { name: "b" },
    );
    expect([resources.map(({ name }) => name), malformed]).toEqual([["b"], 1]);
  });
});

describe("lists of regions", () => {
  const service = serviceOf([perRegion]);
  const providers = providersWith("locations/deletedBoxes", {
    regions: ["west", "north", "south"],
  });

  it("are one for each, told apart", async () => {
    const { outcome, names } = await readingOf(
      service,
      lists({ "/west": [{ name: "a" }], "/north": [{ name: "b" }], "/south": [] }),
      { providers },
    );
    expect([outcome, names.toSorted()]).toEqual(["read", ["a from west", "b from north"]]);
  });

  it("show where one region does not have the type yet", async () => {
    const { outcome, names } = await readingOf(
      service,
      lists({
        "/west": [{ name: "a" }],
        "/north": refusal(404, "InvalidResourceType"),
        "/south": [],
      }),
      { providers },
    );
    expect([outcome, names]).toEqual(["read", ["a from west"]]);
  });

  it("are absent from a region by the words for an unknown version, where it is a known one", async () => {
    const supporting = (versions: string) =>
      refusal(
        400,
        "NoRegisteredProviderFound",
        `Not found for location 'west'. The supported api-versions are '${versions}'.`,
      );
    const west = async (versions: string) =>
      readingOf(
        service,
        lists({ "/west": supporting(versions), "/north": [{ name: "b" }], "/south": [] }),
        { providers },
      );
    expect((await west("2, 1")).outcome).toBe("read");
    const unknown = await west("2, 11");
    expect([unknown.outcome, unknown.failure?.status]).toEqual([undefined, 400]);
    expect(unknown.names).toEqual(["b from north"]);
  });

  it("fail where every region has the type in other versions only", async () => {
    const inEach = (supported: string) => {
      const message = `No registered resource provider found for location 'west' and API version '1' for type 'locations/deletedBoxes'. The supported api-versions are '${supported}'. The supported locations are 'westeurope'.`;
      const reply = refusal(400, "NoRegisteredProviderFound", message);
      return lists({ "/west": reply, "/north": reply, "/south": reply });
    };
    const unknown = await readingOf(service, inEach("2, 3"), { providers });
    expect([unknown.outcome, unknown.failure?.status]).toEqual([undefined, 400]);
    const nowhere = await readingOf(service, inEach("1, 2"), { providers });
    expect([nowhere.outcome, nowhere.failure]).toEqual(["absent", undefined]);
  });

  it("show where one region fails, which is told after all others were read", async () => {
    const { outcome, failure, names } = await readingOf(
      service,
      lists({
        "/west": refusal(500, "Broken"),
        "/north": [{ name: "b" }],
        "/south": [{ name: "c" }],
      }),
      { providers },
    );
    expect([outcome, failure?.code]).toEqual([undefined, "Broken"]);
    expect(names.toSorted()).toEqual(["b from north", "c from south"]);
  });

  it("are read to the end although the first one fails before the others answer", async () => {
    const arm = new HeldArm(
      lists({ "/west": forbidden, "/north": [{ name: "b" }], "/south": [{ name: "c" }] }),
    );
    let isOver = false;
    const reading = readingOf(service, arm, { providers }).finally(() => {
      isOver = true;
    });
    for (const path of ["/west", "/north"]) {
      await settled();
      await arm.let(path);
      expect(isOver).toBe(false);
    }
    await arm.let("/south");
    const { failure, names } = await reading;
    expect([failure?.status, names]).toEqual([403, ["b from north", "c from south"]]);
  });

  it("are absent where no region has the type", async () => {
    const nowhere = lists({
      "/west": notRegistered,
      "/north": notRegistered,
      "/south": notRegistered,
    });
    expect((await readingOf(service, nowhere, { providers })).outcome).toBe("absent");
    expect(
      (await readingOf(service, nowhere, { providers: providersWith("boxes", {}) })).outcome,
    ).toBe("absent");
  });

  it("fail where the regions are not known, rather than seem to be empty", async () => {
    const { outcome, failure } = await readingOf(service, lists({}), { providers: undefined });
    expect([outcome, failure?.message]).toEqual([undefined, expect.stringMatching(/region/)]);
  });
});

describe("rows of Resource Graph", () => {
  const service = serviceOf([
    {
      kind: "graph",
      query: "boxes",
      read: (item) => readBox(item, "graph"),
      fallback: perRegion,
    },
  ]);
  const providers = providersWith("locations/deletedBoxes", { regions: ["west"] });
  const west = { "/west": [{ name: "listed" }] };

  it("are the deleted resources, and no list is read", async () => {
    const arm = new ScriptedArm(lists(west));
    const asked: string[] = [];
    const graph = async (query: string) => {
      asked.push(query);
      return [{ name: "a" }, {}, { name: "b", live: true }];
    };
    const { outcome, names, found } = await readingOf(service, arm, { providers, graph });
    expect([outcome, names, found.malformed]).toEqual(["read", ["a from graph"], 1]);
    expect([asked, arm.sent]).toEqual([["boxes"], []]);
  });

  it("are made up for by the lists of the regions where it does not answer", async () => {
    const { outcome, names } = await readingOf(service, lists(west), { providers });
    expect([outcome, names]).toEqual(["read", ["listed from west"]]);
  });
});
