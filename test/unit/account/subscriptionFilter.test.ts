import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyFilter, chosenEntries, parseFilter } from "../../../src/account/subscriptionFilter";

const tenant = "11111111-1111-4111-8111-111111111111";
const one = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa";
const two = "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb";
const three = "cccccccc-cccc-4ccc-8ccc-cccccccccccc";

function subscription(subscriptionId: string, tenantId = tenant) {
  return {
    subscriptionId,
    tenantId,
    homeTenantId: tenantId,
    name: "s",
    accountId: "a",
    accountLabel: "a@example.com",
  };
}

describe("parseFilter", () => {
  it("reads tenantId/subscriptionId", () => {
    expect(parseFilter([`${tenant}/${one}`])).toEqual({
      selected: [{ tenantId: tenant, subscriptionId: one }],
      ignored: 0,
    });
  });

  it("counts what is malformed and keeps the rest", () => {
    const value = [null, 1, {}, "", one, `${tenant}/`, `/${one}`, "a/b", `${tenant}/${one}/x`];
    expect(parseFilter([...value, `${tenant}/${two}`])).toEqual({
      selected: [{ tenantId: tenant, subscriptionId: two }],
      ignored: value.length,
    });
  });

  it("never throws and accounts for every entry", () => {
    fc.assert(
      fc.property(fc.array(fc.anything()), (value) => {
        const { selected, ignored } = parseFilter(value);
        expect(selected.length + ignored).toBe(value.length);
      }),
    );
  });

  it.each([undefined, null, "x", {}])("takes %j for no filter", (value) => {
    expect(parseFilter(value)).toEqual({ selected: [], ignored: 0 });
  });
});

describe("applyFilter", () => {
  const all = [subscription(one), subscription(two)];

  it("lets all through when empty", () => {
    expect(applyFilter(all, parseFilter(["nonsense"]))).toEqual(all);
  });

  it("compares subscriptions in any case, and not the tenant they are listed under", () => {
    const filter = parseFilter([`${two}/${one.toUpperCase()}`]);
    expect(applyFilter(all, filter)).toEqual([subscription(one)]);
  });
});

describe("chosenEntries", () => {
  const shown = [subscription(one), subscription(two)];

  it("writes what parseFilter reads, each pair once", () => {
    const entries = chosenEntries([], [subscription(one), subscription(one)], [...shown, ...shown]);
    expect(entries).toEqual([`${tenant}/${one}`]);
    expect(parseFilter(entries).ignored).toBe(0);
  });

  it("is empty when all are chosen, or none", () => {
    const before = [subscription(one), subscription(three)];
    expect(chosenEntries(before, shown, shown)).toEqual([]);
    expect(chosenEntries(before, [], shown)).toEqual([]);
  });

  it("keeps what was not shown", () => {
    const before = [subscription(three), subscription(one)];
    expect(chosenEntries(before, [subscription(two)], shown)).toEqual([
      `${tenant}/${three}`,
      `${tenant}/${two}`,
    ]);
  });

  it("leaves the entries of what stays chosen as they were written", () => {
    const upper = one.toUpperCase();
    const before = [subscription(upper, two), subscription(upper)];
    expect(chosenEntries(before, [subscription(one)], shown)).toEqual([
      `${two}/${upper}`,
      `${tenant}/${upper}`,
    ]);
  });

  it("shows, of what was shown, what was chosen", () => {
    const ids = fc.uniqueArray(fc.constantFrom(one, two, three, one.toUpperCase()));
    const some = (list: readonly string[]) => fc.subarray([...list]);
    const scene = fc
      .tuple(ids, fc.uniqueArray(fc.constantFrom(one, two, three)))
      .chain(([before, all]) => fc.tuple(fc.constant(before), some(all), fc.constant(all)));
    fc.assert(
      fc.property(scene, ([before, chosen, all]) => {
        const asSubscriptions = (list: readonly string[]) => list.map((id) => subscription(id));
        const entries = chosenEntries(
          asSubscriptions(before),
          asSubscriptions(chosen),
          asSubscriptions(all),
        );
        const through = applyFilter(asSubscriptions(all), parseFilter(entries));
        const expected = chosen.length === 0 ? all : chosen;
        expect(through.map(({ subscriptionId }) => subscriptionId)).toEqual(expected);
      }),
    );
  });
});
