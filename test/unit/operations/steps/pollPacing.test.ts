import { describe, expect, it } from "vitest";
import { BatchPollPacing } from "../../../../src/operations/steps/pollPacing";
import { FakeClock } from "../../base/fakeClock";

const asked = 15_000;

interface Polled {
  /** Polls that each request needed, in the order in which they were accepted. */
  readonly polls: readonly number[];
  /** Milliseconds between the end of each request and the poll that saw it. */
  readonly delays: readonly number[];
}

/** Accepts ten requests a second and polls each when the pacing says, until it has ended. */
function control(count: number, takes: (index: number) => number): Polled {
  const clock = new FakeClock(0);
  const pacing = new BatchPollPacing(clock, Infinity, () => undefined);
  const polls = Array.from({ length: count }, () => 0);
  const delays = Array.from({ length: count }, () => 0);
  const paces = new Map<number, ReturnType<BatchPollPacing["forSubscription"]>>();
  const due = new Map<number, number[]>();
  const at = (time: number, index: number): void => {
    const tick = Math.ceil(time / 100) * 100;
    due.set(tick, [...(due.get(tick) ?? []), index]);
  };
  let open = count;
  for (let now = 0; open > 0; now += 100) {
    clock.time = now;
    for (const index of due.get(now) ?? []) {
      const pace = paces.get(index);
      const isOver = now >= index * 100 + takes(index);
      polls[index] = (polls[index] ?? 0) + 1;
      pace?.polled(isOver);
      if (isOver) {
        open -= 1;
        delays[index] = now - index * 100 - takes(index);
      } else {
        at(now + (pace?.delayUntilPoll(asked) ?? asked), index);
      }
    }
    const next = now / 100;
    if (next < count) {
      const pace = pacing.forSubscription("purge");
      paces.set(next, pace);
      at(now + pace.delayUntilPoll(asked), next);
    }
  }
  return { polls, delays };
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
}

describe("poll pacing, as a control loop", () => {
  it.each([20, 30, 120, 290])(
    "leaves every write the read of its precondition where each takes %d s",
    (seconds) => {
      const { polls } = control(8000, () => seconds * 1000);
      expect(mean(polls)).toBeLessThanOrEqual(1.5);
    },
  );

  it("settles again within fifteen minutes after the latency doubles", () => {
    const { polls, delays } = control(15_000, (index) => (index < 4000 ? 60_000 : 120_000));
    expect(mean(polls.slice(-2000))).toBeLessThanOrEqual(1.5);
    expect(Math.max(...delays)).toBeLessThanOrEqual(5 * 60_000);
  });

  it("does not wait for a few that take very long", () => {
    const isSlow = (index: number): boolean => index % 100 === 7;
    const { polls, delays } = control(8000, (index) => (isSlow(index) ? 900_000 : 30_000));
    const usual = (numbers: readonly number[]): readonly number[] =>
      numbers.filter((_, index) => !isSlow(index)).slice(-2000);
    expect(mean(usual(delays))).toBeLessThan(30_000);
    expect(mean(usual(polls))).toBeLessThanOrEqual(1.5);
  });
});
