import { describe, expect, it } from "vitest";
import type { CancellationToken } from "vscode";
import { answerInTime } from "../../../../src/ui/tree/hovers";
import { ManualClock, settled } from "../../base/fakeClock";

/** VS Code's own comes with VS Code only. */
class Token implements CancellationToken {
  isCancellationRequested = false;
  readonly #listeners = new Set<(event: unknown) => void>();

  readonly onCancellationRequested = (
    listener: (event: unknown) => void,
  ): { dispose: () => void } => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };

  cancel(): void {
    this.isCancellationRequested = true;
    for (const listener of this.#listeners) {
      listener(undefined);
    }
  }
}

function world(): {
  readonly clock: ManualClock;
  readonly token: Token;
  readonly answer: (text: string) => Promise<void>;
  readonly hover: Promise<string | undefined>;
} {
  const clock = new ManualClock();
  const token = new Token();
  let respond: (text: string) => void = () => undefined;
  const response = new Promise<string>((resolve) => {
    respond = resolve;
  });
  return {
    clock,
    token,
    hover: answerInTime(response, clock, token),
    answer: async (text) => {
      respond(text);
      await settled();
    },
  };
}

describe("a hover", () => {
  it("has the answer that comes in time, and leaves no timer behind", async () => {
    const { clock, hover, answer } = world();
    await clock.advance(2_900);
    await answer("kim");
    expect(await hover).toBe("kim");
    expect(clock.sleeping).toBe(0);
  });

  it("waits no longer than three seconds", async () => {
    const { clock, hover, answer } = world();
    await clock.advance(3_000);
    expect(await hover).toBeUndefined();
    await answer("kim");
    expect(clock.sleeping).toBe(0);
  });

  it("is shown without an answer that fails", async () => {
    const clock = new ManualClock();
    const failing = Promise.reject<string>(new Error("no log"));
    expect(await answerInTime(failing, clock, new Token())).toBeUndefined();
    expect(clock.sleeping).toBe(0);
  });

  it("waits no more once the pointer has left", async () => {
    const { clock, token, hover } = world();
    token.cancel();
    expect(await hover).toBeUndefined();
    expect(clock.sleeping).toBe(0);
  });
});
