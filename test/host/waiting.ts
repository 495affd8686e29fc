import { setTimeout as delay } from "node:timers/promises";

const POLL_MS = 100;

/**
 * Repeats `attempt` until it answers something other than undefined or false, and fails with a
 * sentence that says what was waited for.
 */
export async function eventually<T>(
  what: string,
  attempt: () => Promise<T | undefined | false>,
  timeoutMs = 20_000,
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
