import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { SignInWait } from "../../../../src/ui/tree/signInWait";

describe("waiting for the sign-in", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function failing(): { readonly wait: SignInWait; readonly times: number[] } {
    const times: number[] = [];
    const wait = new SignInWait(() => {
      times.push(Date.now());
      wait.failed("Still not there.");
    });
    return { wait, times };
  }

  it("tries again after 2, 4, 8, 16 and then every 30 seconds", () => {
    const { wait, times } = failing();
    const start = Date.now();
    wait.failed("Not there.");
    vi.advanceTimersByTime(92_000);
    expect(times.map((time) => (time - start) / 1000)).toEqual([2, 6, 14, 30, 60, 90]);
    expect(wait.reason).toBe("Still not there.");
    wait.dispose();
  });

  it("ends with an answer, and starts with a short delay the next time", () => {
    const { wait, times } = failing();
    wait.failed("Not there.");
    vi.advanceTimersByTime(7_000);
    wait.answered();
    expect(wait.reason).toBeUndefined();
    vi.advanceTimersByTime(60_000);
    expect(times).toHaveLength(2);
    wait.failed("Not there.");
    vi.advanceTimersByTime(2_000);
    expect(times).toHaveLength(3);
    wait.dispose();
    vi.advanceTimersByTime(60_000);
    expect(times).toHaveLength(3);
  });
});
