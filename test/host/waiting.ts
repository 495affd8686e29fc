import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 100;

/**
 * How long a window may take for anything, in milliseconds: a machine that others use takes three
 * times as long as one's own. What is there is seen at once.
 */
export const PATIENCE_MS = 60_000;

/**
 * Repeats `attempt` until it answers something other than undefined or false, and fails with a
 * sentence that says what was waited for.
 */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T | undefined | false>,
  timeoutMs = PATIENCE_MS,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const result = await attempt();
    if (result !== undefined && result !== false) {
      return result;
    }
    if (Date.now() > deadline) {
      throw new Error(`Waited ${timeoutMs / 1000} s for ${what}.`);
    }
    await delay(POLL_MS);
  }
}

/** Whether what is waited for happens, where it need not. */
export async function happens(action: Promise<unknown>): Promise<boolean> {
  return action.then(
    () => true,
    () => false,
  );
}

/** A pattern that matches exactly this text, for Playwright's `hasText`. */
export function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}\\s*$`);
}

/** What helpers read of a page's element; this project's own code has no browser types. */
export interface DrawnElement {
  readonly textContent: string | null;
  getAttribute(name: string): string | null;
  querySelector(selector: string): DrawnElement | null;
}
