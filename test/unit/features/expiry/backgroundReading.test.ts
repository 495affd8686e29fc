import { describe, expect, it } from "vitest";
import { Listeners } from "../../../../src/base/listeners";
import { BackgroundReading } from "../../../../src/features/expiry/backgroundReading";
import { FakeClock, settled } from "../../base/fakeClock";

const minute = 60_000;

function setup(options: { readonly isOn?: boolean; readonly wasRead?: boolean } = {}) {
  const clock = new FakeClock(1_000_000);
  const focused = new Listeners();
  let last = options.wasRead === true ? clock.now() : undefined;
  const state = { isOn: options.isOn ?? true, readings: 0, failing: false, failures: 0 };
  const background = new BackgroundReading({
    isOn: () => state.isOn,
    read: async () => {
      state.readings += 1;
      if (state.failing) {
        throw new Error("no network");
      }
      last = clock.now();
    },
    onDidFocus: (listener) => focused.add(listener),
    lastRead: () => last,
    clock,
    failed: () => {
      state.failures += 1;
    },
  });
  const focusAfter = async (minutes: number): Promise<number> => {
    clock.time += minutes * minute;
    focused.fire();
    await settled();
    return state.readings;
  };
  return { background, state, focusAfter };
}

describe("what is deleted is read in the background", () => {
  it("at first, unless it has been read already", () => {
    expect(setup().state.readings).toBe(1);
    expect(setup({ wasRead: true }).state.readings).toBe(0);
  });

  it("when the window gains the focus, at most every five minutes", async () => {
    const { focusAfter } = setup();
    expect(await focusAfter(4.9)).toBe(1);
    expect(await focusAfter(0.1)).toBe(2);
    expect(await focusAfter(1)).toBe(2);
    expect(await focusAfter(600)).toBe(3);
  });

  it("not while the setting is off, and from when it is on", async () => {
    const { state, focusAfter } = setup({ wasRead: true, isOn: false });
    expect(await focusAfter(10)).toBe(0);
    state.isOn = true;
    expect(await focusAfter(0)).toBe(1);
  });

  it("never where it is off and nothing was read", async () => {
    const { focusAfter } = setup({ isOn: false });
    expect(await focusAfter(10)).toBe(0);
  });

  it("no more often when it fails, and says so", async () => {
    const { state, focusAfter } = setup({ wasRead: true });
    state.failing = true;
    expect(await focusAfter(5)).toBe(1);
    expect(await focusAfter(1)).toBe(1);
    expect(state.failures).toBe(1);
    expect(await focusAfter(4)).toBe(2);
  });

  it("not any more once the window closes", async () => {
    const { background, focusAfter } = setup({ wasRead: true });
    background.dispose();
    expect(await focusAfter(10)).toBe(0);
  });
});
