import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Semaphore, type Permit } from "../../../src/base/semaphore";
import { settled } from "./fakeClock";

const never = new AbortController().signal;

describe("a gate", () => {
  it("lets so many in at a time, and the others in the order in which they came", async () => {
    const semaphore = new Semaphore(2);
    const turns = Array.from({ length: 5 }, () => semaphore.permit());
    const inside: number[] = [];
    const taken = turns.map((turn, index) => turn.acquire(never).then(() => inside.push(index)));
    await settled();
    expect(inside).toEqual([0, 1]);
    turns[1]?.release();
    await settled();
    expect(inside).toEqual([0, 1, 2]);
    turns[0]?.release();
    turns[2]?.release();
    await Promise.all(taken);
    expect(inside).toEqual([0, 1, 2, 3, 4]);
  });

  it("counts a turn once, however often it is taken or left", async () => {
    const semaphore = new Semaphore(1);
    const [first, second, third] = [semaphore.permit(), semaphore.permit(), semaphore.permit()];
    await first.acquire(never);
    await first.acquire(never);
    first.release();
    first.release();
    await second.acquire(never);
    let isIn = false;
    const waiting = third.acquire(never).then(() => (isIn = true));
    await settled();
    expect(isIn).toBe(false);
    second.release();
    await waiting;
  });

  it("forgets who stops waiting, and lets the next one in", async () => {
    const semaphore = new Semaphore(1);
    const [first, second, third] = [semaphore.permit(), semaphore.permit(), semaphore.permit()];
    await first.acquire(never);
    const giving = new AbortController();
    const stopped = second.acquire(giving.signal);
    const waiting = third.acquire(never);
    giving.abort(new Error("cancelled"));
    await expect(stopped).rejects.toThrow("cancelled");
    second.release();
    first.release();
    await waiting;
    await expect(second.acquire(giving.signal)).rejects.toThrow("cancelled");
  });

  it("never lets too many in and never keeps one out", async () => {
    const moves = fc.array(
      fc.record({ who: fc.nat(5), what: fc.constantFrom("take", "leave", "abort") }),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), moves, async (places, all) => {
        const semaphore = new Semaphore(places);
        const people = Array.from({ length: 6 }, () => new Person(semaphore.permit()));
        for (const { who, what } of all) {
          people[who]?.does(what);
          await Promise.resolve();
          await settled();
          const inside = people.filter(({ isIn }) => isIn).length;
          const waiting = people.filter(({ isWaiting }) => isWaiting).length;
          expect(inside).toBe(Math.min(places, inside + waiting));
        }
      }),
      { numRuns: 200 },
    );
  });
});

/** Somebody who takes a turn, leaves it, or stops waiting for it. */
class Person {
  isIn = false;
  isWaiting = false;
  #patience = new AbortController();

  constructor(private readonly turn: Permit) {}

  does(what: "take" | "leave" | "abort"): void {
    switch (what) {
      case "take":
        this.#take();
        return;
      case "leave":
        if (this.isIn) {
          this.isIn = false;
          this.turn.release();
        }
        return;
      case "abort":
        this.#patience.abort(new Error("cancelled"));
        this.#patience = new AbortController();
    }
  }

  #take(): void {
    if (this.isIn || this.isWaiting) {
      return;
    }
    this.isWaiting = true;
    this.turn.acquire(this.#patience.signal).then(
      () => {
        this.isWaiting = false;
        this.isIn = true;
      },
      () => {
        this.isWaiting = false;
      },
    );
  }
}
