import { describe, expect, it } from "vitest";
import { SelectedSubscriptions } from "../../../src/account/selectedSubscriptions";
import { Listeners } from "../../../src/base/listeners";
import { loggerTo } from "./fakes";

const tenant = "11111111-1111-4111-8111-111111111111";
const one = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
const two = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
const three = "cccccccc-cccc-4ccc-8ccc-cccccccccccc";

const shown = [one, two].map((subscriptionId) => ({
  subscriptionId,
  tenantId: tenant,
  homeTenantId: tenant,
  name: "s",
  accountId: "a",
  accountLabel: "a@example.com",
}));
const [first, second] = [shown.slice(0, 1), shown.slice(1)];

const entry = (id: string) => `${tenant}/${id}`;

/** The setting as it stands in a file, which can be written while its extension is there. */
function build(declared: boolean, file?: readonly unknown[]) {
  const event = new Listeners();
  const state = { declared, file };
  const stored = new Map<string, unknown>();
  const warnings: string[] = [];
  const change = (value: readonly unknown[] | undefined) => {
    const differs = JSON.stringify(value) !== JSON.stringify(state.file);
    state.file = value;
    if (differs) {
      event.fire();
    }
  };
  const selected = new SelectedSubscriptions(
    {
      name: "setting",
      value: () => state.file ?? (state.declared ? [] : undefined),
      write: async (entries) => {
        if (!state.declared) {
          throw new Error("It is not a registered configuration.");
        }
        change(entries);
      },
      onDidChange: (listener) => event.add(listener),
    },
    {
      keys: () => [...stored.keys()],
      get: (key: string) => stored.get(key),
      update: async (key: string, value: unknown) => {
        stored.set(key, value);
      },
    },
    loggerTo(warnings),
  );
  let changes = 0;
  const listening = selected.onDidChange(() => changes++);
  const ids = () => selected.filter().selected.map(({ subscriptionId }) => subscriptionId);
  return { selected, state, change, warnings, ids, listening, changes: () => changes };
}

describe("SelectedSubscriptions", () => {
  it("reads the setting, and says what in it is not understood", () => {
    const { ids, warnings } = build(true, [entry(one), "nonsense", 5]);
    expect(ids()).toEqual([one]);
    expect(warnings).toEqual([
      'setting: 2 entries are not "tenant id/subscription id" and are ignored.',
    ]);
  });

  it.each([true, false])("tells of a choice once (setting declared: %j)", async (declared) => {
    const { selected, ids, changes } = build(declared);
    await selected.choose(first, shown);
    expect(ids()).toEqual([one]);
    expect(changes()).toBe(1);
    await selected.choose(first, shown);
    expect(changes()).toBe(2);
    await selected.choose(shown, shown);
    expect(ids()).toEqual([]);
    expect(changes()).toBe(3);
  });

  it("keeps in the setting what could not be shown", async () => {
    const { selected, state } = build(true, [entry(three), entry(one)]);
    await selected.choose(second, shown);
    expect(state.file).toEqual([entry(three), entry(two)]);
  });

  it("prefers the choice to a setting left in the file, until that is changed", async () => {
    const { selected, change, ids, changes } = build(false, [entry(one), entry(three)]);
    await selected.choose(second, shown);
    expect(ids()).toEqual([three, two]);
    await selected.choose(shown, shown);
    expect(ids()).toEqual([]);
    change([entry(three)]);
    expect(ids()).toEqual([three]);
    expect(changes()).toBe(3);
  });

  it("takes the choice to the setting once its extension is there", async () => {
    const { selected, state, change, ids } = build(false);
    await selected.choose(first, shown);
    state.declared = true;
    expect(ids()).toEqual([one]);
    await selected.choose(second, shown);
    expect(state.file).toEqual([entry(two)]);
    change(undefined);
    expect(ids()).toEqual([]);
  });

  it("tells nobody once disposed", async () => {
    const { selected, change, listening, changes } = build(false);
    listening.dispose();
    await selected.choose(first, shown);
    change([entry(one)]);
    expect(changes()).toBe(0);
  });
});
