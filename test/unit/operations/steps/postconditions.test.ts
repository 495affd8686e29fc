import { describe, expect, it } from "vitest";
import type { JsonObject, JsonValue } from "../../../../src/base/json";

import {
  checkPrecondition,
  probePostcondition,
  type ProbeResult,
} from "../../../../src/operations/steps/postconditions";
import type { Postcondition, Precondition } from "../../../../src/services/plan";
import { nothingExistsAt } from "../../../../src/services/preconditions";
import { refusal, type Reply, type Script } from "../scriptedArm";
import { answering, environmentOf, forbidden, gone, list, PagedArm, thing } from "../stepping";
import type { StepEnd } from "../../../../src/operations/steps/progress";

function looked(
  postcondition: Postcondition | undefined,
  reply: Reply | "lost",
): ReturnType<typeof probePostcondition> {
  return probePostcondition(postcondition, environmentOf(new PagedArm(() => reply)));
}

async function checked(
  precondition: Precondition,
  reply: Reply | Script,
): Promise<string | undefined> {
  const script = typeof reply === "function" ? reply : (): Reply => reply;
  return reasonOf(await checkPrecondition(precondition, environmentOf(new PagedArm(script))));
}

function reasonOf(end: StepEnd | undefined): string | undefined {
  return end?.state === "failed" ? end.reason : end?.state;
}

function entry(id: string, rest: JsonObject = {}): JsonObject {
  return { id, ...rest };
}

const others = [entry("/a"), entry("/b"), { id: 7 }, null, "/c"] as const;

describe("an entry of a list", () => {
  const present: Postcondition = {
    request: list,
    entry: { path: ["id"], value: "/C" },
    expects: "present",
  };
  const absent: Postcondition = { ...present, expects: "absent" };

  it.each<[string, readonly JsonValue[], ProbeResult, ProbeResult]>([
    ["on its last page", [...others, entry("/C")], "met", "not yet"],
    ["on its first page", [entry("/C"), ...others], "met", "not yet"],
    ["in another case", [...others, entry("/c")], "met", "not yet"],
    ["not among others", others, "absent", "met"],
    ["nor in an empty list", [], "absent", "met"],
    ["nor as part of another", [entry("/C/d"), entry("x/C")], "absent", "met"],
  ])("is seen %s", async (_, items, whenPresent, whenAbsent) => {
    expect(await looked(present, answering(items))).toBe(whenPresent);
    expect(await looked(absent, answering(items))).toBe(whenAbsent);
  });

  it("is not there where the list is not, and is not decided on by a list that fails", async () => {
    expect([await looked(present, gone), await looked(absent, gone)]).toEqual(["absent", "met"]);
    for (const failing of [refusal(500, "Broken"), refusal(429, "TooMany"), "lost"] as const) {
      expect(await looked(present, failing)).toBe("unread");
      expect(await looked(absent, failing)).toBe("unread");
    }
    expect(await looked(absent, forbidden)).toBe("forbidden");
  });

  it("has all the texts that it must have, in one entry", async () => {
    const both: Postcondition = {
      ...present,
      entry: {
        path: ["id"],
        value: "/c",
        and: [
          { path: ["properties", "by"], value: "Dana" },
          { path: ["properties", "at"], value: "now" },
        ],
      },
    };
    const by = (name: string, at: string): JsonObject =>
      entry("/c", { properties: { by: name, at } });
    expect(await looked(both, answering([by("omar", "now"), by("DANA", "Now")]))).toBe("met");
    expect(await looked(both, answering([by("dana", "then"), by("omar", "now")]))).toBe("absent");
    expect(await looked(both, answering([entry("/c")]))).toBe("absent");
  });

  it("is what a guard goes by", async () => {
    const precondition: Precondition = {
      request: list,
      entry: { path: ["id"], value: "/c" },
      unchanged: [{ path: ["at"], value: "2026-03-01T12:00:00Z" }],
      ifForbidden: "stop",
    };
    const deleted = (id: string, at: string): JsonObject => entry(id, { at });
    const [then, later] = ["2026-03-01T12:00:00.000+00:00", "2026-03-02T12:00:00Z"];
    const all = (...items: readonly JsonObject[]): Reply => answering([...others, ...items]);
    expect(await checked(precondition, all(deleted("/C", then)))).toBeUndefined();
    expect(await checked(precondition, all(deleted("/d", then), deleted("/c", later)))).toMatch(
      /A different resource with the same name was deleted after the one you were shown, so nothing was sent\. Refresh to see the current resource\./,
    );
    expect(await checked(precondition, all(deleted("/d", then)))).toMatch(
      /isn't soft-deleted anymore/,
    );
  });
});

describe("something that is there before and after", () => {
  const having: Postcondition = {
    request: thing,
    expects: "present",
    where: { path: ["properties", "softDelete"], value: "On" },
  };

  it.each<[JsonValue, JsonValue, "met" | "absent"]>([
    ["On", "on", "met"],
    ["On", "off", "absent"],
    [true, true, "met"],
    [true, "true", "absent"],
    [{ days: 7 }, { days: 7 }, "met"],
    [{ days: 7 }, { days: 8 }, "absent"],
    [7, 7, "met"],
  ])("with %j wanted and %j found: %s", async (value, softDelete, expected) => {
    const postcondition: Postcondition = {
      ...having,
      where: { path: ["properties", "softDelete"], value },
    };
    const body = { properties: { softDelete } };
    expect(await looked(postcondition, answering(body))).toBe(expected);
    expect(await looked({ ...postcondition, expects: "absent" }, answering(body))).toBe(
      expected === "met" ? "not yet" : "met",
    );
  });

  it("counts with any other value, or none, where it must not have that one", async () => {
    const not: Postcondition = {
      ...having,
      where: { path: ["properties", "softDelete"], value: "On", not: true },
    };
    for (const [body, expected] of [
      [{ properties: { softDelete: "off" } }, "met"],
      [{}, "met"],
      [{ properties: { softDelete: "ON" } }, "absent"],
    ] as const) {
      expect(await looked(not, answering(body))).toBe(expected);
    }
    expect(await looked(not, gone)).toBe("absent");
    const left: Postcondition = { ...not, expects: "absent" };
    expect(await looked(left, answering({ properties: { softDelete: "On" } }))).toBe("met");
    expect(await looked(left, answering({ properties: { softDelete: "off" } }))).toBe("not yet");
    expect(await looked(left, gone)).toBe("met");
  });

  it("does not count without the value, nor while it is on its way", async () => {
    expect(await looked(having, answering({}))).toBe("absent");
    expect(await looked(having, { status: 200 })).toBe("absent");
    expect(await looked(having, gone)).toBe("absent");
    const updating = { softDelete: "On", provisioningState: "Updating" };
    expect(await looked(having, answering({ properties: updating }))).toBe("not yet");
  });
});

describe("the state of what is there", () => {
  const present: Postcondition = { request: thing, expects: "present" };

  it.each([
    ["Activated", "met"],
    ["activated", "met"],
    ["Succeeded", "met"],
    ["Activating", "not yet"],
    ["SecurityDomainRestore", "not yet"],
    ["Provisioning", "not yet"],
    ["Canceled", "broken"],
    ["FAILED", "broken"],
  ])("%s is: %s", async (provisioningState, expected) => {
    expect(await looked(present, answering({ properties: { provisioningState } }))).toBe(expected);
  });

  it("is not asked where no read could tell", async () => {
    const arm = new PagedArm(() => gone);
    expect(await probePostcondition(undefined, environmentOf(arm))).toBe("unknown");
    expect(arm.sent).toEqual([]);
  });
});

describe("a guard", () => {
  const precondition: Precondition = {
    request: thing,
    unchanged: [{ path: ["at"], value: "now" }],
    ifForbidden: "stop",
  };
  const own = "It is in use again. Nothing was sent.";

  it("with a sentence of its own says that, whether it is gone or another", async () => {
    const speaking = { ...precondition, message: own };
    expect(await checked(speaking, gone)).toBe(own);
    expect(await checked(speaking, answering({ at: "later" }))).toBe(own);
    expect(await checked(speaking, answering({ at: "now" }))).toBeUndefined();
    expect(await checked(speaking, forbidden)).toMatch(
      /^The final check failed, so nothing was sent\. No\.$/,
    );
  });

  it("that nothing may be there passes where nothing is, and goes by the values where it is", async () => {
    const allowMissing: Precondition = { ...precondition, allowMissing: true };
    expect(await checked(allowMissing, gone)).toBeUndefined();
    expect(await checked(allowMissing, answering({ at: "now" }))).toBeUndefined();
    expect(await checked(allowMissing, answering({ at: "later" }))).toMatch(
      /A different resource with the same name was deleted after the one you were shown, so nothing was sent\. Refresh to see the current resource\./,
    );
    expect(await checked(allowMissing, refusal(500, "Broken"))).toMatch(
      /The final check failed, so nothing was sent\./,
    );
  });

  it("that nothing is there yet passes only then", async () => {
    const free = nothingExistsAt(thing, own);
    expect(await checked(free, gone)).toBeUndefined();
    for (const there of [answering({}), answering({ id: "/thing" }), { status: 200 }]) {
      expect(await checked(free, there)).toBe(own);
    }
    expect(await checked(free, forbidden)).toMatch(/The final check failed, so nothing was sent\./);
  });

  it("with another passes where both do", async () => {
    const both: Precondition = {
      ...precondition,
      ifForbidden: "proceed",
      and: { ...precondition, request: list, allowMissing: true, message: own },
    };
    const each =
      (first: Reply, second: Reply): Script =>
      ({ path }) =>
        path === thing.path ? first : second;
    const now = answering({ at: "now" });
    const later = answering({ at: "later" });
    expect(await checked(both, each(now, now))).toBeUndefined();
    expect(await checked(both, each(now, gone))).toBeUndefined();
    expect(await checked(both, each(now, later))).toBe(own);
    expect(await checked(both, each(later, now))).toMatch(
      /A different resource with the same name was deleted after the one you were shown, so nothing was sent\. Refresh to see the current resource\./,
    );
    expect(await checked(both, each(gone, now))).toMatch(/isn't soft-deleted anymore/);
    // What may not be read says nothing for what may.
    expect(await checked(both, each(forbidden, later))).toBe(own);
    expect(await checked(both, each(forbidden, now))).toBeUndefined();
    expect(await checked(both, each(now, forbidden))).toMatch(
      /The final check failed, so nothing was sent\./,
    );
  });
});
