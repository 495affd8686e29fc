import type { AccessToken, GetTokenOptions } from "@azure/core-auth";
import { describe, expect, it } from "vitest";
import { TokenCache } from "../../../src/account/tokenCache";

const hour = 3_600_000;

function build(answer: (call: number) => AccessToken | null, calls: GetTokenOptions[] = []) {
  const cache = new TokenCache(() =>
    Promise.resolve({
      getToken: async (_scopes: string | string[], options: GetTokenOptions = {}) => {
        calls.push(options);
        await Promise.resolve();
        return answer(calls.length);
      },
    }),
  );
  return { cache, calls };
}

const lasting = (call: number) => ({ token: `${call}`, expiresOnTimestamp: Date.now() + hour });

describe("TokenCache", () => {
  it("shares one call among those who ask together, and remembers its token", async () => {
    const { cache, calls } = build(lasting);
    await Promise.all([cache.getToken("s"), cache.getToken("s")]);
    await cache.getToken("s");
    expect(calls).toHaveLength(1);
    await cache.getToken("s", { tenantId: "t" });
    await cache.getToken("other");
    expect(calls).toHaveLength(3);
  });

  it("asks anew when a token is about to expire, after a clear and for claims", async () => {
    const { cache, calls } = build((call) =>
      call === 1 ? { token: "1", expiresOnTimestamp: Date.now() + 60_000 } : lasting(call),
    );
    expect((await cache.getToken("s")).token).toBe("1");
    expect((await cache.getToken("s")).token).toBe("2");
    cache.clear();
    expect((await cache.getToken("s")).token).toBe("3");
    expect((await cache.getToken("s", { claims: "{}" })).token).toBe("4");
    expect((await cache.getToken("s")).token).toBe("4");
    expect(calls).toHaveLength(4);
  });

  it("remembers no failure", async () => {
    const { cache } = build((call) => (call === 1 ? null : lasting(call)));
    await expect(cache.getToken("s")).rejects.toThrow("no token");
    expect((await cache.getToken("s")).token).toBe("2");
  });

  it("keeps one caller's abort from the others", async () => {
    const { cache, calls } = build(lasting);
    await cache.getToken("s", { abortSignal: new AbortController().signal, tenantId: "t" });
    expect(calls).toEqual([{ tenantId: "t" }]);
  });
});
