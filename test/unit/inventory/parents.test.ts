import { describe, expect, it } from "vitest";
import { stringAt } from "../../../src/base/json";
import type { LiveResource, LiveRow } from "../../../src/services/source";
import { settled } from "../base/fakeClock";
import { refusal, ScriptedArm } from "../operations/scriptedArm";
import {
  get,
  HeldArm,
  lists,
  perParent,
  perRegion,
  providersWith,
  readingOf,
  row,
  serviceOf,
} from "./sources";

const deleted = {
  "/a/deleted": [{ name: "x" }],
  "/b/deleted": [{ name: "y" }],
};
const both = ["x from a", "y from b"];

describe("lists below parents that Resource Graph knows", () => {
  it("are read for the rows of the types that the service names", async () => {
    const given: (readonly LiveRow[])[] = [];
    const select = (rows: readonly LiveRow[]): readonly LiveRow[] => {
      given.push(rows);
      return rows;
    };
    const arm = new ScriptedArm(lists(deleted));
    const rows = [row("a"), row("other", "contoso.boxes/rooms"), row("b")];
    const { outcome, names } = await readingOf(serviceOf([perParent({ select })]), arm, {
      live: async () => rows,
    });
    expect([outcome, names.toSorted()]).toEqual(["read", both]);
    expect(given).toEqual([[row("a"), row("b")]]);
    expect(arm.sent.map(({ path }) => path)).toEqual(["/a/deleted", "/b/deleted"]);
  });

  it("are none where there is no parent, and there is no walk either", async () => {
    const arm = new ScriptedArm(lists({}));
    const { outcome } = await readingOf(serviceOf([perParent()]), arm, { live: async () => [] });
    expect([outcome, arm.sent]).toEqual(["read", []]);
  });

  it("show where one of them fails, which is told after all others were read", async () => {
    const { failure, names } = await readingOf(
      serviceOf([perParent()]),
      lists({ ...deleted, "/a/deleted": refusal(403, "AuthorizationFailed") }),
      { live: async () => [row("a"), row("b")] },
    );
    expect([failure?.status, names]).toEqual([403, ["y from b"]]);
  });
});

describe("a parent that was deleted just now", () => {
  it("has nothing below it, and is no failure", async () => {
    const { outcome, names } = await readingOf(
      serviceOf([perParent()]),
      lists({ ...deleted, "/a/deleted": refusal(404, "ParentResourceNotFound") }),
      { live: async () => [row("a"), row("b")] },
    );
    expect([outcome, names]).toEqual(["read", ["y from b"]]);
  });

  it("does not end a walk either", async () => {
    const walk = perParent({
      walk: [() => ({ request: get("/rooms") }), ({ id }) => ({ request: get(`${id}/shelves`) })],
    });
    const { outcome, names } = await readingOf(
      serviceOf([walk]),
      lists({
        "/rooms": [
          { id: "/r1", name: "r1" },
          { id: "/r2", name: "r2" },
        ],
        "/r1/shelves": refusal(404, "ResourceNotFound"),
        "/r2/shelves": [{ id: "/b", name: "b" }],
        ...deleted,
      }),
    );
    expect([outcome, names]).toEqual(["read", ["y from b"]]);
  });
});

describe("a walk of three levels", () => {
  const house = (name: string, ...found: readonly string[]) => ({
    [name]: found.map((id) => ({ id, name: id.slice(1) })),
  });
  const service = serviceOf([
    perParent({
      walk: [
        () => ({ request: get("/houses") }),
        ({ id }) => ({ request: get(`${id}/rooms`) }),
        ({ id }) => ({ request: get(`${id}/shelves`) }),
      ],
    }),
  ]);
  const all = {
    ...house("/houses", "/h1", "/h2"),
    ...house("/h1/rooms", "/r1", "/r2"),
    ...house("/h2/rooms", "/r3"),
    ...house("/r1/shelves", "/a"),
    ...house("/r2/shelves", "/b"),
    ...house("/r3/shelves", "/c"),
    ...deleted,
    "/c/deleted": [{ name: "z" }],
  };

  it.each<[string, string, readonly string[]]>([
    ["house", "/h1/rooms", ["z from c"]],
    ["room", "/r1/shelves", ["y from b", "z from c"]],
    ["shelf", "/a/deleted", ["y from b", "z from c"]],
  ])("leaves out a %s that is gone by now, and nothing else", async (_, path, expected) => {
    const script = lists({ ...all, [path]: refusal(404, "ResourceNotFound") });
    const { outcome, failure, names } = await readingOf(service, script);
    expect([outcome, failure, names.toSorted()]).toEqual(["read", undefined, expected]);
  });

  it.each(["/h1/rooms", "/r1/shelves", "/a/deleted"])(
    "is a failure where %s may not be read",
    async (path) => {
      const script = lists({ ...all, [path]: refusal(403, "AuthorizationFailed") });
      const { outcome, failure } = await readingOf(service, script);
      expect([outcome, failure?.status]).toEqual([undefined, 403]);
    },
  );
});

describe("a walk to the parents", () => {
  const shelves = {
    "/shelves": [
      { id: "/a", name: "a", location: "West US" },
      { id: "/b", name: "b" },
      { id: "/nameless" },
      { name: "homeless" },
    ],
  };

  it.each<[string, readonly LiveRow[] | undefined, Parameters<typeof perParent>[0]]>([
    ["does not answer", undefined, {}],
    ["does not say what would decide", [row("a")], { select: () => undefined }],
  ])("is made where Resource Graph %s", async (_, rows, parents) => {
    const { outcome, names } = await readingOf(
      serviceOf([perParent(parents)]),
      lists({ ...shelves, ...deleted }),
      { live: async () => rows },
    );
    expect([outcome, names.toSorted()]).toEqual(["read", both]);
  });

  it("hands on what it finds, regions as paths have them", async () => {
    const found: LiveResource[] = [];
    const source = perParent();
    const arm = new ScriptedArm(lists({ ...shelves, ...deleted }));
    const service = serviceOf([
      {
        ...source,
        request: (parent: LiveResource) => {
          found.push(parent);
          return source.request(parent);
        },
      },
    ]);
    await readingOf(service, arm);
    expect(found).toEqual([
      { id: "/a", name: "a", location: "westus" },
      { id: "/b", name: "b", location: "" },
    ]);
  });

  it("goes level by level, on from what a list admits only", async () => {
    const arm = new ScriptedArm(
      lists({
        "/rooms": [
          { id: "/r1", name: "r1", kept: "yes" },
          { id: "/r2", name: "r2", kept: "no" },
          { id: "/r3", name: "r3", kept: "yes" },
        ],
        "/r1/shelves": [{ id: "/a", name: "a" }],
        "/r3/shelves": [
          { id: "/b", name: "b" },
          { id: "/c", name: "c", kept: "no" },
        ],
        ...deleted,
      }),
    );
    const isKept = (item: Parameters<typeof stringAt>[0]): boolean =>
      stringAt(item, "kept") !== "no";
    const { outcome, names } = await readingOf(
      serviceOf([
        perParent({
          walk: [
            (subscriptionId) => ({
              request: get(subscriptionId === "s" ? "/rooms" : "/elsewhere"),
              admits: isKept,
            }),
            ({ id }) => ({ request: get(`${id}/shelves`), admits: isKept }),
          ],
        }),
      ]),
      arm,
    );
    expect([outcome, names.toSorted()]).toEqual(["read", both]);
    expect(arm.sent.map(({ path }) => path).toSorted()).toEqual([
      "/a/deleted",
      "/b/deleted",
      "/r1/shelves",
      "/r3/shelves",
      "/rooms",
    ]);
  });

  it("that fails is a failure, not nothing", async () => {
    const { outcome, failure } = await readingOf(
      serviceOf([perParent()]),
      lists({ "/shelves": refusal(403, "AuthorizationFailed") }),
    );
    expect([outcome, failure?.status]).toEqual([undefined, 403]);
  });
});

describe("of many lists", () => {
  const names = Array.from({ length: 20 }, (_, index) => `p${String(index)}`);
  const answers = lists(
    Object.fromEntries(
      names.flatMap((name) => [
        [`/${name}/deleted`, [{ name: `in-${name}` }]],
        [`/${name}`, [{ name: `in-${name}` }]],
      ]),
    ),
  );

  it.each([
    [
      "below parents",
      serviceOf([perParent()]),
      { live: async () => names.map((name) => row(name)) },
      "/p0/deleted",
    ],
    [
      "of regions",
      serviceOf([perRegion]),
      { providers: providersWith("locations/deletedBoxes", { regions: names }) },
      "/p0",
    ],
  ])("%s, eight are read at the same time", async (_, service, around, first) => {
    const arm = new HeldArm(answers);
    const reading = readingOf(service, arm, around);
    await settled();
    expect(arm.held).toHaveLength(8);
    await arm.let(first);
    expect(arm.held).toHaveLength(8);
    expect(arm.sent).toHaveLength(1);
    for (let [next] = arm.held; next !== undefined; [next] = arm.held) {
      expect(arm.held.length).toBeLessThanOrEqual(8);
      await arm.let(next);
    }
    expect((await reading).names).toHaveLength(20);
    expect(new Set(arm.sent.map(({ path }) => path)).size).toBe(20);
  });
});
