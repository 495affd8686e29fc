import { expect } from "vitest";
import type { Stage } from "./stage";

/**
 * How it ends.
 *
 * - `goesOn`: as if nothing had been wrong.
 * - `saysSo`: what it is about says why in a sentence, and everything else is there. Nothing was sent.
 * - `refused`: it was sent, and ends with Azure's refusal in a sentence.
 * - `noted`: it is done, with a sentence about what could not be seen.
 * - `uncertain`: it ends as uncertain, says so, and is not sent again.
 */
export type Outcome = "goesOn" | "saysSo" | "refused" | "noted" | "uncertain";

/** How a cell ended, and what the person was told. */
export interface Ended {
  readonly outcome: Outcome;
  readonly sentences: readonly string[];
}

/** Whether every sentence is one that a person can read and do something with. */
export function expectReadable(sentences: readonly string[]): void {
  for (const sentence of sentences) {
    expect(sentence).toMatch(/^\S[^\r\n]{20,700}[.!?]$/);
    expect(sentence).not.toMatch(/\[object|undefined|\bnull\b|NaN|<html|\bat \S+ \(|\.js:\d+/);
  }
}

/** What holds whatever went wrong: where tokens go, and what the log keeps to itself, and how often a person is asked. */
export function expectDiscretion({ simulator, stranger, logged, sessions }: Stage): void {
  // Whoever declines is not asked every few seconds.
  expect(sessions.prompts).toBeLessThan(2);
  expect(stranger.arrived).toEqual([]);
  const hosts = new Set([simulator.url, simulator.loginUrl].map((url) => new URL(url).host));
  for (const { host, hasAuthorization, path } of simulator.requests) {
    expect(hosts).toContain(host);
    expect(hasAuthorization).toBe(!path.startsWith("/login/"));
  }
  expect(logged.join("\n")).not.toMatch(/kv-|aoai-|rg-|aaaaaaaa-|bbbbbbbb-|dana@/);
}
