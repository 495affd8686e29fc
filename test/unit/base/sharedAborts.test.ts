import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { SharedAborts } from "../../../src/base/sharedAborts";

describe("many who share a signal", () => {
  it("are each told once, but for those who have ended it", () => {
    const aborts = new SharedAborts();
    const abort = new AbortController();
    const told: string[] = [];
    aborts.listen(abort.signal, () => told.push("first"));
    const end = aborts.listen(abort.signal, () => told.push("second"));
    aborts.listen(abort.signal, () => told.push("third"));
    end();
    abort.abort();
    abort.abort();
    expect(told).toEqual(["first", "third"]);
  });

  it("leave no listener behind", () => {
    const aborts = new SharedAborts();
    const abort = new AbortController();
    const listeners = (): number => getEventListeners(abort.signal, "abort").length;
    const ends = [1, 2, 3].map(() => aborts.listen(abort.signal, () => undefined));
    expect(listeners()).toBe(1);
    for (const end of ends) {
      end();
    }
    expect(listeners()).toBe(0);
    const late = aborts.listen(abort.signal, () => undefined);
    expect(listeners()).toBe(1);
    // Whoever ended it has no part in what began later.
    ends[0]?.();
    expect(listeners()).toBe(1);
    late();
    expect(listeners()).toBe(0);
  });

  it("can end it while they are told", () => {
    const aborts = new SharedAborts();
    const abort = new AbortController();
    const told: string[] = [];
    const ends = ["first", "second"].map((name) =>
      aborts.listen(abort.signal, () => {
        told.push(name);
        ends[1]?.();
      }),
    );
    abort.abort();
    expect(told).toEqual(["first"]);
  });

  it("are not told where there is no signal", () => {
    new SharedAborts().listen(undefined, () => expect.unreachable())();
  });
});
