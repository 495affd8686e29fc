import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { RetryWait } from "../../../../src/ui/tree/retryWait";

describe("waiting for the sign-in or the network", () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  function failing(): { readonly wait: RetryWait; readonly times: number[] } {
    const times: number[] = [];
    const wait = new RetryWait(() => {
      times.push(Date.now());
      wait.failed();
    });
    return { wait, times };
  }

  it("tries again after 2, 4, 8, 16 and then every 30 seconds", () => {
    const { wait, times } = failing();
    const start = Date.now();
    wait.failed();
    vi.advanceTimersByTime(92_000);
    expect(times.map((time) => (time - start) / 1000)).toEqual([2, 6, 14, 30, 60, 90]);
    wait.dispose();
  });

  it("doesn't begin an attempt while another one is running, and doesn't start over", () => {
    const { wait, times } = failing();
    const start = Date.now();
    wait.failed();
    vi.advanceTimersByTime(1_000);
    wait.began();
    vi.advanceTimersByTime(60_000);
    expect(times).toEqual([]);
    wait.failed();
    vi.advanceTimersByTime(5_000);
    expect(times.map((time) => (time - start) / 1000)).toEqual([65]);
    wait.dispose();
  });

  it("ends with an answer, and starts with a short delay the next time", () => {
    const { wait, times } = failing();
    wait.failed();
    vi.advanceTimersByTime(7_000);
    wait.answered();
    vi.advanceTimersByTime(60_000);
    expect(times).toHaveLength(2);
    wait.failed();
    vi.advanceTimersByTime(2_000);
    expect(times).toHaveLength(3);
    wait.dispose();
    vi.advanceTimersByTime(60_000);
    expect(times).toHaveLength(3);
  });
});
