import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { JsonValue } from "../../../src/base/json";
import { LoggedDeletions } from "../../../src/deletionHistory/loggedDeletions";
import type { LoggedDeletion } from "../../../src/azure/activityLogEvent";
import { anyCase } from "../azure/arbitraries";
import {
  box,
  day,
  event,
  groupEvent,
  hour,
  iso,
  minute,
  start,
} from "../features/nameLookup/boxDeletions";
import { boxId } from "../inventory/sources";

function found(
  at: number | undefined,
  events: readonly JsonValue[],
  isComplete = true,
): (Pick<LoggedDeletion, "at" | "caller"> & { readonly withGroup: boolean }) | undefined {
  const logged = new LoggedDeletions();
  logged.add(events);
  const { deletion, withGroup = false } = logged.find(box("a", at), isComplete) ?? {};
  return deletion && { at: deletion.at, caller: deletion.caller, withGroup };
}

function by(value: string): unknown {
  return { by: "name", value };
}

describe("the deletion of a resource in the log", () => {
  it("is found though the two clocks differ", () => {
    for (const apart of [-90, -1, 0, 3, 90]) {
      expect(found(start, [event("a", start + apart * minute), event("b", start)])).toEqual({
        at: iso(start + apart * minute),
        caller: by("who deleted a"),
        withGroup: false,
      });
    }
  });

  it("is not that of an earlier or later resource of the same name", () => {
    const others = [event("a", start - day), event("a", start + day)];
    expect(found(start, others)).toBeUndefined();
    const all = [...others, event("a", start + 5 * minute, { caller: "this one" })];
    expect(found(start, all)?.caller).toEqual(by("this one"));
  });

  it("is the nearest where one name was deleted again and again", () => {
    const times = [-100, -40, 20, 70].map((minutes) => start + minutes * minute);
    const events = times.map((at) => event("a", at));
    expect(found(start, events)?.at).toBe(iso(start + 20 * minute));
    expect(found(start - 30 * minute, events)?.at).toBe(iso(start - 40 * minute));
  });

  it("is the latest where the service tells no time", () => {
    const events = [start - 3 * day, start - day, start - 2 * day].map((at) => event("a", at));
    expect(found(undefined, events, false)?.at).toBe(iso(start - day));
  });

  it("went with its group where the group's request deleted it", () => {
    const correlationId = "one request";
    const events = [
      groupEvent(start + 40 * minute, { correlationId }),
      event("a", start, { correlationId, caller: "" }),
    ];
    expect(found(start, events)).toEqual({
      at: iso(start),
      caller: by("who deleted group"),
      withGroup: true,
    });
    const apart = [groupEvent(start + 40 * minute), event("a", start)];
    expect(found(start, apart)).toMatchObject({ caller: by("who deleted a"), withGroup: false });
  });

  it("is that of its group where it has none of its own", () => {
    const whole = { at: iso(start + 3 * hour), caller: by("who deleted group"), withGroup: true };
    expect(found(start, [groupEvent(start + 3 * hour)])).toEqual(whole);
    expect(found(start, [groupEvent(start - hour)])).toBeUndefined();
    expect(found(start, [groupEvent(start + day)])).toBeUndefined();
    expect(found(undefined, [groupEvent(start + 3 * hour)])).toEqual(whole);
    expect(found(undefined, [groupEvent(start + 3 * hour)], false)).toBeUndefined();
  });

  it("is not that of another group, of what is below it, or of what failed", () => {
    const events = [
      groupEvent(start, { resourceId: "/subscriptions/s/resourceGroups/rg2" }),
      groupEvent(start, { resourceId: "/subscriptions/t/resourceGroups/rg" }),
      groupEvent(start, { status: { value: "Failed" } }),
      event("a", start, { resourceId: `${boxId("a")}/providers/Microsoft.Authorization/locks/l` }),
    ];
    expect(found(start, events)).toBeUndefined();
  });

  it("may have nobody's name", () => {
    expect(found(start, [event("a", start, { caller: null })])).toEqual({
      at: iso(start),
      caller: undefined,
      withGroup: false,
    });
  });

  it("is found however its id is written, whatever else stands in the log", () => {
    const spelled = anyCase(boxId("a")).chain((id) =>
      fc.constantFrom(id, `${id}/`, id.slice(1), `/${id}//`),
    );
    const other = fc.record({
      name: fc.constantFrom("b", "aa", "a/b", "A "),
      apart: fc.integer({ min: -90, max: 90 }),
    });
    fc.assert(
      fc.property(
        spelled,
        anyCase("Contoso.Boxes/boxes/delete"),
        anyCase("Succeeded"),
        fc.integer({ min: -119, max: 119 }),
        fc.array(other),
        fc.array(fc.jsonValue()),
        (resourceId, operation, status, apart, others, junk) => {
          const right = event("a", start + apart * minute, {
            resourceId,
            operationName: { value: operation },
            status: { value: status },
          });
          const wrong = others.map((one) => event(one.name, start + one.apart * minute));
          const logged = new LoggedDeletions();
          logged.add([...wrong, ...(junk as JsonValue[])]);
          expect(logged.find(box("a", start), true)).toBeUndefined();
          logged.add([right]);
          expect(logged.find(box("A", start), true)).toEqual({
            deletion: {
              resourceId: right["resourceId"],
              at: iso(start + apart * minute),
              caller: by("who deleted a"),
            },
            withGroup: false,
          });
        },
      ),
    );
  });
});
