import { vi } from "vitest";

/**
 * How many times faster the waits of the SDK pass, which takes no clock from outside: those before
 * it tries again, and the minutes for which it waits for an answer, which a busy machine needs.
 */
function factor(milliseconds: number): number {
  return milliseconds < 30_000 ? 20 : 6;
}

/** A timer that nobody hurries, in milliseconds. */
const realTimeout: (run: () => void, milliseconds: number) => unknown = setTimeout;

const hurried = (run: (...given: unknown[]) => void, milliseconds = 0, ...given: unknown[]) =>
  realTimeout(() => run(...given), milliseconds / factor(milliseconds));
vi.stubGlobal("setTimeout", hurried);

/** Waits so many real milliseconds. */
export function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    realTimeout(resolve, milliseconds);
  });
}
