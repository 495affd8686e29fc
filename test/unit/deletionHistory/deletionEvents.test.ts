import { describe, expect, it } from "vitest";
import { armPath, type ArmRequest } from "../../../src/azure/armRequest";
import { stringAt, type JsonObject, type JsonValue } from "../../../src/base/json";
import type { LoggedDeletion } from "../../../src/azure/activityLogEvent";
import type { DeletionEvents } from "../../../src/services/source";
import { settled } from "../base/fakeClock";
import { refusal, ScriptedArm, type Reply, type Script } from "../operations/scriptedArm";
import {
  boxId,
  collection,
  get,
  HeldArm,
  lists,
  now,
  readBox,
  readingOf,
  serviceOf,
} from "../inventory/sources";

const log = "/subscriptions/s/providers/Microsoft.Insights/eventtypes/management/values";
const operation = "Contoso.Boxes/boxes/delete";
const hour = 3_600_000;

function ago(hours: number): string {
  return new Date(now - hours * hour).toISOString();
}

const dana = { by: "name", value: "dana@contoso.com" };

/** A deletion as the log has it. */
function event(name: string, hours: number, rest: JsonObject = {}): JsonObject {
  return {
    operationName: { value: operation },
    status: { value: "Succeeded" },
    resourceId: boxId(name),
    eventTimestamp: ago(hours),
    caller: "dana@contoso.com",
    ...rest,
  };
}

function nameOf({ resourceId }: LoggedDeletion): string {
  return resourceId.replace(/^.*\//, "");
}

/** What is deleted as the log tells it; the box itself is asked at "/{name}". */
function events(rest: Partial<DeletionEvents> = {}): DeletionEvents {
  return {
    kind: "deletions",
    operation,
    withinDays: 14,
    read: (deletion) => readBox({ name: nameOf(deletion), at: deletion.at }, "log"),
    live: (deletion) => get(armPath`/${nameOf(deletion)}`),
    isDeleted: (body) => stringAt(body, "state") === "deleted",
    ...rest,
  };
}

/** Keeps what the lists were asked for. */
class AskedArm extends ScriptedArm {
  readonly asked: ArmRequest[] = [];

  override async list(...args: Parameters<ScriptedArm["list"]>): Promise<void> {
    this.asked.push(args[0]);
    await super.list(...args);
  }

  get filter(): string {
    return this.asked.find(({ path }) => path === log)?.query?.["$filter"] ?? "";
  }
}

const gone = refusal(404, "ResourceNotFound");
const forbidden = refusal(403, "AuthorizationFailed");

describe("a deletion that only the log has", () => {
  const service = serviceOf([collection("/list"), events()]);
  const alone = serviceOf([events()]);

  it.each<[string, Reply, readonly string[]]>([
    ["is not found any more", gone, ["a from log"]],
    ["went with its group", refusal(404, "ResourceGroupNotFound"), ["a from log"]],
    ["is there as a deleted one", { status: 200, body: { state: "deleted" } }, ["a from log"]],
    ["is there", { status: 200, body: { state: "in use" } }, []],
    ["is there, without a word", { status: 200 }, []],
  ])("of what %s", async (_, reply, expected) => {
    const { outcome, names, found } = await readingOf(
      alone,
      lists({ [log]: [event("a", 5)], "/a": reply }),
    );
    expect([outcome, names, found.malformed]).toEqual(["read", expected, 0]);
  });

  it("of what may not be looked at is a failure, and the others are shown", async () => {
    const { outcome, failure, names } = await readingOf(
      service,
      lists({
        "/list": [{ name: "listed" }],
        [log]: [event("a", 1), event("b", 2), event("c", 3)],
        "/a": forbidden,
        "/b": gone,
        "/c": gone,
      }),
    );
    expect([outcome, failure?.status]).toEqual([undefined, 403]);
    expect(names.toSorted()).toEqual(["b from log", "c from log", "listed from /list"]);
  });

  it("of what a list has already is not looked at", async () => {
    const arm = new ScriptedArm(
      lists({ "/list": [{ name: "A" }], [log]: [event("a", 1), event("b", 2)], "/b": gone }),
    );
    const { names } = await readingOf(service, arm);
    expect(names).toEqual(["A from /list", "b from log"]);
    expect(arm.count("GET", "/a")).toBe(0);
  });

  it("is asked for beside the lists, and looked for once they have answered", async () => {
    const arm = new HeldArm(
      lists({ "/list": [{ name: "a" }], [log]: [event("b", 1)], "/b": gone }),
    );
    const reading = readingOf(service, arm);
    await settled();
    expect(arm.held.toSorted()).toEqual(["/list", log].toSorted());
    await arm.let(log);
    expect(arm.held).toEqual(["/list"]);
    await arm.let("/list");
    expect((await reading).names).toEqual(["a from /list", "b from log"]);
  });

  it("is shown where the list fails, and the list where the log does", async () => {
    const noList = await readingOf(
      service,
      lists({ "/list": forbidden, [log]: [event("a", 1)], "/a": gone }),
    );
    expect([noList.failure?.status, noList.names]).toEqual([403, ["a from log"]]);
    const noLog = await readingOf(service, lists({ "/list": [{ name: "b" }], [log]: forbidden }));
    expect([noLog.failure?.status, noLog.names]).toEqual([403, ["b from /list"]]);
  });

  it("comes with who did it and when, and whether it was the second of its kind", async () => {
    const read: LoggedDeletion[] = [];
    const recording = serviceOf([
      events({
        read: (deletion) => {
          read.push(deletion);
          return deletion.repeated === true ? "live" : readBox({ name: nameOf(deletion) }, "log");
        },
      }),
    ]);
    const answers = {
      [log]: [
        event("a", 1),
        event("b", 9),
        event("b", 2),
        event("c", 3, { resourceId: boxId("..") }),
      ],
      "/a": gone,
      "/b": gone,
    };
    const { names } = await readingOf(recording, lists(answers));
    expect(names).toEqual(["a from log"]);
    expect(read).toEqual([
      { resourceId: boxId("a"), at: ago(1), caller: dana },
      { resourceId: boxId("b"), at: ago(2), caller: dana, repeated: true },
    ]);
  });

  it("is looked for as many days back as the service says", async () => {
    const arm = new AskedArm(lists({ [log]: [] }));
    await readingOf(alone, arm);
    expect(arm.filter).toContain(`eventTimestamp ge '${ago(14 * 24)}'`);
    expect(arm.filter).toContain(`eventTimestamp le '${ago(0)}'`);
    expect(arm.filter).toContain("resourceProvider eq 'Contoso.Boxes'");
  });
});

describe("a list that does not say when", () => {
  const service = serviceOf([collection("/list")], {
    deletionTimes: { operation, retentionHours: 48 },
  });
  const listed: readonly JsonValue[] = [
    { name: "timed", at: ago(1) },
    { name: "A" },
    { name: "b" },
  ];
  const times = async (script: Script) => {
    const { outcome, reports, found } = await readingOf(service, script);
    return {
      outcome,
      reports,
      times: found.resources.map((one) => [one.deletedAt, one.purgeAt, one.purgeAtFrom]),
    };
  };

  it("is completed by the log, and shown when that is done", async () => {
    const read = await times(
      lists({ "/list": listed, [log]: [event("a", 40), event("a", 6), event("timed", 3)] }),
    );
    expect(read.outcome).toBe("read");
    expect(read.reports).toEqual([
      ["timed from /list"],
      ["timed from /list", "A from /list", "b from /list"],
    ]);
    expect(read.times).toEqual([
      [ago(1), undefined, "azure"],
      [ago(6), ago(6 - 48), "retention"],
      [undefined, undefined, "azure"],
    ]);
  });

  it.each<[string, Reply | "lost"]>([
    ["may not be read", forbidden],
    ["does not answer", "lost"],
  ])("is shown without times where the log %s, and that is no failure", async (_, answer) => {
    const read = await times(lists({ "/list": listed, [log]: answer }));
    expect(read.outcome).toBe("read");
    expect(read.reports.at(-1)).toHaveLength(3);
    expect(read.times.slice(1)).toEqual([
      [undefined, undefined, "azure"],
      [undefined, undefined, "azure"],
    ]);
  });

  it("asks the log for the time in which the resource is kept, and only where it must", async () => {
    const untimed = new AskedArm(lists({ "/list": listed, [log]: [] }));
    await readingOf(service, untimed);
    expect(untimed.filter).toContain(`eventTimestamp ge '${ago(48)}'`);
    for (const items of [[], listed.slice(0, 1)]) {
      const timed = new AskedArm(lists({ "/list": items }));
      expect((await readingOf(service, timed)).outcome).toBe("read");
      expect(timed.asked.map(({ path }) => path)).toEqual(["/list"]);
    }
  });

  it("asks the log once where its deletions are a source as well", async () => {
    const both = serviceOf([collection("/list"), events({ withinDays: 2 })], {
      deletionTimes: { operation, retentionHours: 48 },
    });
    const arm = new ScriptedArm(lists({ "/list": [{ name: "a" }], [log]: [event("a", 6)] }));
    const { found } = await readingOf(both, arm);
    expect(found.resources.map(({ deletedAt }) => deletedAt)).toEqual([ago(6)]);
    expect(arm.count("GET", log)).toBe(1);
  });

  it("tells the times of what came before another list failed", async () => {
    const two = serviceOf([collection("/list"), collection("/other")], {
      deletionTimes: { operation, retentionHours: 48 },
    });
    const { failure, found } = await readingOf(
      two,
      lists({ "/list": [{ name: "a" }], "/other": forbidden, [log]: [event("a", 6)] }),
    );
    expect(failure?.status).toBe(403);
    expect(found.resources.map(({ deletedAt }) => deletedAt)).toEqual([ago(6)]);
  });
});
